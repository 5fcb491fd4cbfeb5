"""WHAT: a row with as many cells as there are headings, each of which can be read; else each bad cell is an error.

WHY: a row with a cell too many or too few has its values under the wrong headings, and a value that cannot be read
would be a guess (R10, R12, S3). Values that a signal can do without are left out and told instead.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

CROOKED_ROW = ProblemKind(
    code="intake.crooked-row",
    rule="S3",
    nl="Deze rij heeft meer of minder cellen dan er kolommen zijn.",
    en="This row has more or fewer cells than there are columns.",
    remedy_nl="Zet tekst met het scheidingsteken erin tussen aanhalingstekens, of bewaar het bestand als XLSX.",
    remedy_en="Put text that holds the separator between quotes, or save the file as XLSX.",
)


def check_row_can_be_read(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a crooked row, a line that is no tenant's, and a row with unreadable cells."""
    del agreement
    if row.no_tenant is not None:
        return (row.no_tenant,)
    return (CROOKED_ROW(),) if row.crooked else row.unreadable
