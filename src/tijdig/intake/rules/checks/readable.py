"""WHAT: a row with as many cells as there are headings, each of which can be read; else each bad cell is an error.

WHY: a row with a cell too many or too few has its values under the wrong headings, and a value that cannot be read
would be a guess (R10, R12, S3). Values that a signal can do without are left out and told instead.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem


def check_row_can_be_read(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a crooked row, a line that is no tenant's, and a row with unreadable cells."""
    del agreement
    return row.unreadable if row.not_read is None else (row.not_read,)
