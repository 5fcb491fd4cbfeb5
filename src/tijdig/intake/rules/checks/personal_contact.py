"""WHAT: the landlord sought personal contact about preventing and ending the arrears, and says when.

WHY: Besluit gemeentelijke schuldhulpverlening art. 2 asks for it before a tenant may be reported (R5a).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.conditions import problem_of_step
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

NO_PERSONAL_CONTACT = ProblemKind(
    code="intake.no-personal-contact",
    rule="R5",
    nl="Er staat niet wanneer u persoonlijk contact zocht met de huurder.",
    en="It is not said when you sought personal contact with the tenant.",
    remedy_nl="Zoek eerst persoonlijk contact en vul de datum in.",
    remedy_en="Seek personal contact first, and give the date.",
)

FACT = "incasso.contact_gezocht"


def check_personal_contact_was_sought(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row without this date, where the covenant sets a condition on it."""
    return problem_of_step(
        row,
        agreement,
        fact=FACT,
        field="contact_sought_on",
        day=row.contact_sought_on,
        absent=NO_PERSONAL_CONTACT,
    )
