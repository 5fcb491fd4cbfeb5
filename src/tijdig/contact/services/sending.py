"""What leaves: paper that is printed, and messages that a gateway takes; each becomes an attempt (R35).

A message is marked as being handed over in a transaction of its own, before the gateway is asked, and what came of it
in another. So it is never handed over twice: when the machine stops in between, a person looks whether it left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework import services as casework
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.states import CaseState
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import case_to_change
from tijdig.contact.models import Message
from tijdig.contact.queries.possible import appointment_of, why_no_longer
from tijdig.contact.rules.messages import ATTEMPTS, Channel, MessageKind, MessageState, check_state
from tijdig.disclosure.services_processing import record_change
from tijdig.problems import NotFound, Problem, Refused

MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Left:
    """What became of one printed message: it left, or the reasons why it did not."""

    message: Message
    problems: tuple[Problem, ...] = ()


@transaction.atomic
def print_messages(*, actor: Actor, message_ids: Sequence[UUID]) -> tuple[Left, ...]:
    """Count letters and cards that wait to be printed as sent today, each as an attempt (R35), in the order given.

    The informing letter records the day of informing (R18), the joint invitation that of inviting (R30). One for which
    a choice about contact came to wait in the meantime, of which the appointment was moved, or that a colleague printed
    or took back, stays behind, with the reason (R23, R28, K6).
    """
    require(actor, Action.SEND_MESSAGES)
    return tuple(_print(actor, message_id) for message_id in message_ids)


def _print(actor: Actor, message_id: UUID) -> Left:
    message = _locked(actor, message_id)
    problem = check_state(MessageState(message.state), {MessageState.READY})
    if problem is not None:  # a colleague was first: the others of the batch leave all the same
        return Left(message, (problem,))
    try:
        with transaction.atomic():
            _send_on_paper(actor, message)
    except Refused as refusal:
        return Left(message, refusal.problems)
    return Left(message)


def _send_on_paper(actor: Actor, message: Message) -> None:
    case_to_change(actor=actor, case_id=message.case_id, version=message.case.version, act=Act.WRITE_MESSAGE)
    problem = why_no_longer(message)
    if problem is not None:
        raise Refused(problem)
    if message.kind == MessageKind.JOINT_INVITATION:
        appointment = appointment_of(message)
        casework.invite_jointly(
            actor=actor,
            case_id=message.case_id,
            version=message.case.version,
            on=timezone.localdate(),
            second_person=appointment.second_person if appointment else None,
        )
    else:
        kind = ATTEMPTS[Channel(message.channel)]
        casework.note_sent(actor=actor, case_id=message.case_id, kind=kind, made_by=message.made_by)
    if message.kind == MessageKind.INFORMING:
        _inform(actor, message.case_id)
    _count_as_sent(actor, message)


def _inform(actor: Actor, case_id: UUID) -> None:
    case = Case.objects.get(pk=case_id)
    if case.informed_on is None and case.state != CaseState.CLOSED:
        on = timezone.localdate()
        casework.record_informed(actor=actor, case_id=case_id, version=case.version, on=on)


@transaction.atomic
def begin_to_hand_over(*, actor: Actor, message_id: UUID) -> Message | None:
    """Mark a queued message as being handed over; None when another worker has it, it was taken back, or may not go.

    One that may not leave any more (R23, R26) is not tried: it stands as failed, with the reason.
    """
    require(actor, Action.SEND_MESSAGES)
    taken = Message.objects.filter(
        controller_id=actor.controller_id, pk=message_id, state=MessageState.QUEUED
    ).update(state=MessageState.SENDING, changed_at=timezone.now())
    if not taken:
        return None
    message = Message.objects.select_related("case").get(pk=message_id)
    message.version += 1
    problem = why_no_longer(message)
    if problem is not None:
        message.state, message.problem = MessageState.FAILED, problem.code
        message.save()
        _record(actor, message, "contact.not-handed-over")
        return None
    message.tries += 1
    message.save()
    _record(actor, message, "contact.hand-over")
    return message


@transaction.atomic
def record_handed_over(*, actor: Actor, message_id: UUID) -> None:
    """Record that the gateway took a message; it becomes an attempt of who wrote it (R35)."""
    require(actor, Action.SEND_MESSAGES)
    message = _locked(actor, message_id, MessageState.SENDING)
    kind = ATTEMPTS[Channel(message.channel)]
    casework.note_sent(actor=actor, case_id=message.case_id, kind=kind, made_by=message.made_by)
    _count_as_sent(actor, message)


@transaction.atomic
def record_not_handed_over(*, actor: Actor, message_id: UUID, code: str) -> MessageState:
    """Record that the gateway did not take a message; it is tried again a few times, then a person decides."""
    require(actor, Action.SEND_MESSAGES)
    message = _locked(actor, message_id, MessageState.SENDING)
    message.state = MessageState.QUEUED if message.tries < MOST_TRIES else MessageState.FAILED
    message.problem = code[:64]
    message.version += 1
    message.changed_at = timezone.now()
    message.save()
    _record(actor, message, "contact.not-handed-over")
    return MessageState(message.state)


def _locked(actor: Actor, message_id: UUID, *states: MessageState) -> Message:
    """Lock a message; :class:`NotFound` for a foreign one, and when states are given for one that stands otherwise."""
    found = (
        Message.objects.select_for_update(of=("self",))
        .filter(controller_id=actor.controller_id, pk=message_id, state__in=states or tuple(MessageState))
        .select_related("case")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _count_as_sent(actor: Actor, message: Message) -> None:
    message.state = MessageState.SENT
    message.problem = ""
    message.version += 1
    message.sent_at = message.changed_at = timezone.now()
    message.save()
    _record(actor, message, "contact.sent")


def _record(actor: Actor, message: Message, action: str) -> None:
    record_change(
        actor=actor,
        action=action,
        object_kind="case",
        object_id=str(message.case_id),
        processings=about_case(message.case_id, covenant_of_case(message.case)),
        details={"message": message.kind, "channel": message.channel, "step": message.state},
    )
