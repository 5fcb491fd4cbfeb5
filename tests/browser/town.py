"""A town as one database file: ``python -m tests.browser.town FOLDER STORY``; ``weert`` is the demo's own story.

The files are made by a process of its own with the real settings, and are copied for each site. A story is a module
here whose ``fill`` does through the services what happened before the visitor comes. Beside the database stand the
one-time sign-in links of the cast, and in Weert the files that the visitor delivers.
Each story begins in a copy of the tests' own migrated database. A town is kept between runs for as long as nothing of
what it is made from changes.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "tijdig.sqlite3"
LINKS = "links.json"
# What pages look like leaves no trace in the town.
ONLY_LOOKS = frozenset({".html", ".css", ".js", ".svg", ".pyc"})
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Town:
    """A folder with the filled database, links and codes by player, and in Weert the files that are to be delivered."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def entries(self) -> dict[str, list[str]]:
        """Per player the token of a link, and codes for the second step."""
        links: dict[str, list[str]] = json.loads((self.folder / LINKS).read_text(encoding="utf-8"))
        return links

    def file(self, name: str) -> Path:
        """The file to deliver: ``met-fouten`` or ``verbeterd``."""
        return self.folder / f"aanlevering-{name}.csv"


def settings_of(folder: Path) -> dict[str, str]:
    """The environment of a process that works on the town in ``folder``, as ``tijdig demo`` sets it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TIJDIG_", "DJANGO_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "TIJDIG_DEMO": "1",
        "TIJDIG_STATE_DIR": str(folder),
    }


def fingerprint(story: str) -> str:
    """Return what a town is made from, as one hash: the sources, the packages, the day, its story and this file."""
    sources = [path for path in (ROOT / "src").rglob("*") if path.is_file() and path.suffix not in ONLY_LOOKS]
    here = Path(__file__)
    own = [here, here.with_name(f"{story}.py")]
    made_from = sorted([*sources, *(ROOT / "requirements").glob("*.txt"), *own])
    found = sha256(f"{sys.version}\n{date.today()}\n".encode())  # noqa: DTZ011 - the machine's day, as the town's
    for path in made_from:
        found.update(f"{path.relative_to(ROOT)}\n{path.stat().st_size}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def town_in(folder: Path, migrated: Callable[[], Path], story: str = "weert") -> Town:
    """Return this story's town as kept in ``folder``; the first of parallel workers makes it, the others wait.

    ``migrated`` gives the file of an empty, migrated database to begin with; asked for when a town is made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _kept_in(folder, migrated, story)


def _kept_in(folder: Path, migrated: Callable[[], Path], story: str) -> Town:
    town = Town(folder / fingerprint(story))
    if not town.folder.exists():
        _clear_away_old(folder)
        _make_as_a_whole(town.folder, migrated, story)
        if town.folder.name != fingerprint(story):
            # Somebody saved a source file meanwhile: good enough for this run, and for no other.
            return Town(town.folder.rename(folder / f"mixture-{uuid4()}"))
    return town


def _clear_away_old(folder: Path) -> None:
    for old in folder.iterdir():
        if old.is_dir() and time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old)


def _make_as_a_whole(folder: Path, migrated: Callable[[], Path], story: str) -> None:
    """Make the town beside its place and move it there: one that was stopped halfway is never found."""
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    shutil.copyfile(migrated(), unfinished / DATABASE)
    command = [sys.executable, "-m", "tests.browser.town", str(unfinished), story]
    subprocess.run(
        command, check=True, cwd=ROOT, env=settings_of(unfinished), stdout=subprocess.DEVNULL, timeout=280
    )
    unfinished.rename(folder)


def make(folder: Path, story: str) -> None:
    """Let the story fill the empty town in ``folder``, and leave the links of its players there."""
    import django

    django.setup()
    from django.db import connection

    entries = importlib.import_module(f"tests.browser.{story}").fill()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (folder / LINKS).write_text(
        json.dumps({key: [entry.token, *entry.codes] for key, entry in entries.items()}), encoding="utf-8"
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve(), sys.argv[2])
