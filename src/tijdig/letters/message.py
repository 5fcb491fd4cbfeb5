"""A letter or card to the tenant, set from a text that a person could edit (R18, R30, R38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.letters.markup import TextBlock, read_blocks
from tijdig.letters.sender import Addressee, CovenantMark, Municipality
from tijdig.letters.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Message:
    """One letter or card; ``text`` is in the form of :mod:`markup`, ``covenant`` is named beneath it."""

    municipality: Municipality
    addressee: Addressee
    reference: str
    written_on: date
    title: str
    text: str
    is_card: bool = False
    covenant: CovenantMark | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """What the template shows of one letter."""

    municipality: Municipality
    addressee: Addressee
    reference: str
    written_on: date
    title: str
    blocks: tuple[TextBlock, ...]
    is_card: bool
    covenant: CovenantMark | None


@dataclass(frozen=True, slots=True)
class _Pages:
    letters: tuple[_Page, ...]


@dataclass(frozen=True, slots=True)
class _AddressLine:
    number: str
    name: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Batch:
    municipality: Municipality
    letters: tuple[_Page, ...]
    addresses: tuple[_AddressLine, ...]


def message_pdf(message: Message) -> bytes:
    """Return one letter or card as PDF/UA."""
    return typeset("message", _Pages((_page(message),)), on=message.written_on, title=message.title)


def batch_pdf(messages: tuple[Message, ...], *, on: date) -> bytes:
    """Return all letters in one PDF/UA to print at once, with a page of addresses first; ``ValueError`` for none."""
    if not messages:
        raise ValueError("nothing to print")
    lines = tuple(
        _AddressLine(
            str(number),
            one.addressee.name,
            ", ".join(one.addressee.address_lines),
            f"{'Kaartje' if one.is_card else 'Brief'} {one.reference}",
        )
        for number, one in enumerate(messages, start=1)
    )
    batch = _Batch(messages[0].municipality, tuple(_page(one) for one in messages), lines)
    return typeset("message_batch", batch, on=on, title="Brieven om te versturen")


def _page(message: Message) -> _Page:
    return _Page(
        message.municipality,
        message.addressee,
        message.reference,
        message.written_on,
        message.title,
        read_blocks(message.text),
        message.is_card,
        message.covenant,
    )
