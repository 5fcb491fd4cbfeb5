"""The migrated, empty test database on SQLite, kept for as long as no source changes: migrating takes five seconds.

The first worker that needs it migrates in earnest; the others, and later runs of the same sources, copy the file.
"""

from __future__ import annotations

import fcntl
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def migrated_once(folder: Path) -> Iterator[None]:
    """Let the first ``migrate`` in the body, that of the test database, use what is kept in ``folder``."""
    in_earnest = Command.handle

    def handle(self: Command, *args: Any, **options: Any) -> None:
        Command.handle = in_earnest  # type: ignore[method-assign]
        if connection.vendor != "sqlite":
            return in_earnest(self, *args, **options)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = kept_in(folder)
            if kept.exists():
                _copy(_file(kept), _test_database())
                return None
            in_earnest(self, *args, **options)
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            unfinished = kept.with_suffix(".sqlite3-unfinished")
            _copy(_test_database(), _file(unfinished))
            unfinished.rename(kept)
        return None

    Command.handle = handle  # type: ignore[method-assign]
    try:
        yield
    finally:
        Command.handle = in_earnest  # type: ignore[method-assign]


def kept_in(folder: Path) -> Path:
    """Return where the migrated database of these sources is kept."""
    return folder / f"{fingerprint()}.sqlite3"


@cache
def fingerprint() -> str:
    """Return what the database is made from, as one hash: our sources and the versions of the packages."""
    found = sha256(sys.version.encode())
    for path in sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "requirements").glob("*.txt")]):
        found.update(f"{path.relative_to(ROOT)}\n{path.stat().st_size}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


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
