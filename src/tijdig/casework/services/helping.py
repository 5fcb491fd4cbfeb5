"""The offer and the reaction, the request for debt help and its decision (R37–R39)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Actor
from tijdig.casework.advising import new_task, plain_task
from tijdig.casework.models import Case
from tijdig.casework.rules.states import HelpDecision, TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import (
    OpenChange,
    case_to_change,
    require_day,
    required_text,
    save_change,
)
from tijdig.casework.services.contact import decide_by
from tijdig.casework.services.tasks import finish_tasks
from tijdig.casework.services.term_pauses import end_pause_by_decision


@transaction.atomic
def record_offer(*, actor: Actor, case_id: UUID, version: int, on: date) -> Case:
    """Record that help was offered on that day."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.RECORD_OFFER)
    require_day(on, change.case.received_on)
    change.case.offered_on = on
    return save_change(actor=actor, change=change, details={"on": on.isoformat()})


@transaction.atomic
def record_answer(*, actor: Actor, case_id: UUID, version: int, accepted: bool, on: date) -> Case:
    """Record that the tenant accepted or declined the help; declining has no consequence (R37).

    Where the covenant has a collection pause, its check is planned (R46).
    """
    act = Act.RECORD_ACCEPTANCE if accepted else Act.RECORD_DECLINE
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=act)
    require_day(on, change.case.offered_on or change.case.received_on)
    change.case.offer_answered_on = on
    pause = change.covenant.pause
    if accepted and pause.possible and pause.check_after is not None:
        _plan(actor, change, TaskKind.PAUSE_CHECK, pause.check_after.after(on))
    return save_change(actor=actor, change=change, details={"accepted": accepted, "on": on.isoformat()})


@transaction.atomic
def record_request(*, actor: Actor, case_id: UUID, version: int, on: date) -> Case:
    """Record that the tenant asked for debt help; the term of the decision counts from the conversation (R38, R39)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.RECORD_REQUEST)
    require_day(on, change.case.received_on)
    change.case.help_requested_on = on
    _plan(actor, change, TaskKind.DECIDE, decide_by(change.case.spoken_on or on, change))
    return save_change(actor=actor, change=change, details={"on": on.isoformat()})


@transaction.atomic
def decide_request(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    decision: HelpDecision,
    reference: str,
    on: date,
) -> Case:
    """Record the admission (with plan of approach) or the refusal, with the decision's reference (R38)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.DECIDE_REQUEST)
    require_day(on, change.case.help_requested_on or change.case.received_on)
    change.case.help_decision = decision
    change.case.help_decided_on = on
    change.case.help_decision_reference = required_text(
        reference, "het kenmerk van het besluit", "the reference of the decision"
    )[:64]
    end_pause_by_decision(actor, change, on)
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.DECIDE, on=on)
    return save_change(actor=actor, change=change, details={"decision": decision.value})


def _plan(actor: Actor, change: OpenChange, kind: TaskKind, due_on: date) -> None:
    new_task(change.case, plain_task(kind, change.covenant, due_on), actor).save()
