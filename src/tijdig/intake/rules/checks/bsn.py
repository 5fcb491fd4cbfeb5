"""WHAT: a row with a BSN in any column is refused; the column is named, the number is not kept anywhere.

WHY: landlords may not use the BSN (R11). A nine-digit number that passes the test of eleven counts as one, except in a
column for phone numbers.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

BSN = ProblemKind(
    code="intake.bsn",
    rule="R11",
    nl="In deze kolom staat een burgerservicenummer. Dat mag u niet aanleveren; het is niet bewaard.",
    en="This column holds a citizen service number (BSN). You may not deliver it; it was not kept.",
    remedy_nl="Maak deze cel leeg of haal de kolom weg. Is het uw eigen nummer? Zet er dan een letter voor.",
    remedy_en="Empty this cell or remove the column. Is it a number of your own? Then put a letter before it.",
)


def check_no_bsn(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row in which a BSN stands, once per column."""
    del agreement
    return tuple(BSN().at(column=heading) for heading in row.bsn_columns)
