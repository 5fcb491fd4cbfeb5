"""An appointment: when it can be, and where the tenant is met (R28, R30)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from tijdig.problems import Problem, ProblemKind

LONGEST = timedelta(hours=4)


class Where(StrEnum):
    """Where the tenant is met."""

    OFFICE = "office"
    HOME = "home"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


WHERE_NAMES_NL = {
    Where.OFFICE: "op kantoor",
    Where.HOME: "bij de inwoner thuis",
    Where.PHONE: "telefonisch",
    Where.ELSEWHERE: "ergens anders",
}
# Where the word alone says enough; elsewhere the place is written down.
NEEDS_PLACE = frozenset({Where.OFFICE, Where.ELSEWHERE})

ENDS_BEFORE_IT_STARTS = ProblemKind(
    code="contact.appointment-ends-first",
    rule="R28",
    nl="De afspraak eindigt na het begin, en duurt hooguit {hours} uur.",
    en="The appointment ends after it starts, and takes {hours} hours at most.",
)
IN_THE_PAST = ProblemKind(
    code="contact.appointment-in-the-past",
    rule="R28",
    nl="Een afspraak maakt u voor later. Dit moment is al voorbij.",
    en="An appointment is made for later. This moment has passed.",
    remedy_nl="Was het gesprek er al? Leg dan het gesprek vast.",
    remedy_en="Has the conversation been? Then record the conversation.",
)
PLACE_MISSING = ProblemKind(
    code="contact.place-missing",
    rule="R30",
    nl="Vul in waar de afspraak is.",
    en="Fill in where the appointment is.",
)


def check_appointment(
    *, starts_at: datetime, ends_at: datetime, where: Where, place: str, now: datetime
) -> tuple[Problem, ...]:
    """Return what is wrong with an appointment that is made or moved now; empty when nothing is."""
    found = []
    if not starts_at < ends_at <= starts_at + LONGEST:
        found.append(ENDS_BEFORE_IT_STARTS(hours=LONGEST // timedelta(hours=1)))
    if starts_at <= now:
        found.append(IN_THE_PAST())
    if where in NEEDS_PLACE and not place.strip():
        found.append(PLACE_MISSING())
    return tuple(found)


def place_in_words(where: Where, place: str) -> str:
    """Return where it is, as a letter or a list says it."""
    return place.strip() if where in NEEDS_PLACE else WHERE_NAMES_NL[where]
