"""Letters and messages: of a case, one with its text, what waits to be printed or went wrong (R35)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import cases_to_see, within_authority
from tijdig.casework.loading import covenant_of_case, facts_of_case
from tijdig.casework.models import Case
from tijdig.contact.filling import ADDRESS, NAME
from tijdig.contact.loading import message_of_actor
from tijdig.contact.models import Message
from tijdig.contact.rules.messages import ON_PAPER, Channel, MessageKind, MessageState
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.covenant.sender import municipality_of
from tijdig.disclosure.services import Request, disclose
from tijdig.letters.message import Message as Paper
from tijdig.letters.message import batch_pdf, message_pdf
from tijdig.letters.sender import Addressee, CovenantMark
from tijdig.problems import NotFound, Refused


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """A message without its text or addressee."""

    message_id: UUID
    case_id: UUID
    case_number: str
    kind: MessageKind
    channel: Channel
    state: MessageState
    version: int
    case_version: int
    changed_at: datetime
    sent_at: datetime | None
    problem: str
    on_paper: bool


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message as its page shows it; ``to`` is the addressee in lines."""

    listed: ListedMessage
    title: str
    text: str
    to: tuple[str, ...]
    versions: int


def listed(message: Message) -> ListedMessage:
    """Return what a list says of a message."""
    channel = Channel(message.channel)
    return ListedMessage(
        message_id=message.pk,
        case_id=message.case_id,
        case_number=message.case.number,
        kind=MessageKind(message.kind),
        channel=channel,
        state=MessageState(message.state),
        version=message.version,
        case_version=message.case.version,
        changed_at=message.changed_at,
        sent_at=message.sent_at,
        problem=message.problem,
        on_paper=channel in ON_PAPER,
    )


def messages_of_case(controller_id: str, case_id: UUID) -> tuple[ListedMessage, ...]:
    """Return the messages of a case, newest first; for the page of a case, to who may know of contact."""
    found = Message.objects.filter(controller_id=controller_id, case_id=case_id).exclude(
        state=MessageState.DROPPED
    )
    return tuple(listed(one) for one in found.select_related("case").order_by("-made_at", "pk"))


def shown_message(actor: Actor, message_id: UUID) -> ShownMessage:
    """Return one message with its text; on record as a look at the case (L1). :class:`NotFound` for a foreign one."""
    message = _message(actor, message_id)
    _look(actor, [message])
    return ShownMessage(
        listed=listed(message),
        title=message.title,
        text=message.text,
        to=tuple(part for part in (message.to_name, *message.to_lines, message.to_number) if part),
        versions=message.versions.count(),
    )


def post_to_send(actor: Actor) -> tuple[ListedMessage, ...]:
    """Return what of the actor's own cases waits to be printed, is on its way or went wrong, oldest first."""
    require(actor, Action.SEND_MESSAGES)
    states = [MessageState.READY, MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED]
    return tuple(listed(one) for one in _own(actor).filter(state__in=states).order_by("made_at", "pk"))


def paper_of(actor: Actor, message_id: UUID) -> bytes:
    """Return a letter or card as PDF: the draft as it would be, or what was sent, byte for byte as it left.

    :class:`NotFound` for a foreign one and for what is no paper; :class:`Refused` when the covenant withholds it.
    """
    message = _message(actor, message_id)
    if message.channel not in ON_PAPER:
        raise NotFound
    _look(actor, [message])
    return message_pdf(_paper(message))


def batch_of(actor: Actor, messages: Iterable[Message]) -> tuple[tuple[str, bytes], ...]:
    """Return the PDFs to print: one of everything with a page of addresses first, and one per letter.

    Names of files hold the number of the case and no more (L6).
    """
    found = list(messages)
    _look(actor, found)
    papers = tuple(_paper(one) for one in found)
    names = [f"{place:03d}-{one.case.number}-{one.kind}.pdf" for place, one in enumerate(found, start=1)]
    one_each = tuple((name, message_pdf(paper)) for name, paper in zip(names, papers, strict=True))
    return (("alles.pdf", batch_pdf(papers, on=timezone.localdate())), *one_each)


def _own(actor: Actor) -> QuerySet[Message]:
    mine = Q(case__owner=actor.person_id) | Q(case__second_owner=actor.person_id)
    return Message.objects.filter(
        mine, cases_to_see(actor, "case__"), controller_id=actor.controller_id
    ).select_related("case")


def _message(actor: Actor, message_id: UUID) -> Message:
    require(actor, Action.WORK_CASE)
    found = message_of_actor(actor, message_id)
    within_authority(actor, found.case)
    return found


def _look(actor: Actor, messages: list[Message]) -> None:
    """Put on record that these addressees are looked at; :class:`Refused` when the covenant withholds them."""
    answers = disclose(actor=actor, requests=[_request(actor, one.case) for one in messages])
    reasons = {
        reason.code: reason
        for answer in answers
        for one in answer.withheld.values()
        for reason in one.reasons
    }
    if reasons:
        raise Refused(reasons.values())


def _request(actor: Actor, case: Case) -> Request:
    return Request(
        "case", str(case.pk), actor.party, PurposeCode.HELP, case.covenant_hash, {NAME: None, ADDRESS: None},
        facts_of_case(case),
    )  # fmt: skip


def _paper(message: Message) -> Paper:
    covenant = covenant_of_case(message.case)
    informs = message.kind == MessageKind.INFORMING
    return Paper(
        municipality=municipality_of(covenant),
        addressee=Addressee(message.to_name, tuple(message.to_lines)),
        reference=message.case.number,
        written_on=timezone.localdate(message.sent_at or timezone.now()),
        title=message.title,
        text=message.text,
        is_card=message.channel == Channel.CARD,
        covenant=CovenantMark(covenant.title, covenant.version, covenant.hash) if informs else None,
    )
