"""Read the log: its records, the tree over them, and what was signed."""

from __future__ import annotations

from django.db.models import QuerySet

from tijdig.ledger.models import AuditEvent, LogState, SignedCheckpoint, Tile
from tijdig.ledger.rules.merkle import HASH_BYTES
from tijdig.ledger.rules.tiles import ReadTile, TileName

_MOST_TILES = 2**48  # more than any log will have, and a number that every database can look for


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


def newest_note(controller_id: str) -> str | None:
    """Return the last signed note of a controller's log, or None before the first."""
    newest = SignedCheckpoint.objects.filter(controller_id=controller_id).order_by("-size")
    return newest.values_list("note", flat=True).first()


def tile_as_shown(controller_id: str, name: TileName) -> bytes | None:
    """Return a tile as the witness feed shows it, cut to the width asked for; None when it is not that wide yet."""
    if name.index > _MOST_TILES:
        return None
    hashes = tile_reader(controller_id)(name.level, name.index)
    wanted = name.width * HASH_BYTES
    return hashes[:wanted] if len(hashes) >= wanted else None
