"""Set a municipality's own text in the place of a shipped one, or go back to that."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.contact.models import MessageText
from tijdig.contact.rules.messages import Channel, MessageKind, check_text
from tijdig.contact.rules.texts import Text, check_text_of_kind
from tijdig.ledger.services import record_event
from tijdig.problems import Refused


@transaction.atomic
def set_text(*, actor: Actor, kind: MessageKind, text: Text) -> None:
    """Keep the text with which drafts of this kind begin from now on.

    Raises :class:`Refused` for a placeholder that does not exist, one that the law asks and that is missing (R18), or
    one that others could read on a card or screen.
    """
    require(actor, Action.SET_TEXTS)
    problems = (
        *check_text(text.title, text.body, Channel.LETTER, complete=False),
        *check_text_of_kind(kind, text),
    )
    if problems:
        raise Refused(problems)
    MessageText.objects.update_or_create(
        controller_id=actor.controller_id,
        kind=kind,
        defaults={
            "title": text.title.strip()[:120],
            "text": text.body.replace("\r\n", "\n").strip(),
            "set_by": actor.person_id,
            "set_at": timezone.now(),
        },
    )
    _record(actor, kind, "own")


@transaction.atomic
def use_shipped_text(*, actor: Actor, kind: MessageKind) -> None:
    """Go back to the text that Tijdig brings along."""
    require(actor, Action.SET_TEXTS)
    MessageText.objects.filter(controller_id=actor.controller_id, kind=kind).delete()
    _record(actor, kind, "shipped")


def _record(actor: Actor, kind: MessageKind, which: str) -> None:
    record_event(
        actor=actor,
        action=Action.SET_TEXTS,
        object_kind="controller",
        object_id=actor.controller_id,
        details={"message": kind.value, "source": which},
    )
