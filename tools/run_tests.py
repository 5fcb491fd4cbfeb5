"""All tests: everything on SQLite, and beside it what touches the database once more on PostgreSQL.

Both rounds run at the same time, so that no processor waits while the last tests of one of them end; what the second
one says is printed after the first. Arguments go to both. Pytest's closing line is the last that is printed; a machine
without PostgreSQL skips the second round and says so before the first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.postgres_for_tests import REQUIRED, NoPostgres, require_postgres, stop_cleanly_when_told

NO_TESTS_COLLECTED = 5
ON_POSTGRES = [sys.executable, str(Path(__file__).with_name("postgres_for_tests.py")), REQUIRED]


def environment() -> dict[str, str]:
    """What both rounds start from: SQLite in memory, and bytecode kept.

    Every worker of both rounds reads the same thousand modules: compiled once, whatever the environment says of it.
    """
    dropped = {"TIJDIG_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def pytest_on(workers: str) -> list[str]:
    """Pytest with so many parallel workers and the arguments of the command line, which may say otherwise."""
    return [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "worksteal", *sys.argv[1:]]


def workers_for_postgres() -> str:
    """Half of the cores: a fifth of the tests runs twice, and each worker first reads all of them."""
    half = len(os.sched_getaffinity(0)) // 2
    return str(half) if half > 1 else "0"  # 0: in the process itself


def run_on_sqlite() -> int:
    """Run everything; returns pytest's exit code."""
    print("== Tests on SQLite", flush=True)
    return subprocess.run(
        pytest_on("auto"), env=environment(), stdin=subprocess.DEVNULL, check=False
    ).returncode


@contextmanager
def running_on_postgres(output: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the database tests on a throw-away PostgreSQL beside the body; stopped when the body does not get so far."""
    command = [*ON_POSTGRES, *pytest_on(workers_for_postgres())]
    round_two = subprocess.Popen(
        command, env=environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
    )
    try:
        yield round_two
    finally:
        if round_two.poll() is None:
            round_two.terminate()
            round_two.wait()


def run_both() -> int:
    """Run both rounds and print the second one after the first; returns the exit code of the first that failed."""
    with tempfile.TemporaryFile() as output, running_on_postgres(output) as round_two:
        on_sqlite = run_on_sqlite()
        on_postgres = round_two.wait()
        output.seek(0)
        print("== Tests on PostgreSQL", flush=True)
        sys.stdout.buffer.write(output.read())
        sys.stdout.flush()
    if on_postgres == NO_TESTS_COLLECTED and sys.argv[1:]:
        on_postgres = 0  # a selection of tests that touch no database
    return on_sqlite or on_postgres


def main() -> int:
    """Run both rounds, or the first alone where there is no PostgreSQL."""
    stop_cleanly_when_told()
    try:
        require_postgres()
    except NoPostgres as reason:
        print(f"PostgreSQL: SKIPPED, {reason}", flush=True)
        return run_on_sqlite()
    return run_both()


if __name__ == "__main__":
    sys.exit(main())
