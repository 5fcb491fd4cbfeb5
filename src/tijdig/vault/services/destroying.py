"""Destroy keys for good: what was sealed under them opens nowhere any more (E2, E3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.ledger.services import record_event
from tijdig.vault.fields import BlindIndexField
from tijdig.vault.models import DataKey, Tombstone
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.rows import SealedRow, sealed_models

CHUNK = 500


@transaction.atomic
def destroy_keys(*, actor: Actor, key_ids: Collection[UUID]) -> int:
    """Destroy these keys of the actor's controller and return how many there were.

    The caller deletes or blanks the rows in the same transaction (E2). A tombstone of each is kept, in the database and
    after the commit in the file beside the keys, so that no restored backup brings one back. Keys of another
    controller are not among those destroyed. Whether the actor may do this, the caller has checked.
    """
    count = 0
    for part in _chunks(sorted(key_ids)):
        keys = DataKey.objects.filter(controller_id=actor.controller_id, pk__in=part)
        found = list(keys.values_list("pk", flat=True))
        keys.delete()
        _bury(actor.controller_id, Tombstone.Kind.KEY, [str(key_id) for key_id in found])
        count += len(found)
    if count:
        record_event(
            actor=actor,
            action="vault.destroy-keys",
            object_kind="controller",
            object_id=actor.controller_id,
            details={"keys": count},
        )
    return count


@transaction.atomic
def destroy_group(*, actor: Actor, group: str) -> int:
    """Destroy every key of a group with one tombstone, as :func:`destroy_keys` does; returns how many there were."""
    if not group:
        raise ValueError("keys without a group are destroyed one by one")
    count, _ = DataKey.objects.filter(controller_id=actor.controller_id, group=group).delete()
    _bury(actor.controller_id, Tombstone.Kind.GROUP, [group])
    record_event(
        actor=actor,
        action="vault.destroy-keys",
        object_kind="key-group",
        object_id=group,
        details={"keys": count},
    )
    return count


@transaction.atomic
def erase_rows(*, actor: Actor, rows: QuerySet[Any]) -> int:
    """Erase sealed rows of the actor's controller: destroy their own keys, and delete or blank the rows.

    Rows that are sealed under those keys go with them. Returns how many rows were erased, those aside. What a row tells
    in the open, its room brings up to date.
    """
    model: type[SealedRow] = rows.model
    if model.sealed_with:
        raise ValueError("a row under the key of another is erased with that one")
    sealed = rows.filter(controller_id=actor.controller_id, data_key__isnull=False).order_by()
    found = list(sealed.values_list("pk", "data_key_id"))
    for part in _chunks([pk for pk, _ in found]):
        for below in (one for one in sealed_models() if _owner(one) is model):
            close_rows(below._base_manager.filter(**{f"{below.sealed_with}__in": part}))
        close_rows(model._base_manager.filter(pk__in=part))
    destroy_keys(actor=actor, key_ids=[key_id for _, key_id in found])
    return len(found)


def close_rows(rows: QuerySet[Any]) -> int:
    """Delete or blank these sealed rows, as their model says; returns how many. Their keys are another matter."""
    model: type[SealedRow] = rows.model
    if model.deleted_when_erased:
        return rows.delete()[0]
    return rows.update(sealed=b"", data_key=None, **blank_indexes(model))


def _owner(model: type[SealedRow]) -> type[models.Model] | None:
    """Return the model under whose keys these rows are sealed, None when they have their own."""
    if not model.sealed_with:
        return None
    return model._meta.get_field(model.sealed_with).related_model


def blank_indexes(model: type[models.Model]) -> dict[str, object]:
    """Return what the blind indexes of an erased row become: unique ones go on being so."""
    return {
        field.name: field.erased_value()
        for field in model._meta.get_fields()
        if isinstance(field, BlindIndexField)
    }


def _bury(controller_id: str, kind: Tombstone.Kind, subjects: Sequence[str]) -> None:
    now = timezone.now()
    Tombstone.objects.bulk_create(
        [
            Tombstone(kind=kind, subject=subject, controller_id=controller_id, destroyed_at=now)
            for subject in subjects
        ],
        ignore_conflicts=True,
    )
    # Not before the commit: a tombstone of a key that lives on would destroy it at the next start.
    transaction.on_commit(publish_tombstones)


def _chunks[T](ids: Sequence[T]) -> Iterator[Sequence[T]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
