"""One process group that serves the pages and does the background work (the embedded set-up)."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from types import FrameType

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from tijdig.ledger.services import Sealing, seal_logs
from tijdig.parties.queries import controllers
from tijdig.problems import Refused

_GRACE_SECONDS = 20
SEAL_EVERY_SECONDS = 60

log = logging.getLogger(__name__)


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
    stop interrupts is found again at the next start: a delivery is either kept as a whole or not at all (K2). The logs
    are sealed every minute, and once more when nothing writes to them any longer (T2).
    """
    stopping = _stopping()
    processes = [subprocess.Popen(command) for command in (_web(bind, workers), _background())]
    done_on: date | None = None
    next_sealing = time.monotonic()
    try:
        while not stopping.wait(0.5):
            if time.monotonic() >= next_sealing:
                next_sealing = time.monotonic() + SEAL_EVERY_SECONDS
                seal_and_go_on()
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
        seal_and_go_on()


def seal_until_stopped() -> int:
    """Seal the logs every minute until a signal asks to stop, and then once more (T2); returns 0.

    For installations of several nodes, beside web servers and workers. Two at once do no harm.
    """
    stopping = _stopping()
    seal_and_go_on()
    while not stopping.wait(SEAL_EVERY_SECONDS):
        seal_and_go_on()
    seal_and_go_on()
    return 0


def seal_and_go_on() -> tuple[Sealing, ...]:
    """Seal every log; a database or key that does not answer is reported, and tried again the next minute."""
    close_old_connections()
    try:
        return seal_logs(controllers=controllers())
    except (DatabaseError, Refused, OSError):
        log.exception("sealing failed")
        return ()


def _stopping() -> threading.Event:
    """Return an event that a signal to stop will set."""
    stopping = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    return stopping


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
