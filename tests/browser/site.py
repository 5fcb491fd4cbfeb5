"""Tijdig as it is served: gunicorn with the shipped settings, on this machine, on a copy of the demo's town."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.browser.town import DATABASE, ROOT, Town, settings_of
from tijdig.web.account.stored_sessions import kept_as

SESSIONS = "django_session"
# Who signed in stays so from test to test: on a slow machine that is long ago, and none of them asks the factor again.
LONG_AGO = {"TIJDIG_STEP_UP_MINUTES": "60"}


class Signed(NamedTuple):
    """A session: its key as the browser has it, and the rest as its table has it."""

    key: str
    data: str
    until: str


@dataclass(frozen=True)
class Site:
    """A running site: its address, its folder, and the town it was filled with."""

    url: str
    folder: Path
    town: Town
    signed_in: dict[str, Signed] = field(default_factory=dict)

    def begin_anew(self) -> None:
        """Put the database back as the demo left it: as one change, which the site's open connections see next.

        Only those who signed in before stay so.
        """
        with closing(sqlite3.connect(self.town.database)) as source, closing(self._connect()) as target:
            source.backup(target)
            rows = [(kept_as(one.key), one.data, one.until) for one in self.signed_in.values()]
            target.executemany(
                f"INSERT INTO {SESSIONS} (session_key, session_data, expire_date) VALUES (?, ?, ?)", rows
            )
            target.commit()

    def remember(self, player: str, session_key: str) -> None:
        """Let a player who signed in a moment ago stay so when the site begins anew."""
        ((data, until),) = self.ask(
            f"SELECT session_data, expire_date FROM {SESSIONS} WHERE session_key = ?", kept_as(session_key)
        )
        self.signed_in[player] = Signed(session_key, str(data), str(until))

    def count(self, table: str) -> int:
        """How many rows a table holds: read beside the application, to see what it really stored."""
        with closing(self._connect()) as connection:
            (found,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        return int(found)

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Read the database beside the application."""
        with closing(self._connect()) as connection:
            return connection.execute(question, values).fetchall()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / DATABASE, timeout=30)


@contextmanager
def served(town: Town, folder: Path) -> Iterator[Site]:
    """Serve a copy of the town from ``folder`` until the block ends."""
    shutil.copytree(town.folder, folder, dirs_exist_ok=True)
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "tijdig.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "4", "--timeout", "120", "--no-control-socket",
    ]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings_of(folder) | LONG_AGO, stdout=log, stderr=log
        )
        try:
            _wait_until_answering(process, port, folder / "server.log")
            yield Site(f"http://127.0.0.1:{port}", folder, town)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_answering(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)  # a server that starts tells nobody when it is ready
        else:
            return
    raise RuntimeError(
        f"the site did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
    )
