"""WHAT: a row has a reference, a surname, a house number, a postcode (or street and town) and an amount.

WHY: without them there is no one to help, no address to match (R19) and no arrears to speak of (R10). The reference is
how the landlord recognises the row in its feedback and receipt (R15).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

MISSING_VALUE = ProblemKind(
    code="intake.missing-value",
    rule="R10",
    nl="Dit gegeven ontbreekt: {field}.",
    en="This value is missing: {field}.",
    remedy_nl="Vul dit gegeven in.",
    remedy_en="Fill in this value.",
)
MISSING_HOUSE_NUMBER = ProblemKind(
    code="intake.missing-house-number",
    rule="R19",
    nl="Het huisnummer ontbreekt.",
    en="The house number is missing.",
    remedy_nl="Vul het huisnummer in; zonder huisnummer is het adres niet te vinden.",
    remedy_en="Fill in the house number; without it the address cannot be found.",
)


def _missing(row: ReadRow) -> tuple[str, ...]:
    has_place = bool(row.postcode or (row.street and row.town))
    if row.reference and row.surname and has_place and row.amount_cents is not None:
        return ()
    absent = (
        ("reference", not row.reference),
        ("surname", not row.surname),
        ("postcode", not has_place),
        ("amount", row.amount_cents is None),
    )
    return tuple(name for name, is_absent in absent if is_absent)


def check_required_values(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row that lacks a value no signal can do without; one that could not be read is told already."""
    problems = []
    for name in _missing(row):
        column = _column(name, agreement)
        if not row.misread(column) and column not in row.bsn_columns:
            problems.append(MISSING_VALUE(field=agreement.heading(name)).at(column=column))
    if row.house_number is None:
        column = _column("house_number", agreement)
        if not row.misread(column):
            problems.append(MISSING_HOUSE_NUMBER().at(column=column))
    return tuple(problems)


def _column(name: str, agreement: Agreement) -> str:
    """Return the heading of the column where this should stand: a file with whole addresses may have no other."""
    headings = agreement.headings
    in_address = "address" in headings and (
        name == "house_number" or (name == "postcode" and name not in headings)
    )
    return agreement.heading("address" if in_address else name)
