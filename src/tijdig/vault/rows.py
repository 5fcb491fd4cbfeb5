"""Rows whose personal fields stand sealed in one column, under the key of their data subject (E1, E2)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db import models
from django.db.models import FETCH_PEERS

from tijdig.inserting import insert_instances
from tijdig.vault.keys import NewKey, cipher_of, indexer, new_data_keys
from tijdig.vault.models import DataKey
from tijdig.vault.personal_values import (
    NOTHING,
    columns_of,
    fields_of,
    indexes_made_of_them,
    place_of,
    plaintext_of,
    values_in,
)
from tijdig.vault.rules.sealing import NONCE_BYTES, SealBroken, seal, unseal

_IN_MEMORY_ONLY = {"_opened", "_cipher_of_key"}


@dataclass(slots=True)
class Opened:
    """A row's personal values, and the ciphertext and plaintext they were read from."""

    values: dict[str, object]
    source: object
    plaintext: bytes = NOTHING


class SealedColumn(models.BinaryField):  # type: ignore[type-arg]
    """The one column that holds a row's personal fields; sealed anew when they changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": NOTHING, "blank": True, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:  # noqa: FBT001 - Django's signature
        """Return what goes in the column."""
        if not isinstance(model_instance, SealedRow):
            raise TypeError("a sealed column stands in a sealed row")
        return model_instance.seal(new=add)


class SealedRows[Row: SealedRow](models.QuerySet[Row]):
    """Rows that come with the keys of their peers in one query, whichever is opened first."""

    def bulk_create(self, objs: Iterable[Row]) -> list[Row]:  # type: ignore[override] # nothing else to choose
        """Insert rows, with a key for each that needs one."""
        rows = list(objs)
        prepare(rows)
        return insert_instances(self.model, rows)

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Update rows; personal fields among ``fields`` are sealed again together."""
        rows, names = list(objs), columns_of(self.model, fields)
        if "sealed" in names:
            prepare(rows)
            for row in rows:
                row.seal(new=False)
        return super().bulk_update(rows, names, *args, **kwargs)


class _Manager[Row: SealedRow](models.Manager[Row]):
    """Reads rows so that the keys of all rows of an answer are fetched together."""

    def get_queryset(self) -> SealedRows[Row]:
        """Return rows that know their peers."""
        return SealedRows(self.model, using=self._db).fetch_mode(FETCH_PEERS)


def peer_rows[Row: models.Model]() -> models.Manager[Row]:
    """Return a manager of plain rows that lead to sealed ones: what one of them fetches, it fetches for all."""
    return _PeerManager()


class _PeerManager[Row: models.Model](models.Manager[Row]):
    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().fetch_mode(FETCH_PEERS)


