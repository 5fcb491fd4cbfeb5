"""Read an uploaded file: judge its first bytes, let a bounded process parse it, take back tables or one problem."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tijdig.intake.reading.answer import read_answer
from tijdig.intake.reading.limits import DEFAULT_LIMITS, Limits
from tijdig.intake.reading.problems import TOO_MUCH_TO_READ, TWO_TABLES
from tijdig.intake.reading.signature import kind_of_file
from tijdig.intake.rules.many_rows import making_many_rows
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Refused


def read_tables(content: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Table, ...]:
    """Return what looks like a delivery in this file: one table, or one for each such sheet of a workbook.

    Raises :class:`Refused` with the one problem that keeps it from being read.
    """
    kind = kind_of_file(content, limits)
    try:
        written = _parsed(kind, content, limits)
        with making_many_rows():
            return read_answer(written)
    except (subprocess.SubprocessError, ValueError):
        # Killed by its own limits, or dead before it could answer: the file asked too much.
        raise Refused(TOO_MUCH_TO_READ()) from None


def read_table(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Return the table in this file, where nobody can be asked; raises :class:`Refused`, also for several sheets."""
    tables = read_tables(content, limits)
    if len(tables) > 1:
        raise Refused(TWO_TABLES(sheets=", ".join(table.sheet[:31] for table in tables[:5])))
    return tables[0]


def _parsed(kind: FileKind, content: bytes, limits: Limits) -> bytes:
    command = [
        sys.executable, "-I", "-B", "-m", "tijdig.intake.reading.worker", kind.value, json.dumps(limits.as_numbers()),
    ]  # fmt: skip
    return subprocess.run(
        command,
        input=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=limits.wall_seconds,
        check=True,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
    ).stdout
