"""The texts of a municipality: its own where it set one, else the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping

from tijdig.contact.models import MessageText
from tijdig.contact.rules.messages import MessageKind
from tijdig.contact.rules.texts import Text
from tijdig.contact.shipped import shipped_text


def text_of(controller_id: str, kind: MessageKind) -> Text:
    """Return the text that a draft of this kind begins with."""
    own = MessageText.objects.filter(controller_id=controller_id, kind=kind).first()
    return Text(own.title, own.text) if own else shipped_text(kind)


def own_texts(controller_id: str) -> Mapping[MessageKind, Text]:
    """Return the texts that the municipality set itself."""
    rows = MessageText.objects.filter(controller_id=controller_id).order_by("kind")
    return {MessageKind(row.kind): Text(row.title, row.text) for row in rows}
