"""The texts that Tijdig brings along, as files beside the templates of letters."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tijdig.contact.rules.messages import MessageKind
from tijdig.contact.rules.texts import Text


@cache
def shipped_text(kind: MessageKind) -> Text:
    """Return the text with which drafts of this kind begin, unless the municipality set its own."""
    written = (files("tijdig.letters") / "texts" / f"{kind.value}.txt").read_text(encoding="utf-8")
    title, _, body = written.partition("\n\n")
    return Text(title.strip(), body.strip())
