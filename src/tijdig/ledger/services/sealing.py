"""Seal the log: give the records that wait their places in the tree, and sign the new root (T1, T2).

Writers never wait for the tree: they leave records without a place. One sealer at a time, holding the lock of the log,
places them in the order in which they were written as far as that is known; a transaction that commits late finds its
records placed later. What is signed always begins with what was signed before, or nothing is signed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from tijdig.actors import Actor, system_actor
from tijdig.ledger.keys import key_of, origin_of, signed
from tijdig.ledger.models import LogRecord, LogState, SignedCheckpoint, Tile, log_kinds
from tijdig.ledger.queries import tile_reader
from tijdig.ledger.rules.checkpoint import Checkpoint, open_checkpoint
from tijdig.ledger.rules.merkle import EMPTY_ROOT
from tijdig.ledger.rules.record import leaf_of_commitment
from tijdig.ledger.rules.tiles import TileMissing, Tiles, grow
from tijdig.ledger.stored import StoredRecord, stored_records
from tijdig.ledger.verification import is_as_written
from tijdig.problems import Problem, ProblemKind, Refused
from tijdig.tenancy import under

AT_ONCE = 10_000  # records per transaction: about half a second, so that nobody waits long for the database

log = logging.getLogger(__name__)

CHECKPOINT_NOT_OURS = ProblemKind(
    code="ledger.checkpoint-not-ours",
    rule="T2",
    nl="De laatste handtekening onder het logboek van {controller} is niet van deze installatie, of is veranderd.",
    en="The last signature under the log of {controller} is not of this installation, or was changed.",
    remedy_nl="Onderteken niets. Controleer het logboek met tijdig verify, en zet de sleutel terug die erbij hoort.",
    remedy_en="Sign nothing. Check the log with tijdig verify, and put back the key that belongs to it.",
)
LOG_INCONSISTENT = ProblemKind(
    code="ledger.inconsistent",
    rule="T2",
    nl="Het logboek van {controller} klopt niet meer met zijn laatste handtekening, bij {size} regels.",
    en="The log of {controller} no longer fits its last signature, at {size} records.",
    remedy_nl="Er wordt niets meer ondertekend. Zoek de plaats met tijdig verify, en bel wie over de database gaat.",
    remedy_en="Nothing is signed any more. Find the place with tijdig verify, and call who runs the database.",
)
ALTERED_BEFORE_SEALING = ProblemKind(
    code="ledger.altered-before-sealing",
    rule="T2",
    nl="In het logboek van {controller} zijn {count} regels veranderd voordat ze waren ondertekend.",
    en="In the log of {controller}, {count} records were altered before they were signed for.",
    remedy_nl="Ze krijgen geen plaats. Bekijk ze met tijdig verify, en bel wie over de database gaat.",
    remedy_en="They get no place. Look at them with tijdig verify, and call who runs the database.",
)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What sealing a log did: how many records got a place, the size signed for, whether more wait, what was wrong."""

    controller_id: str
    sealed: int
    size: int
    more: bool = False
    problems: tuple[Problem, ...] = ()


def seal_logs(*, actor: Actor | None = None, controllers: Iterable[str] = ()) -> tuple[Sealing, ...]:
    """Seal the logs of every controller (or of the actor's) until nothing waits; one transaction per ten thousand.

    ``controllers``: codes to look at as well, for a database that tells nothing across municipalities (A7).
    """
    done = []
    for controller_id in [actor.controller_id] if actor else _controllers_waiting(controllers):
        with under(controller_id):
            sealing = seal_log(actor=system_actor(controller_id))
            while sealing.sealed and sealing.more:
                sealing = seal_log(actor=system_actor(controller_id))
        done.append(sealing)
    return tuple(done)


def seal_log(*, actor: Actor) -> Sealing:
    """Seal up to :data:`AT_ONCE` waiting records of the actor's controller, and sign for them; idle logs sign nothing.

    Nothing is sealed when the last checkpoint is not ours or the tiles do not lead to its root: the problem is
    returned, logged and kept as the log's alarm. A record that was changed since it was written stays without a place.
    Raises :class:`KeyUnusable`. Never part of another transaction: what was signed must stay signed. The records are
    read and checked before the lock is taken, so that nobody waits for that: what is written in them never changes.
    """
    waiting = _waiting(actor.controller_id)
    good = [record for record in waiting if is_as_written(record)]
    return _seal(actor.controller_id, waiting, good)


@transaction.atomic(durable=True)
def _seal(controller_id: str, waiting: Sequence[StoredRecord], good: Sequence[StoredRecord]) -> Sealing:
    """Place and sign for the good ones of these records, as far as they still wait."""
    state = _locked(controller_id)
    altered = len(waiting) - len(good)
    good = _still_waiting(controller_id, good)
    problems = (ALTERED_BEFORE_SEALING(controller=controller_id, count=altered),) if altered else ()
    try:
        last = _last_checkpoint(controller_id)
        size = _sign(controller_id, last, good) if good else last.size
    except Refused as refused:
        _sound(state, refused.problems + problems)
        return Sealing(controller_id, 0, 0, problems=refused.problems + problems)
    _sound(state, problems)
    return Sealing(controller_id, len(good), size, len(waiting) == AT_ONCE, problems)


