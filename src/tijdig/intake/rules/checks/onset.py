"""WHAT: the arrears began on or before the day of receipt.

WHY: ``ontstaansdatum`` ≤ ``signaaldatum`` ≤ day of receipt (R12); arrears that begin tomorrow are a typing error.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

ONSET_AFTER_SIGNAL = ProblemKind(
    code="intake.onset-after-signal",
    rule="R12",
    nl="De achterstand begint na de dag waarop u die meldt.",
    en="The arrears begin after the day on which you report them.",
    remedy_nl="Controleer de datum van de oudste openstaande post.",
    remedy_en="Check the date of the oldest open item.",
)


def check_onset_is_not_after_receipt(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse an onset after the day of receipt."""
    if row.onset_on is None or row.onset_on <= agreement.received_on:
        return ()
    return (ONSET_AFTER_SIGNAL().at(column=agreement.heading("onset_on")),)
