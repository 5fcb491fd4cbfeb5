"""Write a letter or message: a draft from the municipality's text, edited by a person, then out of their hands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.models import Case
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import OpenChange, case_to_change, save_change
from tijdig.contact.filling import About, Recipient, about, recipient, released, values_of
from tijdig.contact.models import Appointment, Message, MessageVersion
from tijdig.contact.queries.possible import appointments_to_come, possible_in, why_no_longer
from tijdig.contact.queries.texts import text_of
from tijdig.contact.rules.messages import (
    NO_ADDRESS,
    NO_NUMBER,
    ON_PAPER,
    Channel,
    MessageKind,
    MessageState,
    check_kind,
    check_state,
    check_text,
)
from tijdig.contact.rules.texts import Text, filled, placeholders_in
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.vault.fields import values

CHANGED_MEANWHILE = ProblemKind(
    code="contact.message-changed",
    rule="K6",
    nl="Dit bericht is intussen gewijzigd. Uw wijziging is niet opgeslagen.",
    en="This message was changed in the meantime. Your change was not saved.",
    remedy_nl="Bekijk de tekst zoals die nu is.",
    remedy_en="Look at the text as it is now.",
)


@transaction.atomic
def draft_message(
    *, actor: Actor, case_id: UUID, version: int, kind: MessageKind, channel: Channel
) -> Message:
    """Make a draft from the municipality's text, with every placeholder filled as the covenant lets it (R18, C1).

    Raises :class:`Refused` where a choice about contact waits (R23), for the dead (R26), without an address, when what
    the text speaks of is not there (an appointment, a decision), or when a field in it is withheld.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.WRITE_MESSAGE)
    case = change.case
    told = about(case, _appointment_for(kind, case))
    problem = check_kind(kind, channel, possible_in(case))
    if problem is not None:
        raise Refused(problem)
    text = text_of(actor.controller_id, kind)
    fields = released(actor, told, placeholders_in(text))
    to = _required_recipient(recipient(actor, told, channel, fields), channel)
    said = filled(text, values_of(actor, told, fields))
    message = _made(actor, told, (kind, channel), said, to)
    details = {"message": kind.value, "channel": channel.value, "covenant": change.covenant.hash}
    save_change(actor=actor, change=change, details=details)
    return message


def _made(actor: Actor, told: About, what: tuple[MessageKind, Channel], said: Text, to: Recipient) -> Message:
    kind, channel = what
    now = timezone.now()
    message = Message.objects.create(
        controller_id=actor.controller_id,
        case=told.case,
        kind=kind,
        channel=channel,
        appointment=told.appointment.pk if told.appointment else None,
        made_by=actor.person_id,
        made_at=now,
        changed_at=now,
        **values(
            title=said.title, text=said.body, to_name=to.name, to_lines=list(to.lines), to_number=to.number
        ),
    )
    _keep_version(message, actor, now)
    return message


@transaction.atomic
def edit_message(*, actor: Actor, message_id: UUID, version: int, title: str, text: str) -> Message:
    """Keep another title and text of a draft; what stood there stays readable as a version (K6)."""
    message = message_to_change(actor, message_id, version, {MessageState.DRAFT})
    change = _open_case(actor, message)
    problems = check_text(title, text, Channel(message.channel), complete=False)
    if problems:
        raise Refused(problems)
    message.title, message.text = title.strip()[:120], text.replace("\r\n", "\n").strip()
    _step(message)
    _keep_version(message, actor, message.changed_at)
    save_change(actor=actor, change=change, details={"message": message.kind, "revision": message.version})
    return message


@transaction.atomic
def finish_message(*, actor: Actor, message_id: UUID, version: int) -> Message:
    """Let a draft go: paper waits to be printed, the rest is queued for its gateway in this same transaction.

    Raises :class:`Refused` when something in it is still to be filled in, when what it speaks of changed since it was
    drafted, or a choice about contact waits (R23).
    """
    message = message_to_change(actor, message_id, version, {MessageState.DRAFT, MessageState.FAILED})
    change = _open_case(actor, message)
    problems = check_text(message.title, message.text, Channel(message.channel), complete=True)
    problems += tuple(filter(None, [why_no_longer(message)]))
    if problems:
        raise Refused(problems)
    message.state = MessageState.READY if message.channel in ON_PAPER else MessageState.QUEUED
    _step(message)
    save_change(actor=actor, change=change, details={"message": message.kind, "step": message.state})
    return message


@transaction.atomic
def take_back_message(*, actor: Actor, message_id: UUID, version: int, drop: bool) -> Message:
    """Make a draft again of what has not left, or with ``drop`` set it aside for good.

    Of what broke off while handing over, only a person can say whether it left: it can be set aside, not sent again.
    Both are possible also where nobody may write (R23, R26, R56): what is not sent reaches nobody.
    """
    states = {MessageState.DRAFT, MessageState.READY, MessageState.FAILED}
    message = message_to_change(
        actor, message_id, version, states | ({MessageState.SENDING} if drop else set())
    )
    change = _open_case(actor, message, Act.TAKE_BACK_MESSAGE)
    message.state = MessageState.DROPPED if drop else MessageState.DRAFT
    _step(message)
    save_change(actor=actor, change=change, details={"message": message.kind, "step": message.state})
    return message


def message_to_change(actor: Actor, message_id: UUID, version: int, states: set[MessageState]) -> Message:
    """Lock a message; :class:`NotFound` for a foreign one, :class:`Refused` when it is not as it was seen."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .filter(controller_id=actor.controller_id, pk=message_id)
        .select_related("case")
        .first()
    )
    if message is None:
        raise NotFound
    if message.version != version:
        raise Refused(CHANGED_MEANWHILE())
    problem = check_state(MessageState(message.state), states)
    if problem is not None:
        raise Refused(problem)
    return message


def _appointment_for(kind: MessageKind, case: Case) -> Appointment | None:
    """The first appointment to come; for the joint invitation the first with two people (R30)."""
    if kind not in {MessageKind.JOINT_INVITATION, MessageKind.INVITATION}:
        return None
    joint = kind is MessageKind.JOINT_INVITATION
    return next((one for one in appointments_to_come(case) if one.second_person or not joint), None)


def _required_recipient(found: Recipient | None, channel: Channel) -> Recipient:
    if found is not None:
        return found
    if channel in ON_PAPER:
        raise Refused(NO_ADDRESS())
    mail = channel is Channel.MAIL
    raise Refused(
        NO_NUMBER(
            what="e-mailadres" if mail else "telefoonnummer",
            what_en="e-mail address" if mail else "telephone number",
        )
    )


def _open_case(actor: Actor, message: Message, act: Act = Act.WRITE_MESSAGE) -> OpenChange:
    """Lock the case for this step of a message; whoever saw the message saw the case (K6)."""
    return case_to_change(actor=actor, case_id=message.case_id, version=message.case.version, act=act)


def _step(message: Message) -> None:
    message.version += 1
    message.changed_at = timezone.now()
    message.save()


def _keep_version(message: Message, actor: Actor, at: datetime) -> None:
    MessageVersion.objects.create(
        controller_id=message.controller_id,
        case_id=message.case_id,
        message=message,
        number=message.version,
        written_by=actor.person_id,
        written_at=at,
        **values(title=message.title, text=message.text),
    )