class SealedRow(models.Model):
    """A row with personal fields. Its key is its own, or with ``sealed_with`` that of the row this relation leads to.

    The column has no constraint on keys, so that a key can be destroyed at once; a row whose key is gone does not
    open. ``deleted_when_erased`` says whether such a row goes altogether or stays, blank, to be counted.
    """

    sealed_with: ClassVar[str] = ""
    deleted_when_erased: ClassVar[bool] = False

    data_key = models.ForeignKey(
        DataKey,
        null=True,
        editable=False,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    sealed = SealedColumn()

    objects: ClassVar[_Manager[Self]] = _Manager()

    class Meta:
        abstract = True

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy holds: the row as it is stored, not what was opened."""
        return {name: value for name, value in super().__getstate__().items() if name not in _IN_MEMORY_ONLY}

    def save(self, **kwargs: Any) -> None:
        """Save the row, with a key when it needs one; ``update_fields`` may name personal fields."""
        had_key = self.data_key_id
        prepare([self])
        if kwargs.get("update_fields") is not None:
            names = columns_of(type(self), kwargs["update_fields"])
            kwargs["update_fields"] = [*names, *(["data_key"] if self.data_key_id != had_key else [])]
        super().save(**kwargs)

    @property
    def key_group(self) -> str:
        """The group of keys with which this row's own key is destroyed; empty for none."""
        return ""

    def opened(self) -> Opened:
        """Return the personal values of this row, opened once; :class:`SealBroken` when it does not open."""
        known: Opened | None = self.__dict__.get("_opened")
        if known is not None and known.source is self.sealed:
            return known
        opened = self.__dict__["_opened"] = self._open()
        return opened

    def _open(self) -> Opened:
        sealed = self.sealed
        if not sealed:
            return Opened({}, sealed)
        place = place_of(type(self), _controller_of(self), self.pk.hex)
        plaintext = unseal(self._cipher(), bytes(sealed), place)
        return Opened(values_in(type(self), plaintext), sealed, plaintext)

    def _cipher(self) -> AESGCMSIV:
        """Return the cipher of this row's key, kept as long as the instance; fetched for all its peers at once."""
        known: tuple[UUID | None, AESGCMSIV] | None = self.__dict__.get("_cipher_of_key")
        if known is None or known[0] != self.data_key_id:
            try:
                key = self.data_key
            except DataKey.DoesNotExist:
                raise SealBroken from None
            if key is None:
                raise SealBroken
            known = self.__dict__["_cipher_of_key"] = (key.pk, cipher_of(key))
        return known[1]

    def take_key(self, key: NewKey) -> None:
        """Seal this row with this key from now on."""
        self.data_key_id = key.id
        self.__dict__["_cipher_of_key"] = (key.id, key.cipher)

    def hold(self, personal: dict[str, object]) -> Self:
        """Take these as all personal values of a new row, and return it: faster than setting each, for registers."""
        self.__dict__["_opened"] = Opened(personal, self.sealed)
        return self

    @property
    def stored_seal(self) -> bytes:
        """The ciphertext as it stands in the table."""
        sealed: bytes | memoryview = self.sealed
        return bytes(sealed)

    def seal(self, *, new: bool) -> bytes:
        """Return the ciphertext to store; the same as before when nothing personal changed."""
        known: Opened | None = self.__dict__.get("_opened")
        if known is None or known.source is not self.sealed:
            return self.stored_seal
        plaintext = plaintext_of(type(self), known.values)
        if plaintext == known.plaintext and not new:
            return self.stored_seal
        if plaintext:
            place = place_of(type(self), _controller_of(self), self.pk.hex)
            self.sealed = seal(self._cipher(), plaintext, place, nonce=os.urandom(NONCE_BYTES))
        else:
            self.sealed = NOTHING
        known.plaintext, known.source = plaintext, self.sealed
        return self.stored_seal

    def has_something_to_seal(self) -> bool:
        """Say whether any personal value of this row is not blank."""
        known: Opened | None = self.__dict__.get("_opened")
        fields = fields_of(type(self))
        return known is not None and any(value != fields[name].blank for name, value in known.values.items())

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again and forget what was opened."""
        self.__dict__.pop("_opened", None)
        super().refresh_from_db(*args, **kwargs)


def fetch_keys(rows: Iterable[SealedRow]) -> None:
    """Fetch the keys of all these rows in one query, of whichever models; a row whose key is gone does not open."""
    waiting = [row for row in rows if row.data_key_id is not None]
    keys = DataKey.objects.in_bulk({row.data_key_id for row in waiting})
    for row in waiting:
        if row.data_key_id in keys:
            row.data_key = keys[row.data_key_id]


def prepare(rows: Sequence[SealedRow]) -> None:
    """Make rows ready to be stored: blind indexes of their personal values, and a key for each that needs one."""
    indexed = indexes_made_of_them(type(rows[0])) if rows else ()
    touched = [row for row in rows if "_opened" in row.__dict__]
    for controller_id in sorted({_controller_of(row) for row in touched}) if indexed else ():
        own = [row for row in touched if _controller_of(row) == controller_id]
        for field in indexed:
            index = indexer(controller_id, field.purpose)
            for row in own:
                known = all(getattr(row, name) not in {"", None} for name in field.needs)
                values = [getattr(row, name) for name in field.of] if known else []
                setattr(row, field.attname, index(*values) if known else "")
    _provide_keys(rows)


def _provide_keys(rows: Sequence[SealedRow]) -> None:
    """Give each row that has something to seal, and no key, its own key or that of the row it belongs to."""
    waiting: dict[tuple[str, str], list[SealedRow]] = {}
    for row in rows:
        if row.data_key_id is not None or not row.has_something_to_seal():
            continue
        if row.sealed_with:
            _take_key_of_owner(row)
        else:
            waiting.setdefault((_controller_of(row), row.key_group), []).append(row)
    for (controller_id, group), group_rows in waiting.items():
        for row, key in zip(group_rows, new_data_keys(controller_id, len(group_rows), group), strict=True):
            row.take_key(key)


def _take_key_of_owner(row: SealedRow) -> None:
    owner: SealedRow = getattr(row, row.sealed_with)
    if owner.data_key_id is None:
        (key,) = new_data_keys(_controller_of(owner), 1, owner.key_group)
        owner.take_key(key)
        type(owner)._base_manager.filter(pk=owner.pk).update(data_key=key.id)
    row.take_key(NewKey(owner.data_key_id, owner._cipher()))  # type: ignore[arg-type] # it has one now


def sealed_models() -> tuple[type[SealedRow], ...]:
    """Return every model whose rows are sealed."""
    from django.apps import apps  # noqa: PLC0415 - models are known once all apps are loaded

    return tuple(model for model in apps.get_models() if issubclass(model, SealedRow))


def _controller_of(row: SealedRow) -> str:
    controller_id: str = row.controller_id  # type: ignore[attr-defined] # each model has its own
    return controller_id
