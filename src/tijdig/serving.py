"""One process group that serves the pages and does the background work (the embedded set-up)."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from datetime import date
from types import FrameType

from django.utils import timezone

_GRACE_SECONDS = 20


def _web(bind: str, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "tijdig.config.wsgi:application", "--bind", bind, "--workers", str(workers),
        "--threads", "4", "--timeout", "90", "--preload", "--no-control-socket",
    ]  # fmt: skip


def _background() -> list[str]:
    return [sys.executable, "-m", "django", "db_worker", "--no-reload"]


def _daily() -> list[str]:
    return [sys.executable, "-m", "tijdig.cli", "daily"]


def serve_forever(bind: str, workers: int) -> int:
    """Run web server and background worker, and the daily work each day, until one stops or a signal asks to.

    ``bind`` is ``host:port``. Returns the exit code of the process that stopped first, 0 after a signal. Work that a
    stop interrupts is found again at the next start: a delivery is either kept as a whole or not at all (K2).
    """
    stopping = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    processes = [subprocess.Popen(command) for command in (_web(bind, workers), _background())]
    done_on: date | None = None
    try:
        while not stopping.wait(0.5):
            if done_on != timezone.localdate():  # at the start, and then after each midnight
                done_on = timezone.localdate()
                processes.append(subprocess.Popen(_daily()))
            processes = [
                process for process in processes if process.args != _daily() or process.poll() is None
            ]
            ended = [process for process in processes if process.poll() is not None]
            if ended:
                return ended[0].returncode or 1
        return 0
    finally:
        _stop(processes)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
