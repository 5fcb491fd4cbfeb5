"""Scripts that run in a process and on a database of their own, with the shipped settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

DATABASE = "tijdig.sqlite3"


def told_by(script: str, folder: Path, database: Path, *arguments: str) -> str:
    """Return the last line that the script printed; its files lie in ``folder``: a copy of this database, keys, etc."""
    shutil.copyfile(database, folder / DATABASE)
    return run_python(folder, "-c", script, *arguments).splitlines()[-1]


def migrated_in(folder: Path) -> Path:
    """Make a migrated database in this folder, and return its file."""
    run_python(folder, "-m", "django", "migrate", "--verbosity=0")
    return folder / DATABASE


def run_python(folder: Path, *arguments: str, on_server: bool = False) -> str:
    """Run Python with all state in ``folder``, or its database on the server of the tests; returns what it printed."""
    temporary = folder / "tmp"
    temporary.mkdir()
    environment = {
        **os.environ,
        "TIJDIG_STATE_DIR": str(folder),
        "TIJDIG_SECRET_KEY": "only-for-tests-and-no-secret",
        "TMPDIR": str(temporary),
        "SQLITE_TMPDIR": str(temporary),
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    for name in ("TIJDIG_KEY_DIR", "TIJDIG_TOMBSTONES", *(() if on_server else ("TIJDIG_DATABASE_URL",))):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
