"""A case in the hands of a case director, and messages that are written in it."""

from __future__ import annotations

from tests.casework.town import BSNS, Town
from tijdig.actors import Actor
from tijdig.casework.models import Case
from tijdig.casework.services import take_up_case
from tijdig.contact.models import Message
from tijdig.contact.rules.messages import Channel, MessageKind
from tijdig.contact.services import draft_message, finish_message


def taken_up(town: Town, bsn: str = BSNS[0], *, benefit: bool = True, **signal: object) -> Case:
    town.add_resident(bsn, benefit=benefit)
    town.add_signal(bsn, **signal)  # type: ignore[arg-type]
    case = town.open()[-1]
    return take_up_case(actor=town.people["debt-director"], case_id=case.pk, version=case.version)


def drafted(actor: Actor, case: Case, kind: MessageKind, channel: Channel = Channel.LETTER) -> Message:
    version = Case.objects.get(pk=case.pk).version
    return draft_message(actor=actor, case_id=case.pk, version=version, kind=kind, channel=channel)


def finished(actor: Actor, message: Message) -> Message:
    return finish_message(actor=actor, message_id=message.pk, version=message.version)
