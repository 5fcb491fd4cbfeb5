"""A throw-away PostgreSQL for the tests: own folder, unix socket only, gone afterwards, also after a failure.

``python tools/postgres_for_tests.py COMMAND…`` runs the command with ``TIJDIG_DATABASE_URL`` pointing at it. PostgreSQL
refuses to run as root; then the cluster runs as the user ``postgres`` that its package made.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")  # where Debian puts each version
OLDEST_VERSION = 15
START_SECONDS = 60
REQUIRED = "--required"
# Nothing here outlives the run: no need to wait for the disk.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=64MB",
    "autovacuum=off",  # it deadlocks with tests that alter tables
]


class NoPostgres(Exception):
    """This machine cannot run PostgreSQL; the text says why."""


def _version(folder: Path) -> int:
    found = re.search(r"/(\d+)(?:\.\d+)?/bin$", folder.as_posix())
    return int(found.group(1)) if found else 0


def require_postgres() -> None:
    """Raise NoPostgres, with the reason, when this machine cannot run a cluster."""
    find_binaries()
    _server_user()


def find_binaries() -> Path:
    """Return the folder with ``initdb`` and ``postgres``, newest version first; NoPostgres when there is none."""
    folders = sorted(INSTALLED.glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            if 0 < _version(folder) < OLDEST_VERSION:
                raise NoPostgres(f"PostgreSQL {_version(folder)} is older than {OLDEST_VERSION}")
            return folder
    raise NoPostgres("no PostgreSQL server programs (initdb, postgres) on this machine")


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoPostgres("started as root, and there is no user 'postgres' to run PostgreSQL as") from None


def _own_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}


def _initialise(binaries: Path, data: Path, user: str | None) -> None:
    done = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "tijdig", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        user=user, group=user, extra_groups=[] if user else None, cwd=data.parent,
        env=_own_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip().splitlines()[-1:]}")


def _start(binaries: Path, data: Path, user: str | None, settings: Sequence[str]) -> subprocess.Popen[bytes]:
    options = [part for setting in settings for part in ("-c", setting)]
    with (data.parent / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", data.parent, "-c", "listen_addresses=", *options],
            user=user, group=user, extra_groups=[] if user else None, cwd=data.parent,
            env=_own_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def _wait_until_ready(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        ready = subprocess.run(
            [binaries / "pg_isready", "-q", "-h", folder, "-U", "tijdig", "-d", "postgres"], check=False
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    last_lines = (folder / "log").read_text(errors="replace").splitlines()[-3:]
    raise NoPostgres("the server did not start: " + " / ".join(last_lines))


def _stop(server: subprocess.Popen[bytes] | None) -> None:
    if server is None or server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # "fast" shutdown: open connections are cut off
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def throw_away_cluster(settings: Sequence[str] = FAST) -> Iterator[str]:
    """Start a cluster, yield its database address, stop and remove it; raises NoPostgres when it cannot run here."""
    binaries = find_binaries()
    user = _server_user()
    # A unix socket's path may hold some hundred characters; a long TMPDIR would not fit.
    folder = Path(tempfile.mkdtemp(prefix="tijdig-pg-", dir="/tmp"))
    server = None
    try:
        if user:
            shutil.chown(folder, user, user)
        _initialise(binaries, folder / "data", user)
        server = _start(binaries, folder / "data", user, settings)
        _wait_until_ready(binaries, folder, server)
        yield f"postgresql://tijdig@/tijdig?host={folder}"
    finally:
        _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(143)


def stop_cleanly_when_told() -> None:
    """Turn a request to stop into an ordinary exit, so that the cluster is removed on the way out."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)


def main() -> int:
    """Run the command given on the command line against a throw-away cluster.

    Without PostgreSQL it says so and is no failure, but with ``--required`` in front of the command.
    """
    stop_cleanly_when_told()
    is_required, command = sys.argv[1:2] == [REQUIRED], [one for one in sys.argv[1:] if one != REQUIRED]
    try:
        with throw_away_cluster() as address:
            return subprocess.run(
                command or ["true"], env={**os.environ, "TIJDIG_DATABASE_URL": address}, check=False
            ).returncode
    except NoPostgres as reason:
        print(f"{'failed' if is_required else 'skipped'}: {reason}", flush=True)
        return int(is_required)


if __name__ == "__main__":
    sys.exit(main())
