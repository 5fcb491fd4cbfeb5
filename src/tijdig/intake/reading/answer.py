"""What the bounded process answers, as bytes: one line of JSON about the tables or the one problem, then all cells.

The cells are plain text with a sign between them that no file may hold: written and read back in a third of the time
that JSON takes for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from typing import TypedDict

from tijdig.intake.rules.shown_table import ShownTable, shown, table_from
from tijdig.intake.rules.table import Table
from tijdig.problems import Problem, Refused, retell

_CELL, _ROW, _END = "\x1f", "\x1e", "\x1d"


class _Told(TypedDict):
    code: str
    params: dict[str, str]


class _Head(TypedDict, total=False):
    problem: _Told
    tables: list[ShownTable]


def write_tables(tables: Sequence[Table]) -> bytes:
    """Write what was read."""
    cells = _ROW.join([_CELL.join(row) for table in tables for row in table.rows])
    return _line({"tables": [shown(table) for table in tables]}) + (cells + _END).encode()


def write_problem(problem: Problem) -> bytes:
    """Write why nothing was read."""
    return _line({"problem": {"code": problem.code, "params": dict(problem.params)}})


def read_answer(written: bytes) -> tuple[Table, ...]:
    """Return the tables; raises :class:`Refused` with the problem, ``ValueError`` when this is no whole answer."""
    head, _end, cells = written.partition(b"\n")
    told: _Head = json.loads(head)
    if "problem" in told:
        raise Refused(retell(told["problem"]["code"], told["problem"]["params"]))
    if "tables" not in told:
        raise ValueError("the answer tells of no tables")
    text = cells.decode()
    if not text.endswith(_END):
        raise ValueError("the answer breaks off")
    rows = iter([tuple(row.split(_CELL)) for row in text.removesuffix(_END).split(_ROW)])
    return tuple(_table(said, tuple(islice(rows, len(said["lines"])))) for said in told["tables"])


def _line(told: _Head) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _table(said: ShownTable, rows: tuple[tuple[str, ...], ...]) -> Table:
    if set(map(len, rows)) != {len(said["headings"])} or len(rows) != len(said["lines"]):
        raise ValueError("not every row is there with all its cells")
    return table_from(said, rows)
