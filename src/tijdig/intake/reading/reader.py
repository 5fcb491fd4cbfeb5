"""Read an uploaded file: judge its first bytes, let a bounded process parse it, take back tables or one problem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TypedDict

from tijdig.intake.reading.limits import DEFAULT_LIMITS, Limits
from tijdig.intake.reading.problems import TOO_MUCH_TO_READ, TWO_TABLES
from tijdig.intake.reading.signature import kind_of_file
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Refused, retell


class _Told(TypedDict):
    code: str
    params: dict[str, str]


class _Shown(TypedDict):
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
    hidden_sheets: int


class _Answer(TypedDict, total=False):
    problem: _Told
    tables: list[_Shown]


def read_tables(content: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Table, ...]:
    """Return what looks like a delivery in this file: one table, or one for each such sheet of a workbook.

    Raises :class:`Refused` with the one problem that keeps it from being read.
    """
    kind = kind_of_file(content, limits)
    answer = _parsed(kind, content, limits)
    if "problem" in answer:
        raise Refused(retell(answer["problem"]["code"], answer["problem"]["params"]))
    return tuple(_table(shown) for shown in answer["tables"])


def read_table(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Return the table in this file, where nobody can be asked; raises :class:`Refused`, also for several sheets."""
    tables = read_tables(content, limits)
    if len(tables) > 1:
        raise Refused(TWO_TABLES(sheets=", ".join(table.sheet[:31] for table in tables[:5])))
    return tables[0]


def _table(shown: _Shown) -> Table:
    return Table(
        kind=FileKind(shown["kind"]),
        headings=tuple(shown["headings"]),
        rows=tuple(map(tuple, shown["rows"])),
        lines=tuple(shown["lines"]),
        encoding=shown["encoding"],
        separator=shown["separator"],
        sheet=shown["sheet"],
        heading_line=shown["heading_line"],
        kinds=tuple(shown["kinds"]),
        crooked=frozenset(shown["crooked"]),
        hidden_sheets=shown["hidden_sheets"],
    )


def _parsed(kind: FileKind, content: bytes, limits: Limits) -> _Answer:
    command = [
        sys.executable, "-I", "-B", "-m", "tijdig.intake.reading.worker", kind.value, json.dumps(limits.as_numbers()),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall_seconds,
            check=True,
            env={"LANG": "C.UTF-8", "PATH": os.defpath},
        )
        answer: _Answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        # Killed by its own limits, or dead before it could answer: the file asked too much.
        raise Refused(TOO_MUCH_TO_READ()) from None
    return answer
