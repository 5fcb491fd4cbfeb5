"""What a PDF says, and how it is tagged for a screen reader."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from pypdf import PageObject, PdfReader


def squeezed(text: str) -> str:
    """The text without any white space: where a line breaks is no part of what it says."""
    return re.sub(r"\s|\u00a0", "", text)


def squeezed_text(pdf: bytes) -> str:
    """Everything that the PDF shows, without the footers that stand between what runs over a page."""
    pages = (squeezed(shown_on(page)) for page in PdfReader(io.BytesIO(pdf)).pages)
    footer = re.compile(r"[^.]{0,200}?bladzijde\d+van\d+")
    return "".join(footer.sub("", page) if "bladzijde" in page else page for page in pages)


# What a page shows lies between BT and ET: a choice of font, or a text of two bytes for each glyph.
SHOWING = re.compile(rb"\bBT\b(.*?)\nET\n", re.DOTALL)
INSIDE = rb"(?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*"  # brackets may stand in pairs
FONT_OR_TEXT = re.compile(
    rb"<<.*?>>\s*BDC|(/\w+) [\d.]+ Tf|\((" + INSIDE + rb")\)|<([0-9A-Fa-f]*)>", re.DOTALL
)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def shown_on(page: PageObject) -> str:
    """The text of a page, by the font's own table of glyphs: what a reader copies or hears.

    pypdf's own way works out where on the page each word stands, which no test asks, and takes ten times as long.
    """
    fonts = {name: glyphs_of(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    shown, glyphs = [], {}
    contents = page.get_contents()
    for block in SHOWING.findall(b"" if contents is None else contents.get_data()):
        for font, literal, hexadecimal in FONT_OR_TEXT.findall(block):
            if font:
                glyphs = fonts[font.decode()]
            codes = bytes.fromhex(hexadecimal.decode()) if hexadecimal else unescaped(literal)
            assert len(codes) % 2 == 0, "a glyph of two bytes was cut"
            shown += [glyphs[codes[at : at + 2]] for at in range(0, len(codes), 2)]
    return "".join(shown)


def unescaped(literal: bytes) -> bytes:
    return ESCAPED.sub(
        lambda found: bytes([int(found[1], 8)]) if found[1].isdigit() else PLAIN.get(found[1], found[1]),
        literal,
    )


def glyphs_of(font: Any) -> dict[bytes, str]:
    """Which text each glyph of a font stands for."""
    assert font["/Encoding"] == "/Identity-H"
    table = font["/ToUnicode"].get_data().decode()
    assert "beginbfrange" not in table
    return {
        bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"^<(\w{4})> <(\w+)>$", table, re.MULTILINE)
    }


def metadata_of(pdf: bytes) -> str:
    return str(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data().decode())


def tags(pdf: bytes) -> Counter[str]:
    """How often each kind of structure element stands in the PDF: ``/H1``, ``/Table``, ``/TH``…"""
    counted: Counter[str] = Counter()
    waiting: list[Any] = [PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting.extend(element)
        elif isinstance(element, dict):
            counted[str(element.get("/S", ""))] += 1
            waiting.extend([element["/K"]] if "/K" in element else [])
    return counted
