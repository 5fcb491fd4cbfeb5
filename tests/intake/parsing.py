"""Where files are parsed in tests: in a bounded process of their own, as served, or at once in the test's own process.

The process is held by ``test_reading.py``, bounds and all. For what becomes of a delivery it makes no difference, and
starting one for each of some hundred deliveries takes most of their time.
"""

from __future__ import annotations

import json
from typing import Any

from tijdig.intake.reading import reader
from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.worker import read
from tijdig.intake.rules.table import FileKind

IN_A_BOUNDED_PROCESS = reader._parsed


def parse_here(kind: FileKind, content: bytes, limits: Limits) -> Any:
    """Do what the process does between its input and its output."""
    return json.loads(json.dumps(read(kind, content, limits)))
