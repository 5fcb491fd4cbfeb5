"""Read an uploaded file: judge its first bytes, let a bounded process parse it, take back a table or one problem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TypedDict

from tijdig.intake.reading.limits import DEFAULT_LIMITS, Limits
from tijdig.intake.reading.problems import TOO_MUCH_TO_READ
from tijdig.intake.reading.signature import kind_of_file
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Refused, retell


class _Told(TypedDict):
    code: str
    params: dict[str, str]


class _Answer(TypedDict, total=False):
    problem: _Told
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


def read_table(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Return the table in this file; raises :class:`Refused` with the one problem that keeps it from being read."""
    kind = kind_of_file(content, limits)
    answer = _parsed(kind, content, limits)
    if "problem" in answer:
        raise Refused(retell(answer["problem"]["code"], answer["problem"]["params"]))
    return Table(
        kind=FileKind(answer["kind"]),
        headings=tuple(answer["headings"]),
        rows=tuple(map(tuple, answer["rows"])),
        lines=tuple(answer["lines"]),
        encoding=answer["encoding"],
        separator=answer["separator"],
        sheet=answer["sheet"],
        heading_line=answer["heading_line"],
        kinds=tuple(answer["kinds"]),
        crooked=frozenset(answer["crooked"]),
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
