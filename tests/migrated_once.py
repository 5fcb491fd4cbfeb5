"""The migrated, empty test database, kept for as long as no source changes: migrating takes five seconds.

The first worker that needs it migrates in earnest; the others, and later runs of the same sources, begin with a copy:
on SQLite of the file, on PostgreSQL by its own programs, where this machine has them.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command
from django.db import connection

from tools.postgres_for_tests import NoPostgres, find_binaries

ROOT = Path(__file__).resolve().parent.parent
UNFINISHED = "-unfinished"


@contextmanager
def migrated_once(folder: Path) -> Iterator[None]:
    """Let the first ``migrate`` in the body, that of the test database, use what is kept in ``folder``."""
    in_earnest = Command.handle

    def handle(self: Command, *args: Any, **options: Any) -> None:
        Command.handle = in_earnest  # type: ignore[method-assign]
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = kept_in(folder)
            if kept.exists():
                _lay_down(kept)
                return
            in_earnest(self, *args, **options)
            for old in folder.glob(f"*{kept.suffix}*"):
                old.unlink()
            unfinished = kept.with_name(kept.name + UNFINISHED)
            if _keep(unfinished):
                unfinished.rename(kept)

    Command.handle = handle  # type: ignore[method-assign]
    try:
        yield
    finally:
        Command.handle = in_earnest  # type: ignore[method-assign]


def kept_in(folder: Path) -> Path:
    """Return where the migrated database of these sources is kept."""
    return folder / f"{fingerprint()}.{'sqlite3' if connection.vendor == 'sqlite' else 'postgresql'}"


@cache
def fingerprint() -> str:
    """Return what the database is made from, as one hash: our sources and the versions of the packages."""
    found = sha256(sys.version.encode())
    for path in sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "requirements").glob("*.txt")]):
        found.update(f"{path.relative_to(ROOT)}\n{path.stat().st_size}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def _keep(path: Path) -> bool:
    """Write the migrated database to this file; False where the programs for it are absent or too old."""
    if connection.vendor == "sqlite":
        _copy(_test_database(), _file(path))
        return True
    try:
        _run("pg_dump", "--file", str(path))
    except (NoPostgres, OSError, subprocess.CalledProcessError):
        return False
    return True


def _lay_down(kept: Path) -> None:
    if connection.vendor == "sqlite":
        return _copy(_file(kept), _test_database())
    return _run("psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file", str(kept))


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the test database."""
    to = connection.get_connection_params()
    where = {
        "PGDATABASE": "dbname",
        "PGHOST": "host",
        "PGPORT": "port",
        "PGUSER": "user",
        "PGPASSWORD": "password",
    }
    known = {variable: str(to[name]) for variable, name in where.items() if to.get(name)}
    subprocess.run(
        [find_binaries() / program, *arguments],
        check=True, env=os.environ | known, stdin=subprocess.DEVNULL, capture_output=True,
    )  # fmt: skip


@contextmanager
def _file(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as opened:
        yield opened


@contextmanager
def _test_database() -> Iterator[sqlite3.Connection]:
    connection.ensure_connection()
    yield connection.connection


def _copy(source: Any, target: Any) -> None:
    with source as read, target as written:
        read.backup(written)
