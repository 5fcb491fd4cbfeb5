"""The log as it stands in the database, read row by row without trusting any of it.

The rows are read past Django's models: one that was tampered with until it cannot be decoded must be found, not stop
the reading. What can be decoded goes through the same converters as models use, so it is the same record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, partial
from heapq import merge
from types import UnionType
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Field

from tijdig.ledger.models import LogRecord, Redaction, SignedCheckpoint, committed_columns, log_kinds
from tijdig.ledger.queries import tile_reader
from tijdig.ledger.rules.lines import Entry, Part, entry_of
from tijdig.ledger.rules.record import canonical_json, canonical_record
from tijdig.ledger.rules.verifying import Unreadable

# A column: its name, the type of which a value is taken as it is, and what makes anything else into one or raises.
type Column = tuple[str, type | None, Callable[[Any], Any]]

_CHUNK = 2_000
_TYPES: dict[type[Field[Any, Any]], type | UnionType] = {
    models.BigAutoField: int,
    models.BigIntegerField: int,
    models.BinaryField: bytes | memoryview,
    models.CharField: str,
    models.DateTimeField: datetime,
    models.JSONField: str | int | list | dict,
    models.UUIDField: UUID,
}  # what columns of log records may be of; another one is added here first


@dataclass(slots=True)
class StoredRecord:
    """One row of a log table; ``entry`` is None when it cannot be decoded. A waiting one has place 0 in its entry."""

    kind: type[LogRecord]
    pk: int
    position: object
    evidence: bytes
    at: str
    entry: Entry | None


def stored_records(
    kind: type[LogRecord], controller_id: str, *, is_sealed: bool, limit: int | None = None
) -> Iterator[StoredRecord]:
    """Yield the rows of one kind under a controller: sealed ones by place, or waiting ones by age."""
    columns = _columns(kind, connection.vendor)
    order = "position" if is_sealed else "at, id"
    # SQLite's driver converts named columns while fetching, and stops at nonsense; it leaves an expression as it is.
    plain = "+" if connection.vendor == "sqlite" else ""
    names = ", ".join(plain + connection.ops.quote_name(name) for name, _type, _convert in columns)
    query = (
        f"SELECT {names} FROM {_options(kind).db_table} WHERE controller_id = %s "  # noqa: S608 - our own names
        f"AND position IS {'NOT ' if is_sealed else ''}NULL ORDER BY {order}"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{query} LIMIT {limit}" if limit else query, [controller_id])
        while rows := _fetched(cursor):
            for row in rows:
                yield _decoded(kind, columns, row)


def _fetched(cursor: CursorWrapper) -> Sequence[tuple[Any, ...]]:
    rows: Sequence[tuple[Any, ...]]
    if connection.vendor != "sqlite":
        rows = cursor.fetchmany(_CHUNK)
        return rows
    driver = connection.connection
    usual = driver.text_factory
    driver.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        rows = cursor.fetchmany(_CHUNK)
    finally:
        driver.text_factory = usual
    return rows


@cache
def _columns(kind: type[LogRecord], _vendor: str) -> list[Column]:
    """Return the columns to read, each with how the database in use hands over its values."""
    names = ["id", "position", "evidence", "salt", *committed_columns(kind)]
    names += [f"{part}{column}" for part in kind.PARTS for column in ("", "_salt", "_commitment")]
    return [(name, *_converter(_options(kind).get_field(name))) for name in names]


def _options(kind: type[LogRecord]) -> Any:
    return kind._meta  # noqa: SLF001 - Django's public way to table and columns


def _converter(field: Field[Any, Any]) -> tuple[type | None, Callable[[Any], Any]]:
    column = field.get_col(field.model._meta.db_table)  # noqa: SLF001 - the same
    steps = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
    expected = _TYPES[type(field)]

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        # SQLite holds any type in any column: bytes in the place of text must not pass for the text of their digits.
        if value is not None and not isinstance(value, expected):
            raise TypeError("not of the type of the column")
        return value

    if steps and isinstance(field, models.DateTimeField | models.UUIDField):
        # One run writes the same moments and trace in thousands of records, next to each other.
        return None, lru_cache(maxsize=64, typed=True)(convert)
    return expected if isinstance(expected, type) and not steps else None, convert


def _decoded(kind: type[LogRecord], columns: list[Column], row: tuple[Any, ...]) -> StoredRecord:
    try:
        told: dict[str, Any] = {
            name: value if type(value) is expected else convert(value)
            for (name, expected, convert), value in zip(columns, row, strict=True)
        }
        return StoredRecord(
            kind,
            row[0],
            told["position"],
            _bytes(told["evidence"]),
            str(told["at"]),
            _entry(kind, told),
        )
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError):
        return StoredRecord(kind, row[0], row[1], b"", "", None)


def _entry(kind: type[LogRecord], told: dict[str, Any]) -> Entry:
    commitments = {part: told[f"{part}_commitment"] for part in kind.PARTS}
    canonical = canonical_record(
        kind.KIND,
        {name: told[name] for name in committed_columns(kind)},
        {part: _bytes(commitment) for part, commitment in commitments.items() if commitment is not None},
    )
    parts = {
        part: Part(_bytes(told[f"{part}_salt"]), canonical_json(told[part]))
        for part in kind.PARTS
        if told[part] is not None or told[f"{part}_salt"] is not None
    }
    return entry_of(told["position"] or 0, _bytes(told["salt"]), canonical, parts)


def _bytes(value: bytes | memoryview | None) -> bytes:
    return b"" if value is None else bytes(value)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything in the body as it stands at one moment, without keeping writers waiting."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "BEGIN DEFERRED"
            )  # Django's own transactions would take the only write lock there is
            try:
                yield
            finally:
                cursor.execute("COMMIT")


class StoredLog:
    """A controller's log in the database, as something to verify or to export; to be used in :func:`one_moment`."""

    def __init__(self, controller_id: str) -> None:
        self.controller_id = controller_id
        self.tile = tile_reader(controller_id)

    def notes(self) -> list[str]:
        """Return the signed notes, by size; a row that says another size than its note holds none."""
        kept = SignedCheckpoint.objects.filter(controller_id=self.controller_id).order_by("size", "pk")
        rows = kept.values_list("size", "note")
        return [note if note.split("\n")[1:2] == [str(size)] else "" for size, note in rows]

    def entries(self) -> Iterator[Entry | Unreadable]:
        """Yield what stands at each place; where a redaction deleted the record, its commitment."""
        records = [stored_records(kind, self.controller_id, is_sealed=True) for kind in log_kinds()]
        streams: list[Iterator[Entry | Unreadable]] = [map(_as_entry, of_kind) for of_kind in records]
        return merge(*streams, self._erased(), key=_place)

    def _erased(self) -> Iterator[Entry]:
        redactions = (
            record.entry
            for is_sealed in (True, False)
            for record in stored_records(Redaction, self.controller_id, is_sealed=is_sealed)
        )
        gone = (_erased_by(entry.canonical) for entry in redactions if entry is not None)
        return iter(sorted((entry for entry in gone if entry is not None), key=_place))


def _erased_by(canonical: bytes) -> Entry | None:
    """Return what a redaction left of a whole record; None when it covers a part, or names no place."""
    told = json.loads(canonical)
    place = told.get("place")
    if told.get("part") or not isinstance(place, int) or place < 0:
        return None
    return Entry(place, bytes.fromhex(told["commitment"]))


def _place(entry: Entry | Unreadable) -> int:
    return -1 if entry.position is None else entry.position


def _as_entry(record: StoredRecord) -> Entry | Unreadable:
    """Return what a row says of its place; a sealed row has no evidence left."""
    if not isinstance(record.position, int) or record.position < 0:
        return Unreadable(None)
    if record.entry is None or record.evidence:
        return Unreadable(record.position)
    return record.entry
