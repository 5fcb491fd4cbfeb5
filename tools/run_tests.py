"""All tests: first everything on SQLite, then what touches the database once more on PostgreSQL.

Arguments go to both runs. Pytest's closing line is the last that is printed; a machine without PostgreSQL skips the
second run and says so before the first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.postgres_for_tests import NoPostgres, require_postgres, stop_cleanly_when_told, throw_away_cluster

NO_TESTS_COLLECTED = 5


def run_pytest(title: str, database_url: str | None) -> int:
    """Run pytest on all cores, on SQLite in memory when ``database_url`` is None; returns its exit code."""
    # Every worker of both rounds reads the same thousand modules: compiled once, whatever the environment says of it.
    dropped = {"TIJDIG_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    if database_url:
        environment["TIJDIG_DATABASE_URL"] = database_url
    print(f"== Tests on {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def run_on_postgres() -> int:
    """Run the database tests on a throw-away PostgreSQL."""
    with throw_away_cluster() as address:
        code = run_pytest("PostgreSQL", address)
    # A selection of tests that touch no database leaves nothing to do here.
    return 0 if code == NO_TESTS_COLLECTED and sys.argv[1:] else code


def main() -> int:
    """Run both rounds; stops after the first that fails."""
    stop_cleanly_when_told()
    try:
        require_postgres()
        has_postgres = True
    except NoPostgres as reason:
        has_postgres = False
        print(f"PostgreSQL: SKIPPED, {reason}", flush=True)
    code = run_pytest("SQLite", None)
    if code or not has_postgres:
        return code
    try:
        return run_on_postgres()
    except NoPostgres as reason:
        print(f"PostgreSQL: could not be started here: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
