"""A file that is no delivery: the page says what is wrong and what to do, and nothing of it is stored (S2, S3)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.doing import deliver

TABLES = (
    "intake_delivery",
    "intake_deliveryfile",
    "intake_signal",
    "intake_refusedrow",
    "intake_columnmapping",
)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


class Bad(NamedTuple):
    """What is wrong with it, the file's name, its bytes made from a good file, and words the page must say."""

    what: str
    name: str
    spoil: Callable[[bytes], bytes]
    told: str


def corrupt_workbook(_good: bytes) -> bytes:
    """A workbook whose archive is in order and whose sheet is not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><sheets>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>")
    return buffer.getvalue()


def million_columns(good: bytes) -> bytes:
    """A heading line that goes on and on."""
    return good.replace(b"\r\n", b";" * 1_000_000 + b"\r\n", 1)


def mixed_encoding(good: bytes) -> bytes:
    """Bytes that are letters in no encoding that a ledger writes."""
    lines = good.split(b"\r\n")
    lines[2] = lines[2].replace(b"W9", b"\x81\x8d\x90", 1)
    return "é".encode() + b"\r\n".join(lines)


BAD = (
    Bad("a PDF named .csv", "maand.csv", lambda _: PDF, "maar een PDF"),
    Bad("an empty file", "leeg.csv", lambda _: b"", "leeg"),
    Bad("a corrupt workbook", "maand.xlsx", corrupt_workbook, "werkmap is beschadigd"),
    Bad("a cut-off workbook", "half.xlsx", lambda _: corrupt_workbook(b"")[:200], "werkmap is beschadigd"),
    Bad("a million columns", "breed.csv", million_columns, "kolommen"),
    Bad("no known encoding", "tekens.csv", mixed_encoding, "tekencodering"),
)  # fmt: skip


def test_nothing_is_stored_and_the_page_says_why(arrive: Arrive) -> None:
    clerk = arrive("clerk")
    good = clerk.site.town.file("verbeterd").read_bytes()
    before = [clerk.site.count(table) for table in TABLES]
    for bad in BAD:
        deliver(clerk, {"name": bad.name, "mimeType": "text/csv", "buffer": bad.spoil(good)})

        expect(clerk.page.get_by_role("alert").first, bad.what).to_contain_text(bad.told)
        assert [clerk.site.count(table) for table in TABLES] == before, bad.what
    clerk.look("aanlevering-niet-aangenomen")
