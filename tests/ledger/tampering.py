"""What someone with the database in hand can do: take the triggers away, and change what the log holds."""

from __future__ import annotations

from django.db import connection

from tijdig.ledger.models import SignedCheckpoint, Tile, log_kinds


def log_tables() -> list[str]:
    """Return the tables of the log."""
    return [model._meta.db_table for model in (*log_kinds(), Tile, SignedCheckpoint)]


def lift_guards() -> None:
    """Take the triggers of the log away; the end of the test brings them back."""
    with connection.cursor() as cursor:
        for table in log_tables():
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                continue
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
