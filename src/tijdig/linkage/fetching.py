"""Ask the resident register over its API about the signals that wait, where the municipality chose so.

A lot at a time: on record, asked, kept. No transaction is open while the register is asked; when it cannot be asked
now, or the process dies, what was kept stands, and the next run goes on with the rest: nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.linkage.queries_unlinked import people_needed, unlinked_signals
from tijdig.linkage.services.linking import undo_links_of_corrected_signals
from tijdig.linkage.services.looking_up import keep_lookups, note_question
from tijdig.residents.asking.brp import Brp, LookedUp, Wanted, brp_of
from tijdig.residents.models import RegisterExtract, Source
from tijdig.residents.queries import imported_people, numbers_of, source_of
from tijdig.residents.rules.brp_questions import SERVICE
from tijdig.residents.services import forget_people, retire_imported

LOT = 50  # signals: what a process that dies asks again, at the most


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run did: signals asked about, records kept, people forgotten whom no signal needs any more."""

    signals: int = 0
    people: int = 0
    forgotten: int = 0


def fetch_residents(*, actor: Actor, on: date) -> Fetched:
    """Ask the register about every signal that waits for it, as of day ``on``; a second run asks nothing.

    Does nothing where the municipality imports extracts. Raises :class:`Refused` for a role that may not, and when the
    register cannot be asked now: what was kept until then stands.
    """
    require(actor, Action.LINK_SIGNALS)
    if source_of(actor.controller_id, RegisterExtract.Kind.RESIDENTS) is not Source.API:
        return Fetched()
    undo_links_of_corrected_signals(actor=actor)
    imported = imported_people(actor.controller_id)
    waiting = unlinked_signals(actor.controller_id, looked_up=False)
    done = Fetched()
    if imported or waiting.exists():
        with brp_of(actor.controller_id, on=on) as brp:
            _take_over(actor, brp, imported & people_needed(actor.controller_id), on)
            while lot := list(waiting[:LOT]):
                done = _added(done, len(lot), _ask_about(actor, brp, lot, on))
    retire_imported(actor=actor, kind=RegisterExtract.Kind.RESIDENTS)
    # Once all are linked: whom a signal that still waits may be about is needed.
    if not unlinked_signals(actor.controller_id).exists():
        kept = people_needed(actor.controller_id)
        done = replace(done, forgotten=forget_people(actor=actor, keep=kept))
    return done


def _added(done: Fetched, signals: int, people: int) -> Fetched:
    return replace(done, signals=done.signals + signals, people=done.people + people)


def _ask_about(actor: Actor, brp: Brp, signals: Sequence[Signal], on: date) -> int:
    note_question(actor=actor, signals=signals, asked=SERVICE)
    found = {signal.pk: brp.look_up(_wanted(signal)) for signal in signals}
    records = brp.records_of(bsn for one in found.values() for bsn in one.bsns)
    return keep_lookups(actor=actor, looked_up=_problems(found), records=records, on=on)


def _problems(found: dict[UUID, LookedUp]) -> dict[UUID, str]:
    return {signal_id: one.problem.code if one.problem else "" for signal_id, one in found.items()}


def _wanted(signal: Signal) -> Wanted:
    return Wanted(signal.postcode, signal.house_number, signal.surname, signal.prefix, signal.birth_date)


def _take_over(actor: Actor, brp: Brp, people: set[str], on: date) -> None:
    """Ask for those of an imported extract whom signals are about: the rest of it can then be forgotten."""
    for lot in batched(sorted(people), LOT):
        links = Link.objects.filter(
            controller_id=actor.controller_id, person__in=lot, undone_at__isnull=True
        ).select_related("signal")
        note_question(actor=actor, signals=[link.signal for link in links], asked=SERVICE)
        numbers = numbers_of(actor.controller_id, lot).values()
        keep_lookups(actor=actor, looked_up={}, records=brp.records_of(numbers), on=on)
