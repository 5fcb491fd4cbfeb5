"""What a helper writes down in a case that was referred to it: attempts, appointments, notes (R35, R36)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tijdig.casework.rules.attempts import ATTEMPT_IN_FUTURE, NOBODY_REACHED_BY_THIS_KIND, WITHOUT_CONTACT
from tijdig.casework.rules.states import HelperEntryKind
from tijdig.ddas import AttemptKind
from tijdig.problems import Problem, ProblemKind

ENTRY_NAMES_NL: Mapping[HelperEntryKind, str] = {
    HelperEntryKind.ATTEMPT: "contactpoging",
    HelperEntryKind.APPOINTMENT: "afspraak",
    HelperEntryKind.NOTE: "aantekening",
}
BEFORE_REFERRAL = ProblemKind(
    code="casework.before-referral",
    rule="R35",
    nl="Deze dag ligt voor de verwijzing van {offered_on}.",
    en="This day is before the referral of {offered_on}.",
    remedy_nl="Kijk de datum na.",
    remedy_en="Check the date.",
)
ATTEMPT_INCOMPLETE = ProblemKind(
    code="casework.attempt-incomplete",
    rule="R35",
    nl="Bij een contactpoging hoort hoe u het probeerde, en of u de inwoner sprak.",
    en="An attempt says how you tried, and whether you spoke with the resident.",
)
NOTE_EMPTY = ProblemKind(
    code="casework.note-empty",
    rule="R44",
    nl="Schrijf op wat u wilt onthouden.",
    en="Write down what you want to remember.",
)


def check_entry(
    kind: HelperEntryKind,
    *,
    on: date,
    attempt: AttemptKind | None,
    reached: bool | None,
    text: str,
    offered_on: date,
    today: date,
) -> Problem | None:
    """Return what is wrong with an entry; None when nothing is. An appointment may lie ahead, an attempt may not."""
    if on < offered_on:
        return BEFORE_REFERRAL(offered_on=offered_on.strftime("%d-%m-%Y"))
    if kind is HelperEntryKind.NOTE:
        return None if text.strip() else NOTE_EMPTY()
    if kind is HelperEntryKind.APPOINTMENT:
        return None
    if attempt is None or reached is None:
        return ATTEMPT_INCOMPLETE()
    if on > today:
        return ATTEMPT_IN_FUTURE()
    if reached and attempt in WITHOUT_CONTACT:
        return NOBODY_REACHED_BY_THIS_KIND(kind=attempt.value)
    return None
