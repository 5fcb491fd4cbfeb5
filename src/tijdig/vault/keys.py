"""Make keys, wrap and unwrap them. Opened keys stay in this process's memory only, by the id of their row."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db import IntegrityError, transaction
from django.utils import timezone

from tijdig import keyring
from tijdig.inserting import insert_rows
from tijdig.vault.models import ControllerKey, DataKey
from tijdig.vault.rules.blind_index import blind_index, derived_key
from tijdig.vault.rules.sealing import KEY_BYTES, NONCE_BYTES, Place, cipher_for, seal, unseal

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A data key that was just made: its id, and the cipher to seal with."""

    id: UUID
    cipher: AESGCMSIV


# A key's row never changes what it holds, and its id is never used again: so nothing here can be out of date.
_opened: dict[UUID, bytes] = {}
_ciphers: dict[UUID, AESGCMSIV] = {}


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


def place_of_data_key(controller_id: str, key_id: UUID) -> Place:
    """Return the place to which a wrapped data key is bound."""
    return Place(controller_id, "data-key", key_id.hex, "wrapped")


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
    for _ in range(count):
        plain, key_id = os.urandom(KEY_BYTES), uuid4()
        place = place_of_data_key(controller_id, key_id)
        wrapped.append(seal(wrapping, plain, place, nonce=os.urandom(NONCE_BYTES)))
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
    return data_cipher(key.controller_id, key.pk, key.controller_key_id, bytes(key.wrapped))


def data_cipher(controller_id: str, key_id: UUID, controller_key_id: UUID, wrapped: bytes) -> AESGCMSIV:
    """Return the cipher of a data key from its columns."""
    place = place_of_data_key(controller_id, key_id)
    return cipher_for(unseal(wrapping_cipher(controller_key_id), wrapped, place))


def indexer(controller_id: str, purpose: str) -> Callable[..., str]:
    """Return the function that makes blind indexes of one purpose for one controller, from one query (E5).

    ``purpose`` names what is looked up (``resident.bsn``); indexes of different purposes cannot be compared.
    """
    secret = plain_controller_key(newest_key(controller_id, ControllerKey.Kind.INDEX))
    key = derived_key(secret, purpose)
    return lambda *parts: blind_index(key, *parts)
