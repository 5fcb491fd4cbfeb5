"""Record a resident's request about their data, that it takes longer, and that it was answered (R55)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.services import freeze_contact
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.terms import CaseTerms
from tijdig.ledger.services import Detail, record_event
from tijdig.problems import NotFound, Refused
from tijdig.rights.models import RightsRequest
from tijdig.rights.rules.requests import (
    DAY_NOT_POSSIBLE,
    FREEZES_NOTHING,
    FREEZING,
    NO_TERM,
    REFERENCE_TAKEN,
    REQUEST_ANSWERED,
    RequestKind,
    check_may_extend,
    extended_answer_by,
    first_answer_by,
)


@transaction.atomic
def record_request(*, actor: Actor, kind: RequestKind, reference: str, received_on: date) -> RightsRequest:
    """Record that a request came, with its last day from the covenant in force, the shortest when there are several.

    Raises :class:`Refused` for a day to come, a reference that stands already, and without a covenant in force.
    """
    require(actor, Action.ANSWER_RIGHTS)
    today = timezone.localdate()
    if received_on > today:
        raise Refused(DAY_NOT_POSSIBLE())
    known = reference.strip()
    if RightsRequest.objects.filter(controller_id=actor.controller_id, reference=known).exists():
        raise Refused(REFERENCE_TAKEN())
    asked = RightsRequest.objects.create(
        controller_id=actor.controller_id,
        kind=kind,
        reference=known,
        received_on=received_on,
        answer_by=min(first_answer_by(terms, received_on) for terms in _terms(actor)),
        recorded_by=actor.person_id,
        recorded_at=timezone.now(),
    )
    _record(actor, asked, "receive", {"kind": kind})
    return asked


@transaction.atomic
def extend_request(*, actor: Actor, request_id: UUID, told_on: date) -> RightsRequest:
    """Extend the term once: the resident was told on this day, within the first term, why it takes longer."""
    require(actor, Action.ANSWER_RIGHTS)
    asked = _own(actor, request_id)
    _require_day(asked, told_on)
    problem = check_may_extend(
        answer_by=asked.answer_by,
        extended_on=asked.extended_on,
        answered_on=asked.answered_on,
        told_on=told_on,
    )
    if problem is not None:
        raise Refused(problem)
    asked.answer_by = min(extended_answer_by(terms, asked.answer_by) for terms in _terms(actor))
    asked.extended_on = told_on
    asked.save(update_fields=["answer_by", "extended_on"])
    _record(actor, asked, "extend", {})
    return asked


@transaction.atomic
def answer_request(*, actor: Actor, request_id: UUID, answered_on: date) -> RightsRequest:
    """Record that the request was answered on this day."""
    require(actor, Action.ANSWER_RIGHTS)
    asked = _own(actor, request_id)
    _require_day(asked, answered_on)
    if asked.answered_on is not None:
        raise Refused(REQUEST_ANSWERED())
    asked.answered_on = answered_on
    asked.save(update_fields=["answered_on"])
    _record(actor, asked, "answer", {"in_time": answered_on <= asked.answer_by})
    return asked


@transaction.atomic
def freeze_for_request(*, actor: Actor, request_id: UUID, number: str) -> RightsRequest:
    """Let contact stand still in the case with this number, for an objection or a request for restriction (R56).

    Which case it was stands in the log and with the case, not with the request. Raises :class:`Refused` for another
    kind of request, for one that was answered, and for a number that no case has.
    """
    require(actor, Action.ANSWER_RIGHTS)
    asked = _own(actor, request_id)
    if asked.kind not in FREEZING:
        raise Refused(FREEZES_NOTHING())
    if asked.answered_on is not None:
        raise Refused(REQUEST_ANSWERED())
    freeze_contact(actor=actor, number=number)
    _record(actor, asked, "freeze", {})
    return asked


def _own(actor: Actor, request_id: UUID) -> RightsRequest:
    found = (
        RightsRequest.objects.select_for_update()
        .filter(controller_id=actor.controller_id, pk=request_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _require_day(asked: RightsRequest, day: date) -> None:
    if not asked.received_on <= day <= timezone.localdate():
        raise Refused(DAY_NOT_POSSIBLE())


def _terms(actor: Actor) -> list[CaseTerms]:
    in_force = covenants_in_force(actor.controller_id, timezone.localdate())
    if not in_force:
        raise Refused(NO_TERM())
    return [covenant.terms for covenant in in_force]


def _record(actor: Actor, asked: RightsRequest, step: str, more: dict[str, Detail]) -> None:
    record_event(
        actor=actor,
        action=Action.ANSWER_RIGHTS,
        object_kind="rights-request",
        object_id=str(asked.pk),
        details={"step": step, "due_on": asked.answer_by.isoformat(), **more},
    )
