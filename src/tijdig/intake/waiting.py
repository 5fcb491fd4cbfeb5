"""A table as it waits for its columns to be confirmed: compact bytes, and back."""

from __future__ import annotations

import json
import zlib
from typing import TypedDict

from tijdig.intake.rules.table import FileKind, Table


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


def packed(table: Table) -> bytes:
    """Return the table as compressed JSON."""
    stored: _Stored = {
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
    }
    return zlib.compress(json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(content: bytes) -> Table:
    """Return the table that :func:`packed` stored."""
    stored: _Stored = json.loads(zlib.decompress(content))
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
    )
