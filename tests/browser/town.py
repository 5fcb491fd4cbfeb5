"""The demo's town as one database file, made once per test run: ``python -m tests.browser.town FOLDER``.

The file is made by a process of its own with the real settings, through the demo's own story, and is copied for each
journey. Beside it stand the one-time sign-in links of the cast and the files that the visitor delivers.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "tijdig.sqlite3"


@dataclass(frozen=True)
class Town:
    """A folder with the filled database, the sign-in tokens by player, and the visitor's two files."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def tokens(self) -> dict[str, str]:
        links: dict[str, str] = json.loads((self.folder / "links.json").read_text(encoding="utf-8"))
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


def town_in(folder: Path) -> Town:
    """Return the town in ``folder``; the first of several parallel workers makes it, the others wait for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "links.json").exists():
            command = [sys.executable, "-m", "tests.browser.town", str(folder)]
            subprocess.run(
                command, check=True, cwd=ROOT, env=settings_of(folder), stdout=subprocess.DEVNULL, timeout=280
            )
    return Town(folder)


def make(folder: Path) -> None:
    """Play the demo's months in ``folder`` and leave links and files there."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tijdig.demo.cast import PLAYERS
    from tijdig.demo.visit import demo_links, welcome

    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    welcome(port=0, out=sys.stdout)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    tokens = {player.key: token for player, (_, _, token) in zip(PLAYERS, demo_links(), strict=True)}
    connection.close()
    (folder / "links.json").write_text(json.dumps(tokens), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
