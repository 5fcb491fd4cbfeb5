"""A small log: events of a made-up controller, sealed or waiting, and the look at it that the tests take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from tests.built_once import built_once
from tijdig.actors import Actor, system_actor
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import AuditEvent, LogRecord, SignedCheckpoint, Tile, log_kinds
from tijdig.ledger.rules.checkpoint import Checkpoint, open_checkpoint
from tijdig.ledger.services import record_event, seal_log

WEERT = "0988"
SITTARD = "1883"
SYSTEM = system_actor(WEERT)


def tell(count: int = 1, actor: Actor = SYSTEM, first: int = 0) -> list[AuditEvent]:
    """Record so many events, numbered in their details."""
    with transaction.atomic():
        return [
            record_event(
                actor=actor,
                action="count",
                object_kind="number",
                object_id=str(number),
                details={"number": number},
            )
            for number in range(first, first + count)
        ]


@built_once
def sealed(*steps: int) -> None:
    """Record and seal so many events, step by step."""
    first = 0
    for count in steps:
        tell(count, first=first)
        seal_log(actor=SYSTEM)
        first += count


def in_order(controller_id: str = WEERT) -> list[LogRecord]:
    """Return all sealed records of a controller by place."""
    records: Iterable[LogRecord] = (
        record
        for kind in log_kinds()
        for record in kind.objects.filter(controller_id=controller_id, position__isnull=False)
    )
    return sorted(records, key=lambda record: record.position or 0)


def checkpoints(controller_id: str = WEERT) -> list[Checkpoint]:
    """Return what was signed, oldest first; each must open under the installation's key."""
    found = []
    for kept in SignedCheckpoint.objects.filter(controller_id=controller_id).order_by("size"):
        checkpoint = open_checkpoint(kept.note, key_of(controller_id))
        assert checkpoint is not None
        found.append(checkpoint)
    return found


def change_tile(level: int, index: int, at: int = 0) -> None:
    """Flip one bit of a stored tile."""
    tile = Tile.objects.get(controller_id=WEERT, level=level, index=index)
    hashes = bytearray(tile.hashes)
    hashes[at] ^= 1
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(hashes))


SOMETHING: dict[type[models.Field[Any, Any]], object] = {
    models.CharField: "something",
    models.BigIntegerField: 7,
    models.DateTimeField: timezone.now(),
    models.UUIDField: "00000000-0000-0000-0000-000000000001",
    models.BinaryField: bytes(32),
    models.JSONField: {"something": True},
}
OF_STORAGE = {"id", "salt", "position", "evidence"}


def any_record(kind: type[LogRecord]) -> LogRecord:
    """Write a record of any kind of the log, with something in every column."""
    of_parts = {f"{part}{column}" for part in kind.PARTS for column in ("_salt", "_commitment")}
    columns = {
        field.name: str(SOMETHING[type(field)])[: field.max_length]
        if isinstance(field, models.CharField)
        else SOMETHING[type(field)]
        for field in kind._meta.concrete_fields
        if field.name not in OF_STORAGE | of_parts
    }
    with transaction.atomic():
        return kind.objects.create(**columns | {"controller_id": WEERT})
