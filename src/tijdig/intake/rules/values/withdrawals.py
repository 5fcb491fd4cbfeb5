"""What happened since an earlier message: it no longer holds, or the landlord took a step towards eviction."""

from __future__ import annotations

from enum import StrEnum

from tijdig.intake.rules.values.dates import DayOrder, read_date
from tijdig.intake.rules.values.reading import Reading, tidy
from tijdig.intake.rules.values.yes_no import NO
from tijdig.problems import ProblemKind

NOT_A_WITHDRAWAL = ProblemKind(
    code="intake.not-a-withdrawal",
    rule="K4",
    nl="Hier moet staan wat er is gebeurd: betaald, regeling, ingetrokken, of een stap naar ontruiming.",
    en="This must say what happened: paid, arrangement, withdrawn, or a step towards eviction.",
    remedy_nl="Schrijf betaald, regeling, ingetrokken, dagvaarding, vonnis, aangezegd met de dag, ontruimd, afgelast.",
    remedy_en="Write betaald, regeling, ingetrokken, dagvaarding, vonnis, aangezegd and its day, ontruimd, afgelast.",
)
EVICTION_DAY_UNCLEAR = ProblemKind(
    code="intake.eviction-day-unclear",
    rule="R27",
    nl="Bij een aangezegde ontruiming hoort de dag, zo geschreven dat dag en maand niet te verwisselen zijn.",
    en="An announced eviction needs its day, written so that day and month cannot be mixed up.",
    remedy_nl="Schrijf bijvoorbeeld: aangezegd 2026-12-01.",
    remedy_en="Write for example: aangezegd 2026-12-01.",
)


class Withdrawal(StrEnum):
    """What happened since an earlier message. Only the first three say that it no longer holds."""

    PAID = "paid"
    ARRANGED = "arranged"
    WITHDRAWN = "withdrawn"
    SUMMONS = "summons"
    JUDGMENT = "judgment"
    ANNOUNCED = "announced"
    CARRIED_OUT = "carried-out"
    CANCELLED = "cancelled"


_WORDS = {
    **dict.fromkeys(
        ("betaald", "voldaan", "ingelopen", "paid", "settled"),
        Withdrawal.PAID,
    ),
    **dict.fromkeys(("regeling", "betalingsregeling", "arranged", "arrangement"), Withdrawal.ARRANGED),
    **dict.fromkeys(("dagvaarding", "gedagvaard", "summons"), Withdrawal.SUMMONS),
    **dict.fromkeys(("vonnis", "ontruimingsvonnis", "judgment"), Withdrawal.JUDGMENT),
    **dict.fromkeys(("ontruimd", "ontruiming uitgevoerd", "uitgevoerd", "evicted"), Withdrawal.CARRIED_OUT),
    **dict.fromkeys(
        ("afgelast", "ontruiming afgelast", "gaat niet door", "geannuleerd", "cancelled"),
        Withdrawal.CANCELLED,
    ),
    **dict.fromkeys(
        ("ingetrokken", "intrekken", "vervallen", "onterecht", "withdrawn", "withdraw"), Withdrawal.WITHDRAWN
    ),
}


_ANNOUNCED = ("aangezegd", "aanzegging", "ontruiming aangezegd", "announced")
_ORDERS = (DayOrder.DAY_FIRST, DayOrder.SAID_MONTH_FIRST)


def read_withdrawal(text: str) -> Reading[str]:
    """Read what happened in a word, or the day of payment, which says paid; an empty cell says nothing.

    An announced eviction comes with its day and is returned as ``announced 2026-12-01``.
    """
    words = tidy(text).lower()
    if not words or words in NO:
        return Reading()
    if words in _WORDS:
        return Reading(_WORDS[words].value)
    announced = next((word for word in _ANNOUNCED if words.startswith(word)), None)
    if announced is not None:
        return _announced(words.removeprefix(announced))
    # Whatever the order of day and month, a day says that it was paid.
    if any(read_date(words, order).value for order in _ORDERS):
        return Reading(Withdrawal.PAID.value)
    return Reading(problem=NOT_A_WITHDRAWAL())


def _announced(rest: str) -> Reading[str]:
    # Only a day that reads the same in whichever order, so that nothing is guessed (S3).
    read = (read_date(rest.strip(" :,"), order).value for order in _ORDERS)
    days = {day for day in read if day is not None}
    if len(days) != 1:
        return Reading(problem=EVICTION_DAY_UNCLEAR())
    (day,) = days
    return Reading(f"{Withdrawal.ANNOUNCED} {day.isoformat()}")
