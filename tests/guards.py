"""What someone with the database in hand can do: take away the triggers that keep what was written as it was."""

from __future__ import annotations

from django.db import connection


def lift_guards_of(*tables: str) -> None:
    """Take the triggers of these tables away; the end of the test brings them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # a table that is waiting for a check cannot be altered
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        for table in tables:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
