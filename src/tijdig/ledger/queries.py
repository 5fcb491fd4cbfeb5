"""Read the log: its records, the tree over them, and what was signed."""

from __future__ import annotations

from django.db.models import QuerySet

from tijdig.ledger.models import AuditEvent, LogState, Tile
from tijdig.ledger.rules.tiles import ReadTile


def events_of_object(controller_id: str, object_kind: str, object_id: str) -> QuerySet[AuditEvent]:
    """Return what happened to one object, newest first."""
    return AuditEvent.objects.filter(
        controller_id=controller_id, object_kind=object_kind, object_id=object_id
    ).order_by("-id")


def events_of_controller(controller_id: str) -> QuerySet[AuditEvent]:
    """Return everything that happened under one controller, newest first."""
    return AuditEvent.objects.filter(controller_id=controller_id).order_by("-id")


def controllers_with_a_log() -> list[str]:
    """Return the controllers whose log was sealed before, by code."""
    return list(LogState.objects.order_by("controller_id").values_list("controller_id", flat=True))


def tile_reader(controller_id: str) -> ReadTile:
    """Return a look-up of the controller's tiles by level and index; each tile is read once."""
    kept: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        if (level, index) not in kept:
            found = Tile.objects.filter(controller_id=controller_id, level=level, index=index)
            kept[level, index] = bytes(found.values_list("hashes", flat=True).first() or b"")
        return kept[level, index]

    return read
