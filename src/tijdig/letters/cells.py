"""Make cells that no spreadsheet takes for a formula (S4), and write them to CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escaped(cell: str) -> str:
    """Return the cell with an apostrophe in front when a spreadsheet would calculate it; reading takes it off again."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def csv_bytes(rows: Iterable[Sequence[str]], *, separator: str, encoding: str) -> bytes:
    """Return the rows as CSV. A sign that the encoding does not have becomes a question mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([[escaped(cell) for cell in row] for row in rows])
    return text.getvalue().encode(encoding, errors="replace")
