"""Under which municipality the database is read and written now: what PostgreSQL's row-level security goes by (A7).

Every row of a municipality carries its code, and every query asks for it. On PostgreSQL the database asks once more: a
policy on each such table compares the code with the setting ``tijdig.controller`` of the session. Where none is set,
nothing is seen. The code that knows for whom it works says so with :func:`under`; on SQLite that does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

SETTING = "tijdig.controller"
NOBODY = ""

_current: ContextVar[str] = ContextVar("tijdig_controller", default=NOBODY)


def current_controller() -> str:
    """Return the code of the municipality that work is done for now; empty when that is not known."""
    return _current.get()


@contextmanager
def under(controller_id: str) -> Iterator[None]:
    """Do the body for this municipality; what was set before is set again afterwards, also after a failure.

    A connection that is opened meanwhile is told so as well. In a transaction the setting lasts no longer than that.
    """
    before = _current.get()
    if controller_id == before:
        yield
        return
    token = _current.set(controller_id)
    try:
        _tell(connection, controller_id)
        yield
    finally:
        _current.reset(token)
        _tell(connection, before)


def _tell(database: BaseDatabaseWrapper, controller_id: str) -> None:
    """Set it for the session, or within a transaction for that; a connection that broke down is told nothing."""
    if database.vendor != "postgresql" or database.connection is None or database.needs_rollback:
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, %s)", [SETTING, controller_id, database.in_atomic_block])


def _tell_new_connection(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql" and _current.get():
        _tell(connection, _current.get())


connection_created.connect(_tell_new_connection)
