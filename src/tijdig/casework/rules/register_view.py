"""What register and benefit administration say of the people in a case together; only the answers are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tijdig.casework.rules.case_facts import RegisterView
from tijdig.residents.rules.triage_facts import TriageFacts


def of_household(people: Mapping[str, TriageFacts], about: Iterable[str]) -> RegisterView:
    """Return what holds for these people together: minors (R29), a benefit (R30), secrecy if any of them has it.

    ``people`` are the answers by person (blind index), from :func:`tijdig.residents.queries.facts_for_triage`.
    """
    facts = [people[person] for person in dict.fromkeys(about) if person in people]
    return RegisterView(
        resident=_any(one.resident for one in facts),
        deceased=_all(one.deceased for one in facts),
        minors=_any(one.minor_children for one in facts),
        as_of=_oldest(one.as_of for one in facts),
        secrecy=_any(one.secrecy for one in facts),
        under_investigation=_any(one.under_investigation for one in facts),
        benefit=_any(one.benefit for one in facts),
        benefit_as_of=_oldest(one.benefit_as_of for one in facts),
    )


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = tuple(answers)
    if True in known:
        return True
    return None if None in known or not known else False


def _all(answers: Iterable[bool | None]) -> bool | None:
    known = tuple(answers)
    if False in known:
        return False
    return None if None in known or not known else True


def _oldest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
