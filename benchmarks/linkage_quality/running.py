"""Run something in a process of its own and measure it from outside: wall time, and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, process start included, seconds of all processors together, and peak memory in MB."""

    seconds: float
    processor: float
    megabytes: float


def measured(module: str, *arguments: str | Path) -> tuple[Cost, str]:
    """Run ``python -m module arguments`` and return its cost and what it printed; raises when it fails."""
    command: Sequence[str] = [sys.executable, "-m", module, *map(str, arguments)]
    before = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{module} failed: {printed}")
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), printed
