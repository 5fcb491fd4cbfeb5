"""After erasing: leave no byte of what was erased in the database's files (E8)."""

from __future__ import annotations

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

from tijdig.vault.models import DataKey

_WAIT_FOR_KEYS = (
    "5s"  # PostgreSQL rewrites the keys while nobody reads them: no longer than this stands anyone waiting
)


def purge_database() -> str:
    """Write the database anew without its deleted bytes, and return what was done; not inside a transaction.

    SQLite: ``secure_delete`` has overwritten what was deleted, but the write-ahead log still holds it: it is taken in
    and cut to nothing, the file is written anew, and that is taken in too. PostgreSQL: the table of keys is written
    anew, so that what stood sealed under a destroyed key opens no more; dead rows of other tables, which hold nothing
    else, are given up for overwriting. Its own write-ahead log is kept as long as the operator's backups need it.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a database is not purged inside a transaction")
    with connection.cursor() as cursor:
        return _purge_sqlite(cursor) if connection.vendor == "sqlite" else _purge_postgresql(cursor)


def _purge_sqlite(cursor: CursorWrapper) -> str:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy = cursor.fetchone()[0]
    # Someone was reading: what they read stays in the log until the next purge takes it in.
    return "vacuum, log in use" if busy else "vacuum, log emptied"


def _purge_postgresql(cursor: CursorWrapper) -> str:
    cursor.execute(
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass",
        [DataKey._meta.db_table],
    )
    if not cursor.fetchone()[0]:  # PostgreSQL would pass over each table with no more than a warning
        return "nothing: this role owns no tables; run 'tijdig purge' as their owner"
    cursor.execute("VACUUM")
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [_WAIT_FOR_KEYS])
    try:
        cursor.execute(f'VACUUM (FULL) "{DataKey._meta.db_table}"')
    except OperationalError:  # in use all that time: the next purge tries again
        return "vacuum, keys in use"
    finally:
        cursor.execute("RESET lock_timeout")
    return "vacuum, keys written anew"
