"""Which column of which table holds what personal data, and how it stands there (C9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from tijdig.vault.fields import BlindIndexField, personal_fields


class Standing(StrEnum):
    """How a personal value stands in its table."""

    SEALED = "sealed"
    INDEX = "blind index"
    OPEN = "in the open"


@dataclass(frozen=True, slots=True)
class StoredField:
    """A field that holds personal data: its data categories in the covenant's vocabulary, and how it is stored."""

    model: str
    name: str
    categories: tuple[str, ...]
    standing: Standing


def stored_fields(model: type[models.Model]) -> tuple[StoredField, ...]:
    """Return the fields of a model that hold personal data, in the order of how they stand.

    What stands in the open, because lists are sorted, counted or guarded by it, a model names in ``in_the_open``.
    """
    label = model._meta.label
    sealed = [
        StoredField(label, name, field.categories, Standing.SEALED)
        for name, field in personal_fields(model).items()
    ]
    indexes = [
        StoredField(label, field.name, (field.category,), Standing.INDEX)
        for field in model._meta.concrete_fields
        if isinstance(field, BlindIndexField)
    ]
    told: Mapping[str, str] = getattr(model, "in_the_open", {})
    in_the_open = [StoredField(label, name, (category,), Standing.OPEN) for name, category in told.items()]
    return (*sealed, *indexes, *in_the_open)
