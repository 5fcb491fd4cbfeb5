"""A table without its cells as JSON holds it, and back: cells have ways of their own to be written."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.table import FileKind, Table


class ShownTable(TypedDict):
    """What a table says besides its cells and the choice of its sheet."""

    kind: str
    headings: list[str]
    lines: list[int]
    encoding: str
    separator: str
    sheet: str
    heading_line: int
    kinds: list[str]
    crooked: list[int]
    hidden_sheets: NotRequired[int]
    from_1904: NotRequired[bool]


def shown(table: Table) -> ShownTable:
    """Return what there is to write besides the cells."""
    return {
        "kind": table.kind.value,
        "headings": list(table.headings),
        "lines": list(table.lines),
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "heading_line": table.heading_line,
        "kinds": list(table.kinds),
        "crooked": sorted(table.crooked),
        "hidden_sheets": table.hidden_sheets,
        "from_1904": table.from_1904,
    }


def table_from(said: ShownTable, rows: Rows) -> Table:
    """Return the table of which :func:`shown` told this, with these rows; ``ValueError`` for an unknown kind."""
    return Table(
        kind=FileKind(said["kind"]),
        headings=tuple(said["headings"]),
        rows=rows,
        lines=tuple(said["lines"]),
        encoding=said["encoding"],
        separator=said["separator"],
        sheet=said["sheet"],
        heading_line=said["heading_line"],
        kinds=tuple(said["kinds"]),
        crooked=frozenset(said["crooked"]),
        hidden_sheets=said.get("hidden_sheets", 0),
        from_1904=said.get("from_1904", False),
    )
