"""Rows of whole registers, sealed and opened without making an instance of each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db.models import QuerySet

from tijdig.inserting import insert_rows
from tijdig.vault.fields import BlindIndexField
from tijdig.vault.keys import MadeKeys, as_texts, data_cipher, indexer, make_data_keys
from tijdig.vault.personal_values import fields_of, indexes_made_of_them, place_of, plaintext_of, values_in
from tijdig.vault.rows import SealedRow
from tijdig.vault.rules.sealing import NONCE_BYTES, SealBroken, seal, unseal


def opened_rows(
    rows: QuerySet[Any], *columns: str, chunk: int = 5_000
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
        place = place_of(model, controller_id, pk.replace("-", ""))
        cipher = data_cipher(controller_id, key_id, controller_key_id, bytes(wrapped))
        yield values_in(model, unseal(cipher, bytes(sealed), place)), others


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
    written = [plaintext_of(model, values) for values in personal]
    if not all(written):
        raise ValueError("a row of a register has something to seal")
    ids = [uuid4() for _row in written]
    made = make_data_keys(controller_id, len(written))
    columns: dict[str, Sequence[object]] = {
        "id": ids,
        "data_key_id": [key.id for key in made.keys],
        "sealed": [
            seal(key.cipher, plaintext, place_of(model, controller_id, pk.hex), nonce=os.urandom(NONCE_BYTES))
            for pk, key, plaintext in zip(ids, made.keys, written, strict=True)
        ],
    }
    for field in indexes_made_of_them(model):
        columns[field.attname] = _indexed(model, controller_id, field, personal)
    return SealedBatch(model, controller_id, made, columns)


def _indexed(
    model: type[SealedRow],
    controller_id: str,
    field: BlindIndexField,
    personal: Sequence[Mapping[str, object]],
) -> list[str]:
    index = indexer(controller_id, field.purpose)
    blanks = {name: fields_of(model)[name].blank for name in (*field.needs, *field.of)}
    found = []
    for values in personal:
        known = all(values.get(name, blanks[name]) not in {"", None} for name in field.needs)
        found.append(index(*[values.get(name, blanks[name]) for name in field.of]) if known else "")
    return found
