"""Worlds in which many tests begin: built once by the real services, then laid down again row by row.

The first test of a worker that asks for a world builds it. What that left in the database is kept, byte for byte, and
later tests get the same rows in a few milliseconds and a copy of what the builder returned. A world is kept per
arguments and per moment on the test's clock, and only begins in an empty database: elsewhere the builder just builds.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache, wraps

import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from tijdig.covenant.rules.document import Covenant

# What migrations put there before any test.
BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}

type _Rows = list[tuple[object, ...]] | bytes


@dataclass(frozen=True, slots=True)
class _Kept:
    """The rows of each table, what was returned as a pickle with its covenants beside it, and what was mailed."""

    rows: dict[str, _Rows]
    result: bytes
    covenants: dict[str, Covenant]
    sent: tuple[EmailMessage, ...]


def built_once[**P, T](build: Callable[P, T]) -> Callable[P, T]:
    """Keep what this builder makes; its arguments must be hashable and its result of classes that can be pickled."""
    worlds: dict[object, _Kept] = {}

    @wraps(build)
    def begin(*args: P.args, **kwargs: P.kwargs) -> T:
        if not _is_empty():
            return build(*args, **kwargs)
        at = timezone.now()
        # Without a frozen clock a world may be some minutes old, as a real one would be.
        moment = (
            at if time_machine.escape_hatch.is_travelling() else at.replace(minute=0, second=0, microsecond=0)
        )
        key = (args, tuple(sorted(kwargs.items())), moment)
        if key in worlds:
            return _lay_down(worlds[key])
        sent = len(getattr(mail, "outbox", ()))
        built = build(*args, **kwargs)
        worlds[key] = _keep(built, tuple(getattr(mail, "outbox", ())[sent:]))
        return built

    return begin


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """Return the columns of each table that tests fill."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.django_table_names(only_existing=True)) - BY_MIGRATIONS
        columns = {}
        for name in sorted(names):
            cursor.execute(f'SELECT * FROM "{name}" LIMIT 0')
            columns[name] = tuple(column[0] for column in cursor.description)
        return columns


@cache
def _any_row() -> str:
    return "SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{name}")' for name in _columns())


def _is_empty() -> bool:
    if connection.vendor == "postgresql":  # to plan it takes longer than to answer it
        connection.ensure_connection()
        return not connection.connection.execute(_any_row(), prepare=True).fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute(_any_row())
        return not cursor.fetchone()[0]


def _keep(built: object, sent: tuple[EmailMessage, ...]) -> _Kept:
    covenants: dict[str, Covenant] = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, one: object) -> str | None:
            # What is compiled from a covenant is kept per object: the copy must hold the same one.
            return covenants.setdefault(one.hash, one).hash if isinstance(one, Covenant) else None

    result = io.BytesIO()
    Pickler(result).dump(built)
    read = _read_on_postgresql if connection.vendor == "postgresql" else _read_on_sqlite
    rows = {name: found for name in _columns() if (found := read(name))}
    return _Kept(rows, result.getvalue(), covenants, sent)


def _lay_down[T](kept: _Kept) -> T:
    write = _write_on_postgresql if connection.vendor == "postgresql" else _write_on_sqlite
    with transaction.atomic():
        for name, rows in kept.rows.items():
            write(name, rows)
    if kept.sent:
        mail.outbox.extend(map(copy, kept.sent))

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, covenant_hash: str) -> Covenant:
            return kept.covenants[covenant_hash]

    result: T = Unpickler(io.BytesIO(kept.result)).load()
    return result


def _read_on_sqlite(name: str) -> _Rows:
    # The plus hides from the driver of which type a column is, so that it hands over the stored value itself.
    columns = ", ".join(f'+"{column}"' for column in _columns()[name])
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{name}"')
        return list(cursor.fetchall())


def _write_on_sqlite(name: str, rows: _Rows) -> None:
    marks = ", ".join("?" * len(_columns()[name]))
    connection.ensure_connection()
    connection.connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)


def _read_on_postgresql(name: str) -> _Rows:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{name}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def _write_on_postgresql(name: str, rows: _Rows) -> None:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
        copy.write(rows)
