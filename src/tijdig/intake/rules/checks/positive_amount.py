"""WHAT: the amount in arrears is more than nothing.

WHY: a credit or a zero is no arrears (R12); a negative amount is nearly always a payment in the wrong column.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

NEGATIVE_AMOUNT = ProblemKind(
    code="intake.negative-amount",
    rule="R12",
    nl="Het bedrag is niet hoger dan nul. Dan is er geen achterstand.",
    en="The amount is not above zero. Then there are no arrears.",
    remedy_nl="Vul de hoogte van de achterstand in zonder minteken, of laat de rij weg.",
    remedy_en="Give the amount in arrears without a minus sign, or leave the row out.",
)


def check_amount_is_positive(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse an amount of zero or less."""
    if row.amount_cents is None or row.amount_cents > 0:
        return ()
    return (NEGATIVE_AMOUNT().at(column=agreement.heading("amount")),)
