"""The feedback file: CSV or XLSX with the partner's own reference, day of receipt and code (R43), escaped (S4)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import xlsxwriter

from tijdig.letters.cells import escaped

HEADINGS = ("Kenmerk", "Ontvangen op", "Terugkoppeling", "Betekenis")
# The moment of making would tell two files with the same content apart (C8).
_FIXED_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)


class FileKind(StrEnum):
    """The two kinds of file that a landlord's office can open."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """The media type to send it with."""
        return (
            "text/csv; charset=utf-8"
            if self is FileKind.CSV
            else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One line: reference as the partner gave it, day of receipt, code ("" = nothing told) and its sentence."""

    reference: str
    received_on: date
    code: str
    sentence: str


def feedback_file(rows: Sequence[FeedbackRow], kind: FileKind) -> bytes:
    """Return the file; equal rows give equal bytes (C8). The order of rows is the caller's."""
    lines = [
        HEADINGS,
        *(
            (escaped(row.reference), row.received_on.isoformat(), row.code, escaped(row.sentence))
            for row in rows
        ),
    ]
    return _csv(lines) if kind is FileKind.CSV else _xlsx(lines)


def _csv(lines: Sequence[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: Sequence[tuple[str, ...]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Terugkoppeling", "created": _FIXED_MOMENT})
    sheet = book.add_worksheet("Terugkoppeling")
    bold = book.add_format({"bold": True})
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, bold if number == 0 else None)
    sheet.set_column(0, 2, 20)
    sheet.set_column(3, 3, 55)
    sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()
