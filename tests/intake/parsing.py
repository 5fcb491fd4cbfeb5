"""Where files are parsed in tests: in a bounded process of their own, as served, or at once in the test's own process.

The process is held by ``test_reading.py``, bounds and all. For what becomes of a delivery it makes no difference, and
starting one for each of some hundred deliveries takes most of their time.
"""

from __future__ import annotations

import io
import re
import zlib
from zipfile import BadZipFile, ZipFile

from tijdig.intake.reading import reader
from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.worker import read
from tijdig.intake.rules.table import FileKind

IN_A_BOUNDED_PROCESS = reader._parsed


# The parser of workbooks makes room for every cell up to the last, and when there is none it takes its process with it.
_FAR_CELL = re.compile(rb'\sr="(?:[A-Z]*\d{6,}|[A-Z]{3,}\d*)')


def parse_here(kind: FileKind, content: bytes, limits: Limits) -> bytes:
    """Do what the process does between its input and its output; a cell far away, only the process can bear."""
    if kind is FileKind.XLSX and _has_far_cell(content):
        return IN_A_BOUNDED_PROCESS(kind, content, limits)
    return read(kind, content, limits)


def _has_far_cell(content: bytes) -> bool:
    try:
        with ZipFile(io.BytesIO(content)) as workbook:
            names = [name for name in workbook.namelist() if "sheet" in name]
            return any(_FAR_CELL.search(workbook.read(name)) for name in names)
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        return False
