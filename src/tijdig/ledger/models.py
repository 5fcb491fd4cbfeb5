"""The log: its records, the tree over them, and the checkpoints that were signed.

Every kind of record is a :class:`LogRecord`; other rooms add kinds of their own. Records are written in the transaction
of the change they tell of, without a place; sealing gives them one. What is written is never changed (T7).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models

from tijdig.inserting import insert_rows
from tijdig.ledger.keys import evidence_for
from tijdig.ledger.rules.record import (
    SALT_BYTES,
    canonical_json,
    canonical_record,
    canonical_records,
    commitment_of,
)
from tijdig.ledger.trace import note_record


def new_salt() -> bytes:
    """Return 32 random bytes: what keeps the commitment to a record from being guessed (T6)."""
    return secrets.token_bytes(SALT_BYTES)


class LogManager[Record: LogRecord](models.Manager[Record]):
    """Writes records ready to be sealed, whichever way they are written."""

    def bulk_create(self, objs: Iterable[Record]) -> list[Record]:  # type: ignore[override] # nothing else to choose
        """Write many records at once, each with its salt, its parts' commitments and its evidence.

        They are not given their ids back. Every reading of many writes a row each: Django's own takes seven times as
        long, and would take conflicts and updates for granted that a log does not know.
        """
        records = list(objs)
        for record in records:
            record.prepare()
        columns = [field.attname for field in _columns(self.model) if not field.primary_key]
        insert_rows(
            self.model,
            same={},
            each={name: [getattr(record, name) for record in records] for name in columns},
        )
        note_record()
        for record in records:
            record._state.adding = False  # noqa: SLF001 - as Django's own does
        return records

    def insert_alike(self, *, same: Mapping[str, Any], each: Mapping[str, Sequence[str]]) -> None:
        """Write many records that differ in some columns of text only, without an instance of each: for registers.

        ``same`` holds what all say, ``each`` the texts of the other columns, record by record; together every column
        that is committed to. For kinds without parts.
        """
        if self.model.PARTS or {*same, *each} != {*committed_columns(self.model)}:
            raise ValueError(f"not the columns of {self.model.KIND}")
        written = list(canonical_records(self.model.KIND, same, each))
        salts = [new_salt() for _record in written]
        evidence = [evidence_for(salt, canonical) for salt, canonical in zip(salts, written, strict=True)]
        insert_rows(
            self.model, same={**same, "position": None}, each={**each, "salt": salts, "evidence": evidence}
        )
        note_record()


class LogRecord(models.Model):
    """One entry of a controller's log. A concrete kind adds columns and says in ``KIND`` what it is called there.

    Columns of the concrete kind hold codes, identifiers, counts and days, never names, addresses, BSNs or amounts (L6);
    JSON columns hold text, whole numbers, yes/no and lists or named values of those. A column named in ``PARTS`` (JSON,
    null=True) can be erased by itself: it comes with two binary columns, ``<part>_salt`` and ``<part>_commitment``,
    both null=True, and stands in the record as its commitment. No column is called ``kind`` or ``parts``.
    """

    KIND: ClassVar[str]
    PARTS: ClassVar[tuple[str, ...]] = ()

    controller_id = models.CharField(max_length=4)
    at = models.DateTimeField()
    trace_id = models.UUIDField()
    span_id = models.CharField(max_length=16)
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)
    position = models.BigIntegerField(null=True)  # place in the controller's log from 0; null until sealed
    evidence = models.BinaryField(max_length=32, null=True)  # vouches for the record until it is sealed

    objects: ClassVar[LogManager[Self]] = LogManager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["controller_id", "position"], name="%(class)s_place")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the record, once; a record that stands is not changed (T7)."""
        if not self._state.adding:
            raise TypeError("a log record is not changed; see ledger.services for redaction (T6, T7)")
        self.prepare()
        super().save(*args, **kwargs)
        note_record()

    def prepare(self) -> None:
        """Fill what sealing needs: a salt and commitment for each part, and the evidence over the whole."""
        for part in self.PARTS:
            value = getattr(self, part)
            if value is not None:
                salt = new_salt()
                setattr(self, f"{part}_salt", salt)
                setattr(self, f"{part}_commitment", commitment_of(salt, canonical_json(value)))
        self.evidence = evidence_for(bytes(self.salt), self.canonical())

    def canonical(self) -> bytes:
        """Return the record in canonical form, as it is committed to: every column but those of storage."""
        return canonical_record(
            self.KIND,
            {column: getattr(self, column) for column in committed_columns(type(self))},
            {
                part: commitment
                for part in self.PARTS
                if (commitment := getattr(self, f"{part}_commitment")) is not None
            },
        )


