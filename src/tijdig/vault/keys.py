"""Make keys, wrap and unwrap them. Opened keys stay in this process's memory only, by the id of their row."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db import IntegrityError, transaction
from django.db.models import CharField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone

from tijdig import keyring
from tijdig.inserting import insert_rows
from tijdig.vault.models import ControllerKey, DataKey
from tijdig.vault.rules.blind_index import blind_index, derived_key, exact_index
from tijdig.vault.rules.sealing import KEY_BYTES, NONCE_BYTES, Place, cipher_for, seal, unseal

OPERATOR = "operator"
ID_BYTES = 16


class NewKey(NamedTuple):
    """A data key that was just made: its id, and the cipher to seal with."""

    id: UUID
    cipher: AESGCMSIV


# A key's row never changes what it holds, and its id is never used again: so nothing here can be out of date.
_opened: dict[UUID, bytes] = {}
_ciphers: dict[UUID | str, AESGCMSIV] = {}  # by id, and by the id as a database writes it


def operator_secret() -> str:
    """Return the name of the newest operator secret in the key folder: ``operator``, then ``operator-2`` and so on."""
    newest, number = OPERATOR, 2
    while keyring.is_kept(f"{OPERATOR}-{number}"):
        newest, number = f"{OPERATOR}-{number}", number + 1
    return newest


def place_of_controller_key(key: ControllerKey) -> Place:
    """Return the place to which a wrapped controller key is bound."""
    return Place(key.controller_id, f"controller-key {key.kind} {key.version}", str(key.pk), "wrapped")


def wrap_controller_key(key: ControllerKey, plain: bytes, secret_name: str) -> None:
    """Put ``plain`` on the row, wrapped by this secret; the caller saves it."""
    cipher = cipher_for(keyring.secret(secret_name))
    key.wrapped = seal(cipher, plain, place_of_controller_key(key), nonce=os.urandom(NONCE_BYTES))
    key.wrapped_with = secret_name


def plain_controller_key(key: ControllerKey) -> bytes:
    """Return the key itself; :class:`SealBroken` when the secret or the row is not the right one."""
    found = _opened.get(key.pk)
    if found is None:
        cipher = cipher_for(keyring.secret(key.wrapped_with))
        found = _opened[key.pk] = unseal(cipher, bytes(key.wrapped), place_of_controller_key(key))
    return found


def newest_key(controller_id: str, kind: ControllerKey.Kind) -> ControllerKey:
    """Return the controller's newest key of a kind, making the first one; safe when two processes do so at once."""
    found = _newest_kept(controller_id, kind)
    if found is None:
        try:
            with transaction.atomic():
                return make_controller_key(controller_id, kind, version=1)
        except IntegrityError:  # another process was first
            found = ControllerKey.objects.get(controller_id=controller_id, kind=kind)
    return found


def _newest_kept(controller_id: str, kind: ControllerKey.Kind) -> ControllerKey | None:
    # In SQL of our own: it is asked for each row that is sealed, and to put the same question together every time
    # takes five times as long as the answer.
    newest = f"""SELECT * FROM {ControllerKey._meta.db_table} WHERE controller_id = %s AND kind = %s
        ORDER BY version DESC LIMIT 1"""  # noqa: S608 - the name of our own table
    return next(iter(ControllerKey.objects.raw(newest, [controller_id, str(kind)])), None)


def make_controller_key(controller_id: str, kind: ControllerKey.Kind, *, version: int) -> ControllerKey:
    """Make and keep a new key of a controller; ``IntegrityError`` when this version is there already."""
    key = ControllerKey(controller_id=controller_id, kind=kind, version=version, made_at=timezone.now())
    wrap_controller_key(key, os.urandom(KEY_BYTES), operator_secret())
    key.save(force_insert=True)
    return key


def wrapping_cipher(controller_key_id: UUID) -> AESGCMSIV:
    """Return the cipher of the controller key with this id; ``DoesNotExist`` when it was destroyed."""
    found = _ciphers.get(controller_key_id)
    if found is None:
        plain = plain_controller_key(ControllerKey.objects.get(pk=controller_key_id))
        found = _ciphers[controller_key_id] = cipher_for(plain)
    return found


