"""The bounded process that parses a file: bytes on standard input, one JSON object on standard output.

Started as ``python -m tijdig.intake.reading.worker KIND LIMITS``. It takes away its own memory, time, files and
processes before it looks at a single byte (S2). It writes nothing to standard error: a traceback could hold cells.
"""

from __future__ import annotations

import json
import resource
import sys

from tijdig.intake.reading.csv_file import read_csv
from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.problems import CORRUPT_WORKBOOK, TOO_MUCH_TO_READ
from tijdig.intake.reading.xlsx_file import read_xlsx
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Problem, Refused


def _bound(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _told(problem: Problem) -> dict[str, object]:
    return {"problem": {"code": problem.code, "params": dict(problem.params)}}


def _shown(table: Table) -> dict[str, object]:
    return {
        "kind": table.kind,
        "headings": table.headings,
        "rows": table.rows,
        "lines": table.lines,
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "heading_line": table.heading_line,
        "kinds": table.kinds,
        "crooked": sorted(table.crooked),
        "hidden_sheets": table.hidden_sheets,
    }


def read(kind: FileKind, content: bytes, limits: Limits) -> dict[str, object]:
    """Parse the file and return what to write: its tables, or the one problem."""
    try:
        tables = read_xlsx(content, limits) if kind is FileKind.XLSX else (read_csv(content, limits),)
        return {"tables": [_shown(table) for table in tables]}
    except Refused as refused:
        return _told(refused.problems[0])
    except MemoryError:
        return _told(TOO_MUCH_TO_READ())
    except Exception:  # noqa: BLE001 -- a parser's surprise must end as a clear problem, without its text
        return _told(CORRUPT_WORKBOOK())


def main() -> None:
    """Run once."""
    kind, limits = FileKind(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    _bound(limits)
    answer = read(kind, sys.stdin.buffer.read(limits.file_bytes + 1), limits)
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))


if __name__ == "__main__":
    main()
