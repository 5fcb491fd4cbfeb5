"""Ask the register again about people with an open case, when what it said of them has grown old (R23, R25, R26).

How old is the municipality's choice. What changed is seen when facts are refreshed
(:func:`tijdig.casework.services.refresh_facts`), and told to who has the case; nothing is closed by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import CASE_OF_LINK
from tijdig.casework.models import Case
from tijdig.casework.services.asking import note_asking_again
from tijdig.linkage.models import Link
from tijdig.linkage.queries import SETTLED
from tijdig.residents.asking.brp import Brp, brp_of
from tijdig.residents.models import Source
from tijdig.residents.queries import chosen_sources, numbers_of, people_asked_until
from tijdig.residents.services import keep_records

LOT = 50  # people: what a process that dies asks again, at the most


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What a run did: people asked about, and how many of them the register no longer knows."""

    people: int = 0
    gone: int = 0


def ask_again(*, actor: Actor, on: date) -> AskedAgain:
    """Ask again about everyone with an open case whose facts are as old as the municipality lets them get.

    Does nothing where extracts are imported: a new extract tells of everyone. A second run on the same day asks
    nothing. Raises :class:`Refused` for a role that may not, and when the register cannot be asked now: what was kept
    until then stands, and the next run goes on with the rest.
    """
    require(actor, Action.OPEN_CASES)
    chosen = chosen_sources(actor.controller_id)
    if chosen.residents != Source.API or chosen.ask_again_days is None:
        return AskedAgain()
    cases = _open_cases_of_people(actor.controller_id)
    due = people_asked_until(actor.controller_id, cases, on - timedelta(days=chosen.ask_again_days))
    if not due:
        return AskedAgain()
    gone = 0
    with brp_of(actor.controller_id, on=on) as brp:
        for lot in batched(sorted(due), LOT):
            gone += _ask(actor, brp, {person: cases[person] for person in lot}, on)
    return AskedAgain(len(due), gone)


def _open_cases_of_people(controller_id: str) -> Mapping[str, set[UUID]]:
    """Return the open cases of each person whom a settled link is about."""
    links = Link.objects.filter(
        SETTLED,
        controller_id=controller_id,
        undone_at__isnull=True,
        **{f"{CASE_OF_LINK}__isnull": False, f"{CASE_OF_LINK}__closed_on__isnull": True},
    ).exclude(person="")
    found: dict[str, set[UUID]] = {}
    for person, case_id in links.order_by().values_list("person", CASE_OF_LINK):
        found.setdefault(person, set()).add(case_id)
    return found


def _ask(actor: Actor, brp: Brp, people: Mapping[str, set[UUID]], on: date) -> int:
    ids = {case_id for cases in people.values() for case_id in cases}
    note_asking_again(actor=actor, cases=list(Case.objects.filter(pk__in=ids).order_by("pk")))
    numbers = numbers_of(actor.controller_id, people)
    records = brp.records_of(numbers.values())
    told = {record.bsn for record in records}
    gone = [person for person, number in numbers.items() if number not in told]
    keep_records(actor=actor, records=records, gone=gone, on=on)
    return len(gone)
