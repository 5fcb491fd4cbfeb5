"""A contact attempt: kind, day, part of day, reached or not (R35, R36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.problems import Problem, ProblemKind

NOON = time(12)
EVENING_FROM = time(18)

# Looking something up is an attempt but no contact; a letter or card may be answered, so those can reach (R36).
WITHOUT_CONTACT = frozenset({AttemptKind.ADMINISTRATIVE})

ATTEMPT_IN_FUTURE = ProblemKind(
    code="casework.attempt-in-future",
    rule="R35",
    nl="Een contactpoging kan niet in de toekomst liggen.",
    en="A contact attempt cannot lie in the future.",
    remedy_nl="Leg de poging vast als u die hebt gedaan, of maak een taak.",
    remedy_en="Record the attempt once you have made it, or plan a task.",
)
ATTEMPT_BEFORE_RECEIPT = ProblemKind(
    code="casework.attempt-before-receipt",
    rule="R35",
    nl="Deze dag ligt voor de ontvangst van het signaal op {received_on}.",
    en="This day is before the signal was received on {received_on}.",
    remedy_nl="Kijk de datum na.",
    remedy_en="Check the date.",
)
NOBODY_REACHED_BY_THIS_KIND = ProblemKind(
    code="casework.nobody-reached-by-this-kind",
    rule="R36",
    nl="Met '{kind}' bereikt u niemand. Bereikt betekent: echt contact met de inwoner.",
    en="Nobody is reached by '{kind}'. Reached means: real contact with the resident.",
    remedy_nl="Was er wel contact? Kies de manier waarop u de inwoner sprak.",
    remedy_en="Was there contact after all? Choose the way in which you spoke.",
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. ``part_of_day`` follows from the clock when a time was given."""

    kind: AttemptKind
    on: date
    part_of_day: PartOfDay
    reached: bool


def part_of_day(at: time) -> PartOfDay:
    """Return morning before 12:00, afternoon from 12:00, evening from 18:00 (R35)."""
    if at < NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if at < EVENING_FROM else PartOfDay.EVENING


def check_attempt(attempt: Attempt, *, received_on: date, today: date) -> tuple[Problem, ...]:
    """Return everything that is wrong with the attempt; empty when it can be recorded."""
    problems = []
    if attempt.on > today:
        problems.append(ATTEMPT_IN_FUTURE())
    if attempt.on < received_on:
        problems.append(ATTEMPT_BEFORE_RECEIPT(received_on=received_on.strftime("%d-%m-%Y")))
    if attempt.reached and attempt.kind in WITHOUT_CONTACT:
        problems.append(NOBODY_REACHED_BY_THIS_KIND(kind=attempt.kind.value))
    return tuple(problems)
