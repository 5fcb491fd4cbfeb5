"""The personal values of a row as the one text that is sealed, and where that text belongs (E1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelBase

from tijdig.vault.fields import BlindIndexField, Personal, Stored, personal_fields
from tijdig.vault.rules.sealing import Place

NOTHING = b""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@cache
def fields_of(model: type[Model]) -> Mapping[str, Personal[Any]]:
    """Return the personal fields of a model, by name."""
    return personal_fields(model)


@cache
def indexes_made_of_them(model: type[Model]) -> tuple[BlindIndexField, ...]:
    """Return the blind indexes of a model that are made of personal fields (E3)."""
    return tuple(field for field in model._meta.fields if isinstance(field, BlindIndexField) and field.of)


def columns_of(model: type[Model], names: Iterable[str]) -> list[str]:
    """Return the columns for these field names: all personal ones are one column, with the indexes made of them."""
    personal, asked = fields_of(model), list(names)
    made = [field.attname for field in indexes_made_of_them(model) if not personal.keys().isdisjoint(asked)]
    return list(dict.fromkeys(["sealed" if name in personal else name for name in asked] + made))


def plaintext_of(model: type[Model], values: Mapping[str, object]) -> bytes:
    """Return the plaintext of these values: those that are not blank, by name; nothing when all are."""
    fields = fields_of(model)
    stored: dict[str, Stored] = {
        name: field.write(value) for name, value in values.items() if value != (field := fields[name]).blank
    }
    return _encode(stored).encode() if stored else NOTHING


def values_in(model: type[Model], plaintext: bytes) -> dict[str, Any]:
    """Return the values in this plaintext, by name; a field that the model no longer has is left out."""
    read: dict[str, Any] = json.loads(plaintext)
    for name in read.keys() - _stored_as_they_are(model):
        value, field = read.pop(name), fields_of(model).get(name)
        read |= {name: field.read(value)} if field else {}
    return read


@cache
def _stored_as_they_are(model: type[Model]) -> frozenset[str]:
    return frozenset(name for name, field in fields_of(model).items() if not field.is_written_otherwise)


def place_of(model: ModelBase, controller_id: str, row: str) -> Place:
    """Return the place that the sealed column of a row (its id in hex) is bound to: moved, it does not open (E1)."""
    return Place(controller_id, model._meta.db_table, row, "sealed")  # type: ignore[attr-defined]
