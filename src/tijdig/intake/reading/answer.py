"""What the bounded process answers, as bytes: one line of JSON about the tables or the one problem, then all cells.

Of each column come its distinct cells, as plain text with a sign between them that no file may hold, and then which of
them stands in each row: a fifth of what the cells themselves would take.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TypedDict

from tijdig.intake.rules.cells import Cells, Rows, bytes_of_places
from tijdig.intake.rules.shown_table import ShownTable, shown, table_from
from tijdig.intake.rules.table import Table
from tijdig.problems import Problem, Refused, retell

_CELL = "\x1f"


class _Told(TypedDict):
    code: str
    params: dict[str, str]


class _Head(TypedDict, total=False):
    problem: _Told
    tables: list[ShownTable]
    text: int  # how many bytes the distinct cells take
    distinct: list[list[int]]  # how many each column has, by table


def write_tables(tables: Sequence[Table]) -> bytes:
    """Write what was read."""
    columns = [table.rows.columns for table in tables]
    text = _CELL.join([cell for some in columns for one in some for cell in one.distinct]).encode()
    head: _Head = {
        "tables": [shown(table) for table in tables],
        "text": len(text),
        "distinct": [[len(one.distinct) for one in some] for some in columns],
    }
    return b"".join((_line(head), text, *(one.places_as_bytes() for some in columns for one in some)))


def write_problem(problem: Problem) -> bytes:
    """Write why nothing was read."""
    return _line({"problem": {"code": problem.code, "params": dict(problem.params)}})


def read_answer(written: bytes) -> tuple[Table, ...]:
    """Return the tables; raises :class:`Refused` with the problem, ``ValueError`` when this is no whole answer."""
    answer = BytesIO(written)
    told: _Head = json.loads(answer.readline())
    if "problem" in told:
        raise Refused(retell(told["problem"]["code"], told["problem"]["params"]))
    if "tables" not in told:
        raise ValueError("the answer tells of no tables")
    cells = iter(_read(answer, told["text"]).decode().split(_CELL))
    tables = tuple(
        table_from(said, _rows(said, distinct, cells, answer))
        for said, distinct in zip(told["tables"], told["distinct"], strict=True)
    )
    if answer.read(1) or next(cells, None) is not None:
        raise ValueError("the answer holds more than it tells of")
    return tables


def _line(told: _Head) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _read(answer: BytesIO, size: int) -> bytes:
    read = answer.read(size)
    if len(read) < size:
        raise ValueError("the answer breaks off")
    return read


def _rows(said: ShownTable, distinct: Sequence[int], cells: Iterator[str], places: BytesIO) -> Rows:
    count = len(said["lines"])
    columns = tuple(
        Cells.from_bytes(tuple(islice(cells, one)), count, _read(places, bytes_of_places(one, count)))
        for one in distinct
    )
    if [len(column.distinct) for column in columns] != list(distinct) or len(columns) != len(
        said["headings"]
    ):
        raise ValueError("not every column is there with all its cells")
    return Rows(columns)
