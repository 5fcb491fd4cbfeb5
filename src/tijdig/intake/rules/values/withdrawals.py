"""That an earlier message no longer holds: the tenant paid since, or it should not have been sent."""

from __future__ import annotations

from enum import StrEnum

from tijdig.intake.rules.values.dates import DayOrder, read_date
from tijdig.intake.rules.values.reading import Reading, tidy
from tijdig.intake.rules.values.yes_no import NO
from tijdig.problems import ProblemKind

NOT_A_WITHDRAWAL = ProblemKind(
    code="intake.not-a-withdrawal",
    rule="K4",
    nl="Hier moet betaald of ingetrokken staan, of niets.",
    en="This must be betaald (paid) or ingetrokken (withdrawn), or empty.",
    remedy_nl="Schrijf betaald als de huurder sindsdien betaalde, ingetrokken als de melding niet klopte.",
    remedy_en="Write betaald when the tenant paid since, ingetrokken when the message was not right.",
)


class Withdrawal(StrEnum):
    """Why an earlier message no longer holds."""

    PAID = "paid"
    WITHDRAWN = "withdrawn"


_WORDS = {
    **dict.fromkeys(
        ("betaald", "voldaan", "ingelopen", "regeling", "betalingsregeling", "paid", "settled"),
        Withdrawal.PAID,
    ),
    **dict.fromkeys(
        ("ingetrokken", "intrekken", "vervallen", "onterecht", "withdrawn", "withdraw"), Withdrawal.WITHDRAWN
    ),
}


def read_withdrawal(text: str) -> Reading[str]:
    """Read ``betaald``, ``ingetrokken``, or the day of payment, which says paid; an empty cell says neither."""
    words = tidy(text).lower()
    if not words or words in NO:
        return Reading()
    if words in _WORDS:
        return Reading(_WORDS[words].value)
    # Whatever the order of day and month, a day says that it was paid.
    if any(read_date(words, order).value for order in (DayOrder.DAY_FIRST, DayOrder.SAID_MONTH_FIRST)):
        return Reading(Withdrawal.PAID.value)
    return Reading(problem=NOT_A_WITHDRAWAL())
