"""Take each protection away, one at a time, and demand that the test that bears its name fails.

A protection whose test passes without it is not held by anything. ``tests/protections/*.toml`` lists them: an id
(C1, T7…), what is taken away, the source text and what stands there without it, and the test. Each runs in a copy of
this tree; the test must pass in the copy as it is, and fail (not crash on the way to it) once the text is replaced.

``make protections`` shows all; ``python tools/protections.py T7 A4`` those ids.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.postgres_for_tests import NoPostgres, stop_cleanly_when_told, throw_away_cluster  # noqa: E402

LISTED = ROOT / "tests" / "protections"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "var", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"
)
TESTS_FAILED = 1
SECONDS_PER_RUN = 1_800
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Protection:
    """One entry: take ``old`` out of ``file``, put ``new`` in its place, and ``test`` must fail on ``database``."""

    id: str
    what: str
    file: str
    old: str
    new: str
    test: str
    database: str = "sqlite"


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of one entry: why its protection went unnoticed; empty when its test failed for want of it."""

    protection: Protection
    problem: str

    @property
    def noticed(self) -> bool:
        """Say whether the test failed without the protection, and only then."""
        return not self.problem


def listed_protections(folder: Path = LISTED) -> tuple[Protection, ...]:
    """Return all entries, per file in order; ``TypeError`` or ``KeyError`` names a key that is missing or unknown."""
    return tuple(
        Protection(**entry)
        for path in sorted(folder.glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["protection"]
    )


def flaws(protection: Protection, root: Path = ROOT) -> list[str]:
    """Return what is wrong with an entry without running anything: its text or its test is not there."""
    found = []
    source = root / protection.file
    times = source.read_text(encoding="utf-8").count(protection.old) if source.is_file() else 0
    if times != 1:
        found.append(f"the text stands {times} times in {protection.file}, not once")
    if protection.old == protection.new:
        found.append("nothing is taken away")
    if protection.database not in DATABASES:
        found.append(f"database must be one of {', '.join(DATABASES)}")
    path, _, name = protection.test.partition("::")
    function = name.partition("[")[0].rpartition("::")[2]
    if not (root / path).is_file() or f"def {function}(" not in (root / path).read_text(encoding="utf-8"):
        found.append(f"there is no test {protection.test}")
    if not re.match(rf"test_{protection.id.lower()}(_|$)", function):
        found.append(f"the test's name does not carry {protection.id}")
    return found


def show(protection: Protection, environment: dict[str, str]) -> Shown:
    """Run the test of one entry without its protection, in a copy of the tree."""
    with tempfile.TemporaryDirectory(prefix="tijdig-protection-") as folder:
        copy = Path(folder) / "tijdig"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        source = copy / protection.file
        source.write_text(
            source.read_text(encoding="utf-8").replace(protection.old, protection.new), encoding="utf-8"
        )
        code, said = _run([protection.test], copy, environment, "-x")
    if code == 0:
        return Shown(protection, "its test passes without the protection")
    if code != TESTS_FAILED or not re.search(r"^\d+ failed", said.splitlines()[-1]):
        return Shown(protection, f"its test broke down instead of failing:\n{said[-2000:]}")
    return Shown(protection, "")


def broken_before(protections: Sequence[Protection], environment: dict[str, str]) -> dict[Protection, str]:
    """Return the entries that show nothing, with why: flawed, or a test that fails with the protection in place."""
    found = {one: "; ".join(flawed) for one in protections if (flawed := flaws(one))}
    tests = sorted({one.test for one in protections if one not in found})
    code, said = _run(tests, ROOT, environment) if tests else (0, "")
    failed = tuple(re.findall(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE))
    if code and not failed:
        return dict.fromkeys(protections, f"the tests could not be run:\n{said[-2000:]}")
    for one in protections:
        if any(test == one.test or test.startswith(f"{one.test}[") for test in failed):
            found[one] = "its test fails with the protection in place"
    return found


def _run(tests: Sequence[str], tree: Path, environment: dict[str, str], *how: str) -> tuple[int, str]:
    command = [
        sys.executable, "-m", "pytest", "-q", "--tb=line", "-r", "fE", "-p", "no:cacheprovider", *how, *tests,
    ]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS_PER_RUN,
        check=False,
    )
    return done.returncode, done.stdout.strip() or done.stderr


def show_all(protections: Iterable[Protection]) -> list[Shown]:
    """Show the entries, as many at a time as there are cores; those of PostgreSQL on a throw-away cluster."""
    wanted = list(protections)
    environment = {name: value for name, value in os.environ.items() if name != "TIJDIG_DATABASE_URL"}
    environment["HYPOTHESIS_PROFILE"] = "ci"  # as many examples as it takes, the same ones each time
    on_postgres = [one for one in wanted if one.database == "postgresql"]
    others = [one for one in wanted if one.database != "postgresql"]
    with ExitStack() as stack:
        address = stack.enter_context(throw_away_cluster()) if on_postgres else ""
        # WHY one worker on PostgreSQL: two runs at once would make and drop the same test database.
        shown = _shown(on_postgres, environment | {"TIJDIG_DATABASE_URL": address}, workers=1)
    return shown + _shown(others, environment, workers=os.cpu_count() or 1)


def _shown(protections: Sequence[Protection], environment: dict[str, str], workers: int) -> list[Shown]:
    broken = broken_before(protections, environment)
    shown = [_told(Shown(one, why)) for one, why in broken.items()]
    waiting = [one for one in protections if one not in broken]
    with ThreadPoolExecutor(workers) as pool:
        return shown + [_told(one) for one in pool.map(lambda one: show(one, environment), waiting)]


def _told(result: Shown) -> Shown:
    print(
        f"{'noticed' if result.noticed else 'NOT    '}  {result.protection.id:4} {result.protection.what}",
        flush=True,
    )
    if result.problem:
        print(f"         {result.problem}", flush=True)
    return result


def main(wanted: list[str]) -> int:
    """Show the wanted ids, or all; returns 1 when one goes unnoticed, 2 when an id has no entry."""
    stop_cleanly_when_told()
    protections = [one for one in listed_protections() if not wanted or one.id in wanted]
    unknown = set(wanted) - {one.id for one in protections}
    if unknown or not protections:
        print(f"no protection is listed for {', '.join(sorted(unknown)) or 'any id'}", file=sys.stderr)
        return 2
    try:
        shown = show_all(protections)
    except NoPostgres as reason:
        print(f"PostgreSQL cannot be started here: {reason}", file=sys.stderr)
        return 1
    noticed = sum(one.noticed for one in shown)
    print(f"{noticed} of {len(shown)} protections are noticed when they are taken away")
    return 0 if noticed == len(shown) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
