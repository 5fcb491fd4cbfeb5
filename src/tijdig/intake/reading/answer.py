"""What the bounded process answers, as bytes: one line of JSON about the tables or the one problem, then all cells.

The cells are plain text with a sign between them that no file may hold: written and read back in a third of the time
that JSON takes for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from typing import TypedDict

from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Problem, Refused, retell

_CELL, _ROW, _END = "\x1f", "\x1e", "\x1d"


class _Told(TypedDict):
    code: str
    params: dict[str, str]


class _Shown(TypedDict):
    kind: str
    headings: list[str]
    lines: list[int]
    encoding: str
    separator: str
    sheet: str
    heading_line: int
    kinds: list[str]
    crooked: list[int]
    hidden_sheets: int


class _Head(TypedDict, total=False):
    problem: _Told
    tables: list[_Shown]


def write_tables(tables: Sequence[Table]) -> bytes:
    """Write what was read."""
    cells = _ROW.join([_CELL.join(row) for table in tables for row in table.rows])
    return _line({"tables": [_shown(table) for table in tables]}) + (cells + _END).encode()


def write_problem(problem: Problem) -> bytes:
    """Write why nothing was read."""
    return _line({"problem": {"code": problem.code, "params": dict(problem.params)}})


def read_answer(written: bytes) -> tuple[Table, ...]:
    """Return the tables; raises :class:`Refused` with the problem, ``ValueError`` when this is no whole answer."""
    head, _end, cells = written.partition(b"\n")
    told: _Head = json.loads(head)
    if "problem" in told:
        raise Refused(retell(told["problem"]["code"], told["problem"]["params"]))
    text = cells.decode()
    if not text.endswith(_END):
        raise ValueError("the answer breaks off")
    rows = iter([tuple(row.split(_CELL)) for row in text.removesuffix(_END).split(_ROW)])
    return tuple(_table(shown, tuple(islice(rows, len(shown["lines"])))) for shown in told["tables"])


def _line(told: _Head) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _shown(table: Table) -> _Shown:
    return {
        "kind": table.kind,
        "headings": list(table.headings),
        "lines": list(table.lines),
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "heading_line": table.heading_line,
        "kinds": list(table.kinds),
        "crooked": sorted(table.crooked),
        "hidden_sheets": table.hidden_sheets,
    }


def _table(shown: _Shown, rows: tuple[tuple[str, ...], ...]) -> Table:
    if set(map(len, rows)) != {len(shown["headings"])} or len(rows) != len(shown["lines"]):
        raise ValueError("not every row is there with all its cells")
    return Table(
        kind=FileKind(shown["kind"]),
        headings=tuple(shown["headings"]),
        rows=rows,
        lines=tuple(shown["lines"]),
        encoding=shown["encoding"],
        separator=shown["separator"],
        sheet=shown["sheet"],
        heading_line=shown["heading_line"],
        kinds=tuple(shown["kinds"]),
        crooked=frozenset(shown["crooked"]),
        hidden_sheets=shown["hidden_sheets"],
    )