def _controllers_waiting(known: Iterable[str]) -> list[str]:
    found = _seen_waiting()
    for controller_id in set(known) - found:
        with under(controller_id):
            found |= _seen_waiting()
    return sorted(found)


def _seen_waiting() -> set[str]:
    found: set[str] = set()
    for kind in log_kinds():
        waiting = kind.objects.filter(position__isnull=True).order_by()
        found.update(waiting.values_list("controller_id", flat=True).distinct())
    return found


def _locked(controller_id: str) -> LogState:
    """Take the lock of the log; on SQLite the transaction itself already holds the only one there is."""
    LogState.objects.get_or_create(controller_id=controller_id)
    return LogState.objects.select_for_update().get(controller_id=controller_id)


def _waiting(controller_id: str) -> list[StoredRecord]:
    """Return up to :data:`AT_ONCE` records without a place, oldest first."""
    of_each_kind = [
        stored_records(kind, controller_id, is_sealed=False, limit=AT_ONCE) for kind in log_kinds()
    ]
    in_order = merge(*of_each_kind, key=lambda record: (record.at, record.kind.KIND, record.pk))
    return list(islice(in_order, AT_ONCE))


def _still_waiting(controller_id: str, records: Sequence[StoredRecord]) -> list[StoredRecord]:
    """Return those that still have no place: another sealer may have given one, a redaction deleted it (T6)."""
    still: set[tuple[type[LogRecord], int]] = set()
    for kind in {record.kind for record in records}:
        ids = [record.pk for record in records if record.kind is kind]
        unplaced = kind.objects.filter(controller_id=controller_id, position__isnull=True).order_by()
        among = unplaced.filter(pk__gte=min(ids), pk__lte=max(ids))
        still.update((kind, pk) for pk in among.values_list("pk", flat=True))
    return [record for record in records if (record.kind, record.pk) in still]


def _last_checkpoint(controller_id: str) -> Checkpoint:
    """Return what was signed last; before the first, the empty tree. Refuses what this installation did not sign."""
    last = SignedCheckpoint.objects.filter(controller_id=controller_id).order_by("-size").first()
    if last is None:
        return Checkpoint(origin_of(controller_id), 0, EMPTY_ROOT, timezone.now(), 0)
    opened = open_checkpoint(last.note, key_of(controller_id))
    if opened is None or opened.size != last.size:
        raise Refused(CHECKPOINT_NOT_OURS(controller=controller_id))
    return opened


def _sign(controller_id: str, last: Checkpoint, records: Sequence[StoredRecord]) -> int:
    """Place the records behind what was signed last, and sign the new root; returns the new size."""
    inconsistent = LOG_INCONSISTENT(controller=controller_id, size=last.size)
    leaves = [leaf_of_commitment(record.entry.commitment) for record in records if record.entry]
    try:
        growth = grow(tile_reader(controller_id), last.size, leaves)
    except TileMissing:
        raise Refused(inconsistent) from None
    if growth.old_root != last.root:
        raise Refused(inconsistent)
    size = last.size + len(records)
    _place(records, last.size)
    _store(controller_id, growth.tiles)
    checkpoint = Checkpoint(last.origin, size, growth.root, max(timezone.now(), last.at), last.size)
    SignedCheckpoint.objects.create(controller_id=controller_id, size=size, note=signed(checkpoint))
    return size


def _place(records: Sequence[StoredRecord], first: int) -> None:
    """Write each record's place, kind by kind; the evidence has served."""
    places: dict[type[LogRecord], list[tuple[int, int]]] = {}
    for position, record in enumerate(records, first):
        places.setdefault(record.kind, []).append((position, record.pk))
    for kind, rows in places.items():
        table = connection.ops.quote_name(kind._meta.db_table)  # noqa: SLF001 - Django's public way to a table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"UPDATE {table} AS log SET position = new.position, evidence = NULL "  # noqa: S608
                    "FROM unnest(%s::bigint[], %s::bigint[]) AS new (position, id) "
                    "WHERE log.id = new.id AND log.position IS NULL",
                    [list(column) for column in zip(*rows, strict=True)],
                )
            else:
                cursor.executemany(
                    f"UPDATE {table} SET position = %s, evidence = NULL WHERE id = %s AND position IS NULL",  # noqa: S608
                    rows,
                )


def _store(controller_id: str, tiles: Tiles) -> None:
    Tile.objects.bulk_create(
        [
            Tile(controller_id=controller_id, level=level, index=index, hashes=hashes)
            for (level, index), hashes in tiles.items()
        ],
        update_conflicts=True,
        unique_fields=["controller_id", "level", "index"],
        update_fields=["hashes"],
    )


def _sound(state: LogState, problems: Sequence[Problem]) -> None:
    """Keep and report the first problem as the log's alarm, or take the alarm off."""
    code = problems[0].code if problems else ""
    for problem in problems:
        log.error("%s controller %s", problem.code, state.controller_id)
    if state.alarm != code:
        state.alarm, state.alarm_at = code, timezone.now() if code else None
        state.save(update_fields=["alarm", "alarm_at"])
