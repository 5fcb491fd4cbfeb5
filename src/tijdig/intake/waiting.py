"""Tables as they wait for their columns to be confirmed: compact bytes, and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import NotRequired, TypedDict

from tijdig.intake.rules.table import FileKind, SheetChoice, Table


class _Stored(TypedDict):
    kind: str
    headings: list[str]
    rows: list[list[str]]
    lines: list[int]
    encoding: str
    separator: str
    sheet: str
    heading_line: int
    kinds: list[str]
    crooked: list[int]
    choice: list[list[str]]
    hidden_sheets: NotRequired[int]


def packed(tables: Sequence[Table]) -> bytes:
    """Return the tables as compressed JSON."""
    stored = [_stored(table) for table in tables]
    return zlib.compress(json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode())


def _stored(table: Table) -> _Stored:
    choice = table.choice
    return {
        "kind": table.kind.value,
        "headings": list(table.headings),
        "rows": [list(row) for row in table.rows],
        "lines": list(table.lines),
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "heading_line": table.heading_line,
        "kinds": list(table.kinds),
        "crooked": sorted(table.crooked),
        "choice": [[choice.chosen], list(choice.names), list(choice.layouts)] if choice else [],
        "hidden_sheets": table.hidden_sheets,
    }


def unpacked(content: bytes) -> tuple[Table, ...]:
    """Return the tables that :func:`packed` stored: several while it must still be said which sheet is meant."""
    stored: list[_Stored] = json.loads(zlib.decompress(content))
    return tuple(_table(one) for one in stored)


def _table(stored: _Stored) -> Table:
    choice = stored["choice"]
    return Table(
        kind=FileKind(stored["kind"]),
        headings=tuple(stored["headings"]),
        rows=tuple(tuple(row) for row in stored["rows"]),
        lines=tuple(stored["lines"]),
        encoding=stored["encoding"],
        separator=stored["separator"],
        sheet=stored["sheet"],
        heading_line=stored["heading_line"],
        kinds=tuple(stored["kinds"]),
        crooked=frozenset(stored["crooked"]),
        choice=SheetChoice(choice[0][0], tuple(choice[1]), tuple(choice[2])) if choice else None,
        hidden_sheets=stored.get("hidden_sheets", 0),
    )
