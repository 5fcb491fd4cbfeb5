"""Read the log: its records, the tree over them, and what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.ledger.models import AuditEvent, LogState, SignedCheckpoint, Tile
from tijdig.ledger.rules.merkle import HASH_BYTES
from tijdig.ledger.rules.tiles import ReadTile, TileName
from tijdig.problems import Problem, ProblemKind

ALARM_STANDS = ProblemKind(
    code="ledger.alarm-stands",
    rule="T2",
    nl="Het logboek is niet in orde sinds {since} ({alarm}).",
    en="The log has not been in order since {since} ({alarm}).",
    remedy_nl="Vraag de beheerder om tijdig verify --database te draaien: dat noemt de plaats. Herstel zelf niets.",
    remedy_en="Ask the operator to run tijdig verify --database: it names the place. Mend nothing yourself.",
)
LOG_NOT_SOUND = ProblemKind(
    code="ledger.not-sound",
    rule="T5",
    nl="Bij de controle van {since} klopte het logboek niet ({alarm}).",
    en="When it was checked on {since}, the log was not right ({alarm}).",
    remedy_nl="Vraag de beheerder om tijdig verify --database te draaien: dat noemt de plaats. Herstel zelf niets.",
    remedy_en="Ask the operator to run tijdig verify --database: it names the place. Mend nothing yourself.",
)

_MOST_TILES = 2**48  # more than any log will have, and a number that every database can look for


def events_of_object(controller_id: str, object_kind: str, object_id: str) -> QuerySet[AuditEvent]:
    """Return what happened to one object, newest first."""
    return AuditEvent.objects.filter(
        controller_id=controller_id, object_kind=object_kind, object_id=object_id
    ).order_by("-id")


def events_of_controller(controller_id: str) -> QuerySet[AuditEvent]:
    """Return everything that happened under one controller, newest first."""
    return AuditEvent.objects.filter(controller_id=controller_id).order_by("-id")


def alarms_of(controller_id: str) -> tuple[Problem, ...]:
    """Return what the last sealing found wrong with this log (T2), and the last check of it (T5); nothing: in order."""
    state = LogState.objects.filter(controller_id=controller_id).first()
    if state is None:
        return ()
    found = ((ALARM_STANDS, state.alarm_at, state.alarm), (LOG_NOT_SOUND, state.checked_at, state.found))
    return tuple(kind(since=_moment(at), alarm=code) for kind, at, code in found if code)


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When the whole log was checked last, and how many records it then had in their place."""

    at: datetime
    size: int


def last_check(controller_id: str) -> LastCheck | None:
    """Return the last check of a controller's log; None before the first."""
    state = LogState.objects.filter(controller_id=controller_id).first()
    return LastCheck(state.checked_at, state.checked_size) if state and state.checked_at else None


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%d-%m-%Y %H:%M") if at else ""


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