@cache
def committed_columns(kind: type[LogRecord]) -> tuple[str, ...]:
    """Return the columns that a kind of record commits to; its parts stand in it as commitments of their own."""
    storage = {"id", "salt", "position", "evidence"}
    parts = {f"{part}{column}" for part in kind.PARTS for column in ("", "_salt", "_commitment")}
    columns = [field.attname for field in _columns(kind)]
    return tuple(column for column in columns if column not in storage | parts)


def _columns(kind: type[LogRecord]) -> Sequence[models.Field[Any, Any]]:
    return kind._meta.concrete_fields  # noqa: SLF001 - Django's public way to columns


def log_kinds() -> tuple[type[LogRecord], ...]:
    """Return every kind of record in the installation, by name: of this room and of the rooms above."""
    kinds = [model for model in apps.get_models() if issubclass(model, LogRecord)]
    return tuple(sorted(kinds, key=lambda model: model.KIND))


class AuditEvent(LogRecord):
    """One write (or refused attempt) by one actor. Holds codes and identifiers, never personal data (R58, L6)."""

    KIND = "event"

    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    party = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=32)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    result = models.CharField(max_length=32)
    reasons = models.JSONField(default=list)
    details = models.JSONField(default=dict)

    class Meta(LogRecord.Meta):
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["controller_id", "object_id", "at"], name="audit_object"),
            models.Index(fields=["controller_id", "person_id", "at"], name="audit_person"),
            models.Index(fields=["controller_id", "at", "action", "party", "result"], name="audit_search"),
            models.Index(fields=["controller_id", "trace_id"], name="audit_trace"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}: {self.result}"


class Redaction(LogRecord):
    """One record, or one part of a record, that was erased by authority (T6); itself in the log.

    ``commitment`` is what the tree keeps in its place. ``authority`` is the rule or article that asked for it,
    ``reason`` a code. ``place`` is the place of a whole record; of a part it is null, and ``part`` names the part.
    """

    KIND = "redaction"

    person_id = models.UUIDField(null=True)
    role = models.CharField(max_length=32)
    record_kind = models.CharField(max_length=32)
    part = models.CharField(max_length=32, blank=True)
    place = models.BigIntegerField(null=True)
    commitment = models.BinaryField(max_length=32)
    authority = models.CharField(max_length=64)
    reason = models.CharField(max_length=64)

    class Meta(LogRecord.Meta):
        constraints = [
            *LogRecord.Meta.constraints,
            models.UniqueConstraint(fields=["controller_id", "commitment"], name="redaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.part} {self.authority}"


class ReceiptRecord(LogRecord):
    """That a receipt was handed out (T4): which, to which partner, and the commitment to what it says.

    The salt of that commitment is in the receipt, and in :class:`ReceiptSalt` for as long as what the receipt tells of
    is kept: without it nobody can try out names or amounts on the log.
    """

    KIND = "receipt"

    number = models.CharField(max_length=32)
    party = models.CharField(max_length=64)
    covenant = models.CharField(max_length=71)  # hash of the one under which was received what it tells of
    content = models.BinaryField(max_length=32)
    code = models.CharField(max_length=19)  # the first 75 bits of that, to type over

    class Meta(LogRecord.Meta):
        indexes = [models.Index(fields=["controller_id", "code"], name="receipt_code")]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


class ReceiptSalt(models.Model):
    """The salt with which a receipt's content was committed to; goes when that of which it tells is erased (T6)."""

    controller_id = models.CharField(max_length=4)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    content = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=SALT_BYTES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["controller_id", "content"], name="receipt_salt_once")]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="receipt_salt_object")]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}"


class LogState(models.Model):
    """The state of one controller's log: locked by whoever seals it, and carrying what was found wrong.

    ``alarm`` is the code of the problem that sealing met, ``found`` that of the first thing that the last check of the
    whole log found; both are empty when there was none.
    """

    controller_id = models.CharField(max_length=4, primary_key=True)
    alarm = models.CharField(max_length=64, blank=True)
    alarm_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_size = models.BigIntegerField(default=0)
    found = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.controller_id


class Tile(models.Model):
    """Up to 256 hashes of the tree, in a row (C2SP tlog-tiles); only ever grows."""

    controller_id = models.CharField(max_length=4)
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["controller_id", "level", "index"], name="tile_place")]

    def __str__(self) -> str:
        return f"{self.controller_id} {self.level}/{self.index}"


class SignedCheckpoint(models.Model):
    """A size and root that were signed (T2): the note as it went out, never changed."""

    controller_id = models.CharField(max_length=4)
    size = models.BigIntegerField()
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["controller_id", "size"], name="checkpoint_size")]

    def __str__(self) -> str:
        return f"{self.controller_id} {self.size}"
