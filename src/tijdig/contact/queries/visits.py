"""Whom to visit, and a round of visits in walking order: name and address, and no more (R35, L1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import cases_to_see
from tijdig.casework.loading import covenant_of_case, facts_of_case, signals_of_cases
from tijdig.casework.models import Case
from tijdig.casework.queries.requests import chosen, resident_values
from tijdig.casework.rules.contact_choice import check_not_frozen
from tijdig.casework.rules.states import CaseState
from tijdig.contact.filling import ADDRESS, NAME
from tijdig.contact.models import VisitRound, VisitStop
from tijdig.contact.rules.walking import walking_key
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.covenant.sender import municipality_of
from tijdig.disclosure.services import Request, disclose
from tijdig.letters.visits import VisitLine, VisitSheet, visit_sheet
from tijdig.problems import NotFound, Problem

LONGEST = 60  # doors; more is no round


@dataclass(frozen=True, slots=True)
class Door:
    """A case with where to ring; ``stop_id`` None while it only can be chosen, ``not_now`` why one does not (R56)."""

    case_id: UUID
    case_number: str
    case_version: int
    name: str
    address: str
    threatened: bool
    stop_id: UUID | None = None
    visited_at: datetime | None = None
    reached: bool | None = None
    not_now: Problem | None = None


def cases_to_visit(actor: Actor) -> tuple[Case, ...]:
    """Return the actor's own cases in which nobody was reached yet and a person may call at the door, as ranked.

    Where contact stands still nobody calls (R56); nor where a case waits to be closed, since the resident died or left,
    or the arrears were paid (R23, R26).
    """
    mine = Q(owner=actor.person_id) | Q(second_owner=actor.person_id)
    found = (
        Case.objects.filter(
            mine,
            controller_id=actor.controller_id,
            state=CaseState.TAKEN_UP,
            frozen_on__isnull=True,
            proposed_result="",
        )
        .exclude(attempts__reached=True)
        .order_by("rank_key", "number")
    )
    return tuple(found[:LONGEST])


def doors_to_choose(actor: Actor) -> tuple[Door, ...]:
    """Return whom the actor could visit, in walking order; each look is on record (L1)."""
    require(actor, Action.WORK_CASE)
    return _in_walking_order(actor, [(case, None) for case in cases_to_visit(actor)])


def doors_of_round(actor: Actor, round_id: UUID) -> tuple[Door, ...]:
    """Return a round that the actor made, in walking order; :class:`NotFound` for any other (A6)."""
    require(actor, Action.WORK_CASE)
    made = VisitRound.objects.filter(controller_id=actor.controller_id, pk=round_id).first()
    if made is None or made.made_by != actor.person_id:
        raise NotFound
    # A case that a colleague has to oneself by now is no longer theirs to ring at (A5).
    stops = made.stops.filter(cases_to_see(actor, "case__")).select_related("case").order_by("pk")
    return _in_walking_order(actor, [(stop.case, stop) for stop in stops])


def sheet_of_round(actor: Actor, round_id: UUID) -> bytes:
    """Return a round as PDF to take along."""
    doors = [one for one in doors_of_round(actor, round_id) if one.not_now is None]
    lines = tuple(
        VisitLine(str(place), one.name, one.address, one.case_number)
        for place, one in enumerate(doors, start=1)
    )
    first = VisitStop.objects.filter(round_id=round_id).select_related("case").order_by("pk").first()
    if first is None:
        raise NotFound
    municipality = municipality_of(covenant_of_case(first.case))
    return visit_sheet(VisitSheet(municipality, timezone.localdate(), lines))


def _in_walking_order(actor: Actor, found: Iterable[tuple[Case, VisitStop | None]]) -> tuple[Door, ...]:
    pairs = list(found)
    if not pairs:
        return ()
    signals = signals_of_cases([case.pk for case, _stop in pairs])
    requests = [
        Request(
            "case", str(case.pk), actor.party, PurposeCode.HELP, case.covenant_hash,
            chosen(resident_values(case, signals.get(case.pk, ())), (NAME, ADDRESS)), facts_of_case(case),
        )
        for case, _stop in pairs
    ]  # fmt: skip
    answers = disclose(actor=actor, requests=requests)
    doors = [
        Door(
            case_id=case.pk,
            case_number=case.number,
            case_version=case.version,
            name=str(answer.values[NAME] or ""),
            address=str(answer.values[ADDRESS] or ""),
            threatened=case.threatened,
            stop_id=stop.pk if stop else None,
            visited_at=stop.visited_at if stop else None,
            reached=stop.reached if stop else None,
            not_now=check_not_frozen(case.frozen_on),
        )
        for (case, stop), answer in zip(pairs, answers, strict=True)
        if not answer.withheld
    ]
    return tuple(sorted(doors, key=lambda door: walking_key(door.address)))
