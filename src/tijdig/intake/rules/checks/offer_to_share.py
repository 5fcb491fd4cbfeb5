"""WHAT: with the reminder the landlord offered to pass the contact data on to the municipality, and says when.

WHY: Besluit gemeentelijke schuldhulpverlening art. 2 asks for it before a tenant may be reported (R5d).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.conditions import problem_of_step
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

NO_OFFER_TO_SHARE = ProblemKind(
    code="intake.no-offer-to-share",
    rule="R5",
    nl="Er staat niet wanneer u aanbood de gegevens door te geven aan de gemeente.",
    en="It is not said when you offered to pass the data on to the municipality.",
    remedy_nl="Doe dit aanbod bij de herinnering en vul de datum in.",
    remedy_en="Make this offer with the reminder, and give the date.",
)

FACT = "incasso.aanbod_doorgeven"


def check_sharing_was_offered(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row without this date, where the covenant sets a condition on it."""
    return problem_of_step(
        row,
        agreement,
        fact=FACT,
        field="offer_to_share_on",
        day=row.offer_to_share_on,
        absent=NO_OFFER_TO_SHARE,
    )
