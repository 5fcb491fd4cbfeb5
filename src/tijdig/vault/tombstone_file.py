"""The file of tombstones beside the keys: what a restored backup has not heard of (E3, E4).

One JSON object per line, only ever added to: kind, subject, controller, day and time. It holds ids of keys, nothing of
a person. A line of the kind ``file`` names the database that the file belongs with. A last line that a crash cut short
is passed over; it is written again from the database.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

_FILE = "file"  # the kind of line that names a database


@dataclass(frozen=True, slots=True)
class KeptTombstone:
    """One line of the file."""

    kind: str
    subject: str
    controller_id: str
    destroyed_at: datetime


def tombstone_path() -> Path:
    """Return where the file is: ``TIJDIG_TOMBSTONES``, else ``tombstones`` in the state folder's keys."""
    return Path(settings.TOMBSTONE_FILE)


def begin_file(name: str, at: datetime) -> None:
    """Write in the file that it belongs with the database that knows this name; ``OSError`` when that fails."""
    keep_outside([KeptTombstone(_FILE, name, "", at)])


def belongs_with(name: str) -> bool:
    """Say whether the file is there and belongs with the database that knows this name."""
    return any(one.kind == _FILE and one.subject == name for one in _lines())


def kept_tombstones() -> Iterator[KeptTombstone]:
    """Yield every tombstone of the file, oldest first; none when there is no file."""
    return (one for one in _lines() if one.kind != _FILE)


def keep_outside(tombstones: Iterable[KeptTombstone]) -> None:
    """Add tombstones to the file and return when they are on the disk; ``OSError`` when that fails."""
    path = tombstone_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = "".join(_line(one) for one in tombstones)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.seek(0, os.SEEK_END) and not _ends_whole(file.fileno()):
            file.write(b"\n")
        file.write(lines.encode())
        file.flush()
        os.fsync(file.fileno())


def _lines() -> Iterator[KeptTombstone]:
    try:
        file = tombstone_path().open(encoding="utf-8")
    except FileNotFoundError:
        return
    with file:
        for line in file:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            at = datetime.fromisoformat(told["at"])
            yield KeptTombstone(told["kind"], told["subject"], told["controller"], at)


def _ends_whole(handle: int) -> bool:
    return os.pread(handle, 1, os.fstat(handle).st_size - 1) == b"\n"


def _line(one: KeptTombstone) -> str:
    told = {
        "kind": one.kind,
        "subject": one.subject,
        "controller": one.controller_id,
        "at": one.destroyed_at.isoformat(),
    }
    return json.dumps(told) + "\n"