def place_of_data_key(controller_id: str, key_id: str) -> Place:
    """Return the place to which a wrapped data key is bound; ``key_id`` is its id as 32 hexadecimal digits."""
    return Place(controller_id, "data-key", key_id, "wrapped")


@dataclass(frozen=True, slots=True)
class MadeKeys:
    """Data keys of a controller that were made and are not kept yet: ready to seal with, and wrapped."""

    keys: Sequence[NewKey]
    wrapped: Sequence[bytes]
    wrapped_by: UUID

    def keep(self, controller_id: str, group: str) -> None:
        """Keep them, in the transaction of what they seal."""
        insert_rows(
            DataKey,
            same={"controller_id": controller_id, "controller_key_id": self.wrapped_by, "group": group},
            each={"id": [key.id for key in self.keys], "wrapped": self.wrapped},
        )


def make_data_keys(controller_id: str, count: int) -> MadeKeys:
    """Make this many data keys of a controller; nothing is written but the controller's own first key."""
    parent = newest_key(controller_id, ControllerKey.Kind.DATA)
    if parent.pk not in _ciphers:
        _ciphers[parent.pk] = cipher_for(plain_controller_key(parent))
    wrapping = _ciphers[parent.pk]
    made, wrapped = [], []
    # What is random comes from the system at once: to ask it three times for each key takes longer than to make it.
    random = BytesIO(os.urandom(count * (KEY_BYTES + ID_BYTES + NONCE_BYTES))).read
    for _ in range(count):
        plain, key_id, nonce = random(KEY_BYTES), UUID(bytes=random(ID_BYTES), version=4), random(NONCE_BYTES)
        place = place_of_data_key(controller_id, key_id.hex)
        wrapped.append(seal(wrapping, plain, place, nonce=nonce))
        made.append(NewKey(key_id, cipher_for(plain)))
    return MadeKeys(made, wrapped, parent.pk)


def new_data_keys(controller_id: str, count: int, group: str = "") -> Sequence[NewKey]:
    """Make and keep this many data keys of a controller, ready to seal with."""
    if not count:
        return ()
    made = make_data_keys(controller_id, count)
    made.keep(controller_id, group)
    return made.keys


def cipher_of(key: DataKey) -> AESGCMSIV:
    """Return the cipher of a data key; :class:`SealBroken` when its row was altered."""
    return data_cipher(key.controller_id, key.pk.hex, key.controller_key_id.hex, bytes(key.wrapped))


def as_texts(*ids: str) -> list[Combinable]:
    """Return these columns with ids, to be read as :func:`data_cipher` takes them."""
    return [Cast(name, CharField()) for name in ids]


def data_cipher(controller_id: str, key_id: str, controller_key_id: str, wrapped: bytes) -> AESGCMSIV:
    """Return the cipher of a data key from its columns, the ids as a database writes them.

    As texts: to make each into a UUID, only to write it out again, takes as long as opening a row.
    """
    place = place_of_data_key(controller_id, key_id.replace("-", ""))
    wrapping = _ciphers.get(controller_key_id)
    if wrapping is None:
        wrapping = _ciphers[controller_key_id] = wrapping_cipher(UUID(controller_key_id))
    return cipher_for(unseal(wrapping, wrapped, place))


def indexer(controller_id: str, purpose: str) -> Callable[..., str]:
    """Return the function that makes blind indexes of one purpose for one controller, from one query (E5).

    ``purpose`` names what is looked up (``resident.bsn``); indexes of different purposes cannot be compared.
    """
    return partial(blind_index, _index_key(controller_id, purpose))


def exact_indexer(controller_id: str, purpose: str) -> Callable[[str], str]:
    """Return the function that makes blind indexes of texts as they stand, of one purpose for one controller (E5)."""
    return partial(exact_index, _index_key(controller_id, purpose))


def _index_key(controller_id: str, purpose: str) -> bytes:
    return derived_key(plain_controller_key(newest_key(controller_id, ControllerKey.Kind.INDEX)), purpose)
