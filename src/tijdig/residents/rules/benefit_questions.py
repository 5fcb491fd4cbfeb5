"""What Tijdig asks of a benefit administration: who of these people receives a Participatiewet benefit, and no more.

The contract is our own, in ``docs/benefits.schema.json``: an administration that has no such API imports a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import batched

from tijdig.residents.rules.asking_problems import AnswerUnreadable

SERVICE = "uitkeringen"
PATH = "/participatiewet"
MOST_NUMBERS = 100  # in one question


@dataclass(frozen=True, slots=True)
class BenefitAnswers:
    """Who receives the benefit and who does not, by BSN, as of a day; who is not in it is not known."""

    as_of: date
    receives: Mapping[str, bool]


def questions_about(numbers: Iterable[str]) -> tuple[dict[str, list[str]], ...]:
    """Return the bodies of the questions about these people, by citizen service number."""
    return tuple({"burgerservicenummers": list(some)} for some in batched(sorted(set(numbers)), MOST_NUMBERS))


def read_benefits(asked: Collection[str], answer: object, *, on: date) -> BenefitAnswers:
    """Read an answer given on day ``on``; :class:`AnswerUnreadable` for any other form, or about someone not asked."""
    if not isinstance(answer, dict) or answer.keys() != {"peildatum", "personen"}:
        raise AnswerUnreadable("antwoord")
    people = answer["personen"]
    if not isinstance(people, list):
        raise AnswerUnreadable("personen")
    told = [_person(one) for one in people]
    receives = dict(told)
    if len(receives) != len(told) or not receives.keys() <= set(asked):
        raise AnswerUnreadable("personen.burgerservicenummer")
    return BenefitAnswers(_day(answer["peildatum"], on), receives)


def _person(told: object) -> tuple[str, bool]:
    if not isinstance(told, dict) or told.keys() != {"burgerservicenummer", "participatiewet"}:
        raise AnswerUnreadable("personen")
    number, receives = told["burgerservicenummer"], told["participatiewet"]
    if not isinstance(number, str) or not isinstance(receives, bool):
        raise AnswerUnreadable("personen.participatiewet")
    return number, receives


def _day(told: object, on: date) -> date:
    try:
        day = date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        day = None
    if day is None or day > on:
        raise AnswerUnreadable("peildatum")
    return day
