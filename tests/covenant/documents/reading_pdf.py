"""What a PDF says, and how it is tagged for a screen reader."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from pypdf import PdfReader


def squeezed(text: str) -> str:
    """The text without any white space: where a line breaks is no part of what it says."""
    return re.sub(r"\s|\u00a0", "", text)


def squeezed_text(pdf: bytes) -> str:
    """Everything that the PDF shows, without the footers that stand between what runs over a page."""
    pages = (squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages)
    footer = re.compile(r"[^.]{0,200}?bladzijde\d+van\d+")
    return "".join(footer.sub("", page) if "bladzijde" in page else page for page in pages)


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
