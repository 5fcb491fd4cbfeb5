"""Write one of the two logs to a file, in the shape that others read (L2): JSON lines, oldest first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from heapq import merge
from importlib.metadata import version
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from tijdig.actors import Action, Actor, require
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.disclosure.queries import recorded_question
from tijdig.disclosure.rules_shapes import Json, ProcessingLine, decision_json, ldv_json, line_of
from tijdig.disclosure.versions import version_of
from tijdig.ledger.models import AuditEvent, LogRecord, Redaction, committed_columns
from tijdig.ledger.services import record_event

_CHUNK = 2_000
_OF_PROCESSING = tuple(ProcessingLine.__dataclass_fields__)


class Shape(StrEnum):
    """What others read: the processing log (Logboek Dataverwerkingen), or decisions and events."""

    LDV = "ldv"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Days:
    """The days to tell of, in local time, both included; None does not narrow."""

    first: date | None = None
    last: date | None = None


def export_shape(*, actor: Actor, shape: Shape, to: Path, days: Days) -> int:
    """Write a log of the actor's controller to a new file that only its owner reads; returns the number of lines.

    The export is recorded first. Raises :class:`Refused` for a role that may not, ``FileExistsError`` when it is there.
    """
    require(actor, Action.EXPORT_LOG)
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        with transaction.atomic():
            record_event(
                actor=actor,
                action=Action.EXPORT_LOG,
                object_kind="log",
                object_id=actor.controller_id,
                details={
                    "shape": shape,
                    "from": days.first.isoformat() if days.first else "",
                    "to": days.last.isoformat() if days.last else "",
                },
            )
        count = 0
        for told in _LINES[shape](actor.controller_id, days):
            file.write(line_of(told))
            count += 1
    return count


def _processings(controller_id: str, days: Days) -> Iterator[Json]:
    resource = {
        "service.name": "Tijdig",
        "service.version": version("tijdig"),
        "tijdig.controller": controller_id,
    }
    rows = _within(ProcessingRecord.objects.all(), controller_id, days).values_list(*_OF_PROCESSING)
    for row in rows.iterator(chunk_size=_CHUNK):
        yield ldv_json(ProcessingLine(*row), resource)


def _decisions(controller_id: str, days: Days) -> Iterator[Json]:
    covenant_of = cache(lambda covenant_hash: version_of(controller_id, covenant_hash))
    kinds: tuple[type[LogRecord], ...] = (DecisionRecord, AuditEvent, Redaction)
    streams = [_told(kind, _within(kind.objects.all(), controller_id, days), covenant_of) for kind in kinds]
    yield from (told for _moment, told in merge(*streams, key=lambda one: one[0]))


def _told(
    kind: type[LogRecord], records: QuerySet[LogRecord], covenant_of: Callable[[str], Covenant | None]
) -> Iterator[tuple[datetime, Json]]:
    columns = committed_columns(kind)
    for record in records.iterator(chunk_size=_CHUNK):
        told = {"kind": kind.KIND, **{name: getattr(record, name) for name in columns}}
        if isinstance(record, DecisionRecord):
            yield record.at, decision_json(told, covenant_of(record.covenant_hash), recorded_question(record))
        else:
            yield record.at, told


def _within[Record: LogRecord](records: QuerySet[Record], controller_id: str, days: Days) -> QuerySet[Record]:
    found = records.filter(controller_id=controller_id).order_by("at", "id")
    if days.first:
        found = found.filter(at__date__gte=days.first)
    if days.last:
        found = found.filter(at__date__lte=days.last)
    return found


_LINES: dict[Shape, Callable[[str, Days], Iterator[Json]]] = {
    Shape.LDV: _processings,
    Shape.DECISIONS: _decisions,
}
