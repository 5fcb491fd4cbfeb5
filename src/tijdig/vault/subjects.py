"""Data subjects by the record that is about them, and the key that stands or falls with each (E2, L2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import batched
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.apps import apps
from django.db import models

from tijdig.vault.keys import as_texts, data_cipher
from tijdig.vault.rows import SealedRow

AT_ONCE = 500


@cache
def subject_models() -> Mapping[str, type[models.Model]]:
    """Return every model of which each row is about one person or household, by how the logs call such a row.

    It says so itself: ``subject_kind = "signal"`` and, where the key is not its own, ``key_of_subject``, the way to it.
    """
    kinds = {str(getattr(model, "subject_kind", "")): model for model in apps.get_models()}
    return {kind: model for kind, model in kinds.items() if kind}


def subject_ciphers(controller_id: str, kind: str, ids: Collection[str]) -> Mapping[str, AESGCMSIV]:
    """Return the cipher of the key of each of these data subjects of a controller, by id, some hundreds per query.

    Who is not there, or whose key was destroyed, is not among them. ``KeyError`` for a kind that no model has.
    """
    model = subject_models()[kind]
    key = getattr(model, "key_of_subject", "data_key")
    of_key = as_texts(f"{key}_id", f"{key}__controller_key_id")
    found = {}
    for part in batched(_keys(model, ids), AT_ONCE):
        # By id alone: asked for the controller too, SQLite may think it quicker to read the whole table.
        rows = model._base_manager.filter(pk__in=part).order_by()
        for pk, under, key_id, controller_key_id, wrapped in rows.values_list(
            "pk", "controller_id", *of_key, f"{key}__wrapped"
        ):
            if under == controller_id and wrapped is not None:
                found[str(pk)] = data_cipher(controller_id, key_id, controller_key_id, bytes(wrapped))
    return found


def ciphers_of(rows: Iterable[SealedRow]) -> Mapping[str, AESGCMSIV]:
    """Return the cipher of each of these rows that were just stored, by id; without a query, their keys are at hand."""
    return {str(row.pk): row._cipher() for row in rows}


def _keys(model: type[models.Model], ids: Collection[str]) -> Iterator[UUID | int]:
    """Yield the ids as the table has them; what cannot be one is passed over."""
    of = UUID if isinstance(model._meta.pk, models.UUIDField) else int
    for one in sorted(ids):
        try:
            yield of(one)
        except ValueError:
            continue
