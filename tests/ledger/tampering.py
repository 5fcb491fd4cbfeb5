"""What someone with the database in hand can do: take the triggers away, and change what the log holds."""

from __future__ import annotations

from tests.guards import lift_guards_of
from tijdig.ledger.models import SignedCheckpoint, Tile, log_kinds


def log_tables() -> list[str]:
    """Return the tables of the log."""
    return [model._meta.db_table for model in (*log_kinds(), Tile, SignedCheckpoint)]


def lift_guards() -> None:
    """Take the triggers of the log away; the end of the test brings them back."""
    lift_guards_of(*log_tables())
