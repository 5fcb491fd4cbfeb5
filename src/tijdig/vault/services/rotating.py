"""Replace keys while the service runs; a run that was stopped goes on where it was (E7)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.db.utils import IntegrityError

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import record_event
from tijdig.vault.keys import (
    make_controller_key,
    newest_key,
    operator_secret,
    place_of_data_key,
    plain_controller_key,
    wrap_controller_key,
    wrapping_cipher,
)
from tijdig.vault.models import ControllerKey, DataKey
from tijdig.vault.rules.sealing import NONCE_BYTES, seal, unseal

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: keys wrapped again, and old versions destroyed."""

    wrapped_again: int
    destroyed: int


def rotate_controller_key(*, actor: Actor, batch: int = BATCH) -> Rotated:
    """Make a new key for the actor's controller, wrap every data key with it, and destroy the old one.

    Runs in batches of a transaction each, so that others can work; nothing that is sealed changes. When an earlier run
    was stopped, this one finishes it and makes no further key.
    """
    require(actor, Action.ERASE_DATA)
    _begin(actor)
    count = 0
    done: list[UUID] = []
    while True:
        with transaction.atomic():
            done = _wrap_batch(actor.controller_id, done[-1] if done else None, batch)
        count += len(done)
        if not done:
            destroyed = _destroy_old(actor)
            if destroyed is not None:
                return Rotated(count, destroyed)


@transaction.atomic
def rotate_operator_key(*, actor: Actor, batch: int = BATCH) -> Rotated:
    """Wrap the keys of the actor's controller with the newest operator secret of the key folder (``operator-2``…).

    A controller has a handful of keys, so one run does all. When it was done for every controller and for the
    installation itself, the operator takes the old secret away.
    """
    require(actor, Action.ERASE_DATA)
    newest = operator_secret()
    own = ControllerKey.objects.filter(controller_id__in=("", actor.controller_id))
    outdated = list(own.select_for_update().exclude(wrapped_with=newest).order_by("pk")[:batch])
    for key in outdated:
        wrap_controller_key(key, plain_controller_key(key), newest)
        key.save(update_fields=["wrapped", "wrapped_with"])
    if outdated:
        _record(actor, "vault.rotate-operator-key", len(outdated))
    return Rotated(len(outdated), 0)


@transaction.atomic
def _begin(actor: Actor) -> None:
    keys = ControllerKey.objects.filter(
        controller_id=actor.controller_id, kind=ControllerKey.Kind.DATA
    ).select_for_update()
    if len(keys) < 2:  # else a rotation is under way
        newest = newest_key(actor.controller_id, ControllerKey.Kind.DATA)
        fresh = make_controller_key(actor.controller_id, ControllerKey.Kind.DATA, version=newest.version + 1)
        _record(actor, "vault.begin-rotation", fresh.version)


def _wrap_batch(controller_id: str, after: UUID | None, batch: int) -> list[UUID]:
    """Wrap the next keys anew, those with an id above ``after``, and return their ids; none at the end of the table."""
    newest = newest_key(controller_id, ControllerKey.Kind.DATA)
    old = DataKey.objects.filter(controller_id=controller_id).exclude(controller_key=newest)
    if after is not None:
        old = old.filter(pk__gt=after)
    keys = list(old.select_for_update().order_by("pk")[:batch])
    for key in keys:
        place = place_of_data_key(controller_id, key.pk.hex)
        plain = unseal(wrapping_cipher(key.controller_key_id), bytes(key.wrapped), place)
        key.wrapped = seal(wrapping_cipher(newest.pk), plain, place, nonce=os.urandom(NONCE_BYTES))
        key.controller_key = newest
    DataKey.objects.bulk_update(keys, ["wrapped", "controller_key"], batch_size=100)
    return [key.pk for key in keys]


def _destroy_old(actor: Actor) -> int | None:
    """Destroy the old versions; None when a data key was wrapped with one in the meantime."""
    newest = newest_key(actor.controller_id, ControllerKey.Kind.DATA)
    old = ControllerKey.objects.filter(
        controller_id=actor.controller_id, kind=ControllerKey.Kind.DATA, version__lt=newest.version
    )
    try:
        with transaction.atomic():
            count, _ = old.delete()
            _record(actor, "vault.end-rotation", newest.version)
            return count
    except (ProtectedError, IntegrityError):
        return None


def _record(actor: Actor, action: str, number: int) -> None:
    record_event(
        actor=actor,
        action=action,
        object_kind="controller",
        object_id=actor.controller_id,
        details={"number": number},
    )
