"""The bounded process that parses a file: bytes on standard input, its answer on standard output.

Started as ``python -m tijdig.intake.reading.worker KIND LIMITS``. It takes away its own memory, time, files and
processes before it looks at a single byte (S2). It writes nothing to standard error: a traceback could hold cells.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Sequence

from tijdig.intake.reading.answer import write_problem, write_tables
from tijdig.intake.reading.csv_file import read_csv
from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.problems import CORRUPT_WORKBOOK, TOO_MUCH_TO_READ
from tijdig.intake.rules.many_rows import making_many_rows
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Refused

type Reader = Callable[[bytes, Limits], Sequence[Table]]


def _bound(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (most, most))


def reader_of(kind: FileKind) -> Reader:
    """Return what reads files of this kind. Of most, that needs no workbooks, a fifth of the time it takes to start."""
    if kind is FileKind.XLSX:
        from tijdig.intake.reading.xlsx_file import read_xlsx  # noqa: PLC0415

        return read_xlsx
    return lambda content, limits: (read_csv(content, limits),)


def read(kind: FileKind, content: bytes, limits: Limits) -> bytes:
    """Parse the file and return what to write: its tables, or the one problem."""
    try:
        with making_many_rows():
            return write_tables(reader_of(kind)(content, limits))
    except Refused as refused:
        return write_problem(refused.problems[0])
    except MemoryError:
        return write_problem(TOO_MUCH_TO_READ())
    except Exception:  # noqa: BLE001 -- a parser's surprise must end as a clear problem, without its text
        return write_problem(CORRUPT_WORKBOOK())


def main() -> None:
    """Run once."""
    kind, limits = FileKind(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    reader_of(kind)  # loads its code while there is room for it
    _bound(limits)
    sys.stdout.buffer.write(read(kind, sys.stdin.buffer.read(limits.file_bytes + 1), limits))


if __name__ == "__main__":
    main()
