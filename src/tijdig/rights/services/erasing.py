"""Erase what is past its term, row by row what identifies people; what stays counts, and identifies nobody (R53)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.states import TaskKind
from tijdig.covenant.queries import covenants_in_force, covenants_of
from tijdig.covenant.rules.facts import FactSource
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.ddas import Result
from tijdig.intake.models import DeliveryFile
from tijdig.intake.services.dropping import drop_files
from tijdig.ledger.services import record_event
from tijdig.residents.models import RegisterExtract, Source
from tijdig.residents.queries import days_of_answers
from tijdig.residents.services import forget_extract, forget_people_of_before
from tijdig.rights.rules.retention import drop_triage_facts_from, erase_case_from, keeps_matching_data_only
from tijdig.rights.services.case_files import empty_file, has_file
from tijdig.rights.services.signals import (
    erase_people_of_case,
    erase_signals_without_case,
    forget_file_names,
)

FETCHED = frozenset({FactSource.REGISTER.value, FactSource.BENEFITS.value})
# What was in force once: its term still runs for what was fetched under it.
ENDED = frozenset({CovenantState.EXPIRED, CovenantState.REVOKED, CovenantState.REPLACED})


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each kind a run erased."""

    cases: int
    signals: int
    case_files: int
    triage_facts: int
    register_people: int
    returned_files: int
    file_names: int


@transaction.atomic
def erase_due(*, actor: Actor, on: date) -> Erased:
    """Erase everything of the controller whose term has ended by day ``on``; a second run erases nothing more.

    Raises :class:`Refused` for a role that may not. The event holds the counts.
    """
    require(actor, Action.ERASE_DATA)
    controller = actor.controller_id
    erased = Erased(
        cases=_erase_cases(actor, on),
        signals=erase_signals_without_case(actor, on),
        case_files=_erase_files_without_help(actor, on),
        triage_facts=_drop_triage_facts(controller, on),
        register_people=_drop_extracts(actor, on),
        returned_files=drop_files(actor=actor, files=DeliveryFile.objects.filter(keep_until__lt=on)),
        file_names=forget_file_names(actor, on),
    )
    record_event(
        actor=actor,
        action="rights.erase",
        object_kind="controller",
        object_id=controller,
        details={**asdict(erased), "on": on.isoformat()},
    )
    return erased


def _erase_cases(actor: Actor, on: date) -> int:
    """Erase the people from closed cases that are past their term, and from their signals and links."""
    count = 0
    closed = Case.objects.filter(controller_id=actor.controller_id, closed_on__lt=on, erased_on__isnull=True)
    for case in closed.order_by("closed_on", "pk"):
        ending = erase_case_from(
            covenant_of_case(case), closed_on=case.closed_on or on, result=Result(case.result)
        )
        if ending.erase_from is None or ending.erase_from > on:
            continue
        empty_file(actor, case)
        erase_people_of_case(actor, case)
        case.erased_on = on
        case.save()
        count += 1
    return count


def _erase_files_without_help(actor: Actor, on: date) -> int:
    """Empty the file of every case closed without help, the day after closing: matching data stays (R54)."""
    count = 0
    closed = Case.objects.filter(controller_id=actor.controller_id, closed_on__lt=on, erased_on__isnull=True)
    # Whose eviction is being watched is still being helped, until it is over (R27).
    watched = Task.objects.filter(kind=TaskKind.WATCH, done_on__isnull=True, dropped=False)
    for case in closed.exclude(pk__in=watched.values("case")).order_by("closed_on", "pk"):
        if keeps_matching_data_only(Result(case.result)) and has_file(case):
            empty_file(actor, case)
            case.save()
            count += 1
    return count


def _drop_triage_facts(controller: str, on: date) -> int:
    """Drop from open cases what register and benefit administration said, when the term of triage facts ends (R29).

    What the tenant told stays with the case; route and place stay what they were decided to be.
    """
    count = 0
    for case in Case.objects.filter(controller_id=controller, erased_on__isnull=True).exclude(data_key=None):
        drop_from = drop_triage_facts_from(covenant_of_case(case), retrieved_on=case.facts_retrieved_on)
        fetched = {name for name, kept in case.facts.items() if kept["source"] in FETCHED}
        if drop_from is None or drop_from > on or not fetched:
            continue
        case.facts = {name: kept for name, kept in case.facts.items() if name not in fetched}
        if "huishouden.minderjarigen" in fetched:
            case.minors = None
        if "uitkering.participatiewet" in fetched:
            case.benefit = None
        case.route_reasons = [one for one in case.route_reasons if one["source"] not in FETCHED]
        case.rank_reasons = [one for one in case.rank_reasons if one["source"] not in FETCHED]
        case.version += 1
        case.save()
        count += 1
    return count


def _drop_extracts(actor: Actor, on: date) -> int:
    """Delete the people of register and benefit facts that were fetched longer ago than any covenant lets us.

    An imported file goes as a whole; whoever was asked for over an API goes by the day they were last asked for.
    """
    controller = actor.controller_id
    in_force = covenants_in_force(controller, on)
    ended = [one.covenant for one in covenants_of(controller, on) if one.state in ENDED]

    def is_held(fetched_on: date) -> bool:
        terms = (drop_triage_facts_from(each, retrieved_on=fetched_on) for each in in_force or ended)
        known = [end for end in terms if end is not None]
        # In force without a term gives nothing to count from; a covenant that has ended gives no ground to keep.
        held_until = max(known) if known else (on if ended and not in_force else None)
        return held_until is None or held_until > on

    count = 0
    for extract in RegisterExtract.objects.filter(controller_id=controller):
        if not is_held(timezone.localdate(extract.imported_at)):
            count += forget_extract(actor=actor, extract=extract)
        elif extract.source == Source.API:
            days = [day for day in days_of_answers(extract) if not is_held(day)]
            if days:
                count += forget_people_of_before(
                    actor=actor, extract=extract, day=max(days) + timedelta(days=1)
                )
    return count
