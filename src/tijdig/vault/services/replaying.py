"""Bring a restored database up to date with what was destroyed since, before it serves (E3, E4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import record_event
from tijdig.vault.models import DataKey, Tombstone
from tijdig.vault.rows import SealedRow, sealed_models
from tijdig.vault.services.destroying import CHUNK, close_rows
from tijdig.vault.tombstone_file import KeptTombstone, kept_tombstones


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found: tombstones that the database had not heard of, keys destroyed again, rows they opened."""

    tombstones: int
    keys: int
    rows: int


@transaction.atomic
def replay_tombstones(*, actor: Actor) -> Replayed:
    """Destroy again what the file beside the keys, or the database, says was destroyed; a second run does nothing.

    Rows that these keys opened are deleted or blanked, with their blind indexes. The rooms that own those rows follow
    up afterwards (:func:`tijdig.rights.services.follow_destroyed_keys`).
    """
    require(actor, Action.ERASE_DATA)
    unheard = _unheard_of(actor.controller_id)
    _write_down(unheard)
    keys = sum(DataKey.objects.filter(part).delete()[0] for part in _destroyed(actor.controller_id))
    rows = sum(_close(model, actor.controller_id) for model in sealed_models())
    done = Replayed(len(unheard), keys, rows)
    if unheard or keys or rows:
        record_event(
            actor=actor,
            action="vault.replay-tombstones",
            object_kind="controller",
            object_id=actor.controller_id,
            details={"tombstones": done.tombstones, "keys": keys, "rows": rows},
        )
    return done


def is_behind(controller_id: str) -> bool:
    """Say whether the database holds a key that was destroyed, or has not heard of a tombstone of the file."""
    if _unheard_of(controller_id):
        return True
    return any(DataKey.objects.filter(part).exists() for part in _destroyed(controller_id))


def _unheard_of(controller_id: str) -> Sequence[KeptTombstone]:
    """Return what the file tells of this controller and the database does not know, each once."""
    told = {(one.kind, one.subject): one for one in kept_tombstones() if one.controller_id == controller_id}
    if not told:
        return ()
    heard = Tombstone.objects.filter(controller_id=controller_id).values_list("kind", "subject")
    for kind, subject in heard.iterator(chunk_size=10_000):
        told.pop((kind, subject), None)
    return list(told.values())


def _write_down(tombstones: Sequence[KeptTombstone]) -> None:
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                kind=one.kind,
                subject=one.subject,
                controller_id=one.controller_id,
                destroyed_at=one.destroyed_at,
                kept_outside=True,
            )
            for one in tombstones
        ],
        batch_size=CHUNK,
    )


def _destroyed(controller_id: str) -> Iterator[Q]:
    """Yield what finds the keys that are under a tombstone, some at a time."""
    for kind, column in ((Tombstone.Kind.KEY, "pk__in"), (Tombstone.Kind.GROUP, "group__in")):
        own = Tombstone.objects.filter(controller_id=controller_id, kind=kind).order_by("id")
        subjects = own.values_list("subject", flat=True).iterator(chunk_size=CHUNK)
        for part in batched(subjects, CHUNK):
            yield Q(controller_id=controller_id, **{column: list(part)})


def _close(model: type[SealedRow], controller_id: str) -> int:
    """Delete or blank the rows of this table whose key is gone, in one pass over it."""
    key = DataKey.objects.filter(pk=OuterRef("data_key_id"))
    orphans = model._base_manager.filter(
        Q(controller_id=controller_id), ~Exists(key), data_key_id__isnull=False
    )
    return close_rows(orphans)
