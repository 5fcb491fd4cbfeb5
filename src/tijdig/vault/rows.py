"""Rows whose personal fields stand sealed in one column, under the key of their data subject (E1, E2)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db import models
from django.db.models import FETCH_PEERS
from django.db.models.base import ModelBase

from tijdig.inserting import insert_instances, insert_rows
from tijdig.vault.fields import BlindIndexField, Personal, Stored, personal_fields
from tijdig.vault.keys import (
    MadeKeys,
    NewKey,
    as_texts,
    cipher_of,
    data_cipher,
    indexer,
    make_data_keys,
    new_data_keys,
)
from tijdig.vault.models import DataKey
from tijdig.vault.rules.sealing import NONCE_BYTES, Place, SealBroken, seal, unseal

_NOTHING = b""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_IN_MEMORY_ONLY = {"_opened", "_cipher_of_key"}


@dataclass(slots=True)
class Opened:
    """A row's personal values, and the ciphertext and plaintext they were read from."""

    values: dict[str, object]
    source: object
    plaintext: bytes = _NOTHING


class SealedColumn(models.BinaryField):  # type: ignore[type-arg]
    """The one column that holds a row's personal fields; sealed anew when they changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": _NOTHING, "blank": True, **kwargs})

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
        rows, names = list(objs), _columns(self.model, fields)
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
            names = _columns(type(self), kwargs["update_fields"])
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
        place = _place(type(self), _controller_of(self), self.pk)
        plaintext = unseal(self._cipher(), bytes(sealed), place)
        return Opened(_read(type(self), plaintext), sealed, plaintext)

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
        plaintext = _written(type(self), known.values)
        if plaintext == known.plaintext and not new:
            return self.stored_seal
        if plaintext:
            place = _place(type(self), _controller_of(self), self.pk)
            self.sealed = seal(self._cipher(), plaintext, place, nonce=os.urandom(NONCE_BYTES))
        else:
            self.sealed = _NOTHING
        known.plaintext, known.source = plaintext, self.sealed
        return self.stored_seal

    def has_something_to_seal(self) -> bool:
        """Say whether any personal value of this row is not blank."""
        known: Opened | None = self.__dict__.get("_opened")
        fields = _fields(type(self))
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


def opened_rows(
    rows: models.QuerySet[Any], *columns: str, chunk: int = 5_000
) -> Iterator[tuple[Mapping[str, Any], Sequence[Any]]]:
    """Yield each row's personal values and these columns, without making model instances: for whole registers.

    A field that is blank is not among the values. :class:`SealBroken` at a row that does not open.
    """
    model: type[SealedRow] = rows.model
    ids = as_texts("pk", "data_key_id", "data_key__controller_key_id")
    told = rows.values_list("sealed", "controller_id", "data_key__wrapped", *ids, *columns)
    for row in told.iterator(chunk_size=chunk):
        sealed, controller_id, wrapped, pk, key_id, controller_key_id, *others = row
        if not sealed:
            yield {}, others
            continue
        if wrapped is None:
            raise SealBroken
        place = Place(controller_id, model._meta.db_table, pk.replace("-", ""), "sealed")
        cipher = data_cipher(controller_id, key_id, controller_key_id, bytes(wrapped))
        yield _read(model, unseal(cipher, bytes(sealed), place)), others


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """New rows that are sealed and not stored yet; see :func:`seal_rows`."""

    model: type[SealedRow]
    controller_id: str
    made: MadeKeys
    columns: Mapping[str, Sequence[Any]]

    def insert(
        self, *, same: Mapping[str, Any], each: Mapping[str, Sequence[Any]], group: str
    ) -> Mapping[str, AESGCMSIV]:
        """Store the rows and their keys (of ``group``); returns the ciphers by the id of the row.

        ``same`` holds the other columns that all have in common, ``each`` those that differ, row by row.
        """
        self.made.keep(self.controller_id, group)
        insert_rows(
            self.model, same={**same, "controller_id": self.controller_id}, each={**self.columns, **each}
        )
        return {str(pk): key.cipher for pk, key in zip(self.columns["id"], self.made.keys, strict=True)}


def seal_rows(
    model: type[SealedRow], controller_id: str, personal: Sequence[Mapping[str, object]]
) -> SealedBatch:
    """Seal a new row for each of these personal values, without making model instances: for whole registers.

    As ``bulk_create`` would: each under a key of its own, with its blind indexes. Nothing is stored yet, so nobody
    waits for it. ``ValueError`` for a row with nothing personal in it.
    """
    written = [_written(model, values) for values in personal]
    if not all(written):
        raise ValueError("a row of a register has something to seal")
    ids = [uuid4() for _row in written]
    made = make_data_keys(controller_id, len(written))
    columns: dict[str, Sequence[object]] = {
        "id": ids,
        "data_key_id": [key.id for key in made.keys],
        "sealed": [
            seal(key.cipher, plaintext, _place(model, controller_id, pk), nonce=os.urandom(NONCE_BYTES))
            for pk, key, plaintext in zip(ids, made.keys, written, strict=True)
        ],
    }
    for field in _made_indexes(model):
        columns[field.attname] = _indexed(model, controller_id, field, personal)
    return SealedBatch(model, controller_id, made, columns)


def _indexed(
    model: type[SealedRow],
    controller_id: str,
    field: BlindIndexField,
    personal: Sequence[Mapping[str, object]],
) -> list[str]:
    index = indexer(controller_id, field.purpose)
    blanks = {name: _fields(model)[name].blank for name in (*field.needs, *field.of)}
    found = []
    for values in personal:
        known = all(values.get(name, blanks[name]) not in {"", None} for name in field.needs)
        found.append(index(*[values.get(name, blanks[name]) for name in field.of]) if known else "")
    return found


def prepare(rows: Sequence[SealedRow]) -> None:
    """Make rows ready to be stored: blind indexes of their personal values, and a key for each that needs one."""
    indexed = _made_indexes(type(rows[0])) if rows else ()
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


def _place(model: ModelBase, controller_id: str, pk: UUID) -> Place:
    return Place(controller_id, model._meta.db_table, pk.hex, "sealed")  # type: ignore[attr-defined]


@cache
def _fields(model: type[SealedRow]) -> Mapping[str, Personal[Any]]:
    return personal_fields(model)


@cache
def _made_indexes(model: type[SealedRow]) -> tuple[BlindIndexField, ...]:
    return tuple(field for field in model._meta.fields if isinstance(field, BlindIndexField) and field.of)


def _columns(model: type[SealedRow], names: Iterable[str]) -> list[str]:
    """Return the columns for these field names: all personal ones are one column, with the indexes made of them."""
    personal, asked = _fields(model), list(names)
    made = [field.attname for field in _made_indexes(model) if not personal.keys().isdisjoint(asked)]
    return list(dict.fromkeys(["sealed" if name in personal else name for name in asked] + made))


def _written(model: type[SealedRow], values: Mapping[str, object]) -> bytes:
    """Return the plaintext of these values: those that are not blank, by name; nothing when all are."""
    fields = _fields(model)
    stored: dict[str, Stored] = {
        name: field.write(value) for name, value in values.items() if value != (field := fields[name]).blank
    }
    return _encode(stored).encode() if stored else _NOTHING


def _read(model: type[SealedRow], plaintext: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(plaintext)
    for name in read.keys() - _stored_as_they_are(model):
        value, field = read.pop(name), _fields(model).get(name)
        read |= {name: field.read(value)} if field else {}
    return read


@cache
def _stored_as_they_are(model: type[SealedRow]) -> frozenset[str]:
    return frozenset(name for name, field in _fields(model).items() if not field.is_written_otherwise)
