"""Erase from the log by authority (T6): the record or the part goes with its salt, its commitment stays in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.ledger.models import LogRecord, Redaction
from tijdig.ledger.rules.record import commitment_of
from tijdig.ledger.services.recording import record_event
from tijdig.ledger.trace import current_span, current_trace
from tijdig.problems import ProblemKind, Refused

NOT_SEALED_YET = ProblemKind(
    code="ledger.not-sealed-yet",
    rule="T6",
    nl="Een regel van het logboek kan pas weg als hij een plaats heeft.",
    en="A record of the log can only go once it has a place.",
    remedy_nl="Wacht een minuut, of onderteken eerst met tijdig seal.",
    remedy_en="Wait a minute, or seal the log first with tijdig seal.",
)


@dataclass(frozen=True, slots=True)
class _Warrant:
    """Who erases, by which rule or article, for which reason (a code)."""

    actor: Actor
    authority: str
    reason: str


@transaction.atomic
def redact_part[Record: LogRecord](
    *, actor: Actor, records: Iterable[Record], part: str, authority: str, reason: str
) -> int:
    """Erase one part of each of these records, sealed or not; those that no longer have it are passed over.

    The records are of one kind and of the actor's controller. ``authority`` names rule or article (``R54``), ``reason``
    is a code. Returns how many parts were erased.
    """
    having = [record for record in records if getattr(record, f"{part}_salt") is not None]
    if not having:
        return 0
    warrant = _Warrant(actor, authority, reason)
    Redaction.objects.bulk_create(
        [_redaction(warrant, record, getattr(record, f"{part}_commitment"), part) for record in having]
    )
    kind = type(having[0])
    kind.objects.filter(pk__in=[record.pk for record in having]).update(**{part: None, f"{part}_salt": None})
    _record(warrant, f"{kind.KIND}.{part}", len(having))
    return len(having)


@transaction.atomic
def redact_records[Record: LogRecord](
    *, actor: Actor, records: Iterable[Record], authority: str, reason: str
) -> int:
    """Erase whole records, of one kind and of the actor's controller; returns how many.

    Raises :class:`Refused` when one of them has no place yet: nothing is erased then.
    """
    going = list(records)
    if not going:
        return 0
    if any(record.position is None for record in going):
        raise Refused(NOT_SEALED_YET())
    warrant = _Warrant(actor, authority, reason)
    Redaction.objects.bulk_create(
        [
            _redaction(warrant, record, commitment_of(bytes(record.salt), record.canonical()))
            for record in going
        ]
    )
    kind = type(going[0])
    kind.objects.filter(pk__in=[record.pk for record in going]).delete()
    _record(warrant, kind.KIND, len(going))
    return len(going)


def _redaction(warrant: _Warrant, record: LogRecord, commitment: bytes, part: str = "") -> Redaction:
    return Redaction(
        controller_id=warrant.actor.controller_id,
        at=timezone.now(),
        trace_id=current_trace(),
        span_id=current_span(),
        person_id=warrant.actor.person_id,
        role=warrant.actor.role,
        record_kind=record.KIND,
        part=part,
        place=None if part else record.position,
        commitment=bytes(commitment),
        authority=warrant.authority,
        reason=warrant.reason,
    )


def _record(warrant: _Warrant, what: str, count: int) -> None:
    record_event(
        actor=warrant.actor,
        action="ledger.redact",
        object_kind="log",
        object_id=what,
        details={"count": count, "authority": warrant.authority, "reason": warrant.reason},
    )
