"""WHAT: the tenant was born on or before the day of receipt.

WHY: a birth date in the future belongs to no one (R10). A missing or partial date, or one of a minor, is no ground to
refuse: the register knows better (R24).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

BORN_AFTER_RECEIPT = ProblemKind(
    code="intake.born-after-receipt",
    rule="R10",
    nl="De geboortedatum ligt in de toekomst.",
    en="The date of birth is in the future.",
    remedy_nl="Verbeter de geboortedatum, of laat de cel leeg.",
    remedy_en="Correct the date of birth, or leave the cell empty.",
)


def check_birth_is_not_ahead(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a birth date after the day of receipt; LO3 dates compare as text, zeros are the earliest."""
    if row.birth_date <= agreement.received_as_lo3:
        return ()
    return (BORN_AFTER_RECEIPT().at(column=agreement.heading("birth_date")),)
