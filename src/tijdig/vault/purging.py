"""After erasing: leave no byte of what was erased in the database's files (E8)."""

from __future__ import annotations

from django.db import connection


def purge_database() -> str:
    """Write the database anew without its deleted bytes, and return what was done; not inside a transaction.

    SQLite: ``secure_delete`` has overwritten what was deleted, but the write-ahead log still holds it: it is taken in
    and cut to nothing, the file is written anew, and that is taken in too. PostgreSQL: dead rows are given up for
    overwriting; its own write-ahead log is kept as long as the operator's backups need it.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a database is not purged inside a transaction")
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("VACUUM")
            return "vacuum"
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    # Someone was reading: what they read stays in the log until the next purge takes it in.
    return "vacuum, log in use" if busy else "vacuum, log emptied"
