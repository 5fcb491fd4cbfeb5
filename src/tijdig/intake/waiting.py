"""Tables as they wait for their columns to be confirmed: compact bytes, and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace

from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.shown_table import ShownTable, shown, table_from
from tijdig.intake.rules.table import SheetChoice, Table


class _Stored(ShownTable):
    rows: list[list[str]]
    choice: list[list[str]]


def packed(tables: Sequence[Table]) -> bytes:
    """Return the tables as compressed JSON."""
    stored = [_stored(table) for table in tables]
    return zlib.compress(json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode())


def _stored(table: Table) -> _Stored:
    choice = table.choice
    return {
        **shown(table),
        "rows": [list(row) for row in table.rows],
        "choice": [[choice.chosen], list(choice.names), list(choice.layouts)] if choice else [],
    }


def unpacked(content: bytes) -> tuple[Table, ...]:
    """Return the tables that :func:`packed` stored: several while it must still be said which sheet is meant."""
    stored: list[_Stored] = json.loads(zlib.decompress(content))
    return tuple(_table(one) for one in stored)


def _table(stored: _Stored) -> Table:
    choice = stored["choice"]
    return replace(
        table_from(stored, Rows.of(stored["rows"], len(stored["headings"]))),
        choice=SheetChoice(choice[0][0], tuple(choice[1]), tuple(choice[2])) if choice else None,
    )
