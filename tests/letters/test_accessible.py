"""Each letter is set so that a screen reader can read it: PDF/UA-1 by its structure, as far as we can look.

What this cannot see: whether a text alternative says what matters, whether colours can be told apart, and whether the
order of reading makes sense; those a person looks at.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.letters.test_letters import DOCUMENTS

SHOWN_BY = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"}
HEADINGS = ("/H1", "/H2", "/H3")


def elements(node: Any) -> Iterator[Any]:
    """Every structure element, in the order of reading."""
    node = node.get_object()
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    for kid in kids:
        one = kid.get_object()
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from elements(one)


def untagged(page: Any, reader: PdfReader) -> list[bytes]:
    """Operators that show something outside any mark: neither content nor decoration."""
    depth, found = 0, []
    for _operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in {b"BDC", b"BMC"}:
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        elif operator in SHOWN_BY and depth == 0:
            found.append(operator)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_screen_reader_needs_is_there(name: str) -> None:
    reader = PdfReader(io.BytesIO(DOCUMENTS[name]()))
    root = reader.trailer["/Root"]
    tree = list(elements(root["/StructTreeRoot"]))
    kinds = [one["/S"] for one in tree]

    assert reader.metadata is not None
    assert reader.metadata.title
    assert root["/Lang"] == "nl"
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
    assert all(page["/StructParents"] >= 0 for page in reader.pages)
    assert [found for page in reader.pages for found in untagged(page, reader)] == []

    levels = [HEADINGS.index(kind) for kind in kinds if kind in HEADINGS]
    assert levels[0] == 0
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in (one for one in tree if one["/S"] == "/Table"):
        inside = [one["/S"] for one in elements(table)]
        assert {"/TR", "/TH", "/TD"} <= set(inside)
    assert all(one.get("/Alt") for one in tree if one["/S"] in {"/Figure", "/Formula"})
    assert kinds.count("/LI") == kinds.count("/LBody")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_font_travels_along_with_the_text_behind_its_signs(name: str) -> None:
    reader = PdfReader(io.BytesIO(DOCUMENTS[name]()))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"])
        assert font["/ToUnicode"].get_data()
