"""Run the tests against mutants of the evaluator: which small mistakes in ``decide`` would go unnoticed?

``make mutants`` collects the tests once; each mutant then gets a process of its own, a copy of this one, where the
changed functions take the place of the right ones, and ends at the first test that fails. Writes ``docs/mutants.md``;
fails when fewer than 95 of 100 are noticed or a survivor is not explained in ``tools/mutants.toml``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import pytest  # noqa: E402

from tools.generated_text import with_part  # noqa: E402
from tools.mutating import Mutant, mutants_of  # noqa: E402

RULES = ROOT / "src" / "tijdig" / "covenant" / "rules"
# The evaluator and what it calls. Of the facts only the functions: the vocabulary itself is data, held by other tests.
MUTATED: dict[str, frozenset[str]] = {
    "tijdig.covenant.rules.deciding": frozenset(),
    "tijdig.covenant.rules.conditions": frozenset(),
    "tijdig.covenant.rules.period": frozenset(),
    "tijdig.covenant.rules.facts": frozenset({"has_right_type", "usable_value", "boundary_before"}),
}
TESTS = (
    "tests/covenant/test_period.py",
    "tests/covenant/test_conditions.py",
    "tests/covenant/test_deciding.py",
    "tests/covenant/test_weert.py",
    "tests/covenant/test_sittard_geleen.py",
    "tests/covenant/test_landelijk.py",
    "tests/disclosure/test_against_another_engine.py",
)
EXPLAINED = ROOT / "tools" / "mutants.toml"
PAGE = ROOT / "docs" / "mutants.md"
NOTICED_AT_LEAST = 0.95
SECONDS_EACH = 120
NOTICED, SURVIVED = 1, 0


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant; ``test`` is the first that failed."""

    module: str
    mutant: Mutant
    is_noticed: bool


class Laboratory:
    """A pytest plugin: instead of running the collected tests once, run them against each mutant."""

    def __init__(self, jobs: int, only: str) -> None:
        self.jobs = jobs
        self.outcomes: list[Outcome] = []
        self.waiting = [
            (name, mutant)
            for name, functions in MUTATED.items()
            for mutant in mutants_of((RULES / f"{name.rpartition('.')[2]}.py").read_text(encoding="utf-8"))
            if only in mutant.name and (not functions or mutant.within in functions)
        ]
        self.in_child = False
        self.durations: Path | None = None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Make hypothesis the same each time, and content with the first example that fails."""
        from hypothesis import Phase, settings  # noqa: PLC0415

        settings.register_profile(
            "mutants", parent=settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate)
        )
        settings.load_profile("mutants")
        print(f"{len(session.items)} tests, {len(self.waiting)} mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """First the unchanged code, which must pass; then each mutant in a process of its own."""
        self._put_quick_tests_first(session)
        running: dict[int, tuple[str, Mutant]] = {}
        for number, (name, mutant) in enumerate(self.waiting, start=1):
            running[self._forked(session, name, mutant)] = (name, mutant)
            if number % 50 == 0:
                print(f"{number} of {len(self.waiting)}", flush=True)
            while len(running) >= self.jobs:
                self._collect(running)
        while running:
            self._collect(running)
        return True

    def _put_quick_tests_first(self, session: pytest.Session) -> None:
        """Run the tests once on the unchanged code, in a process too, and order them by how long each took."""
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as file:
            self.durations = Path(file.name)
            child = self._forked(session, "", None)
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != SURVIVED:
                raise pytest.UsageError("the tests fail without any mutant")
            took = dict(line.rstrip("\n").split("\t") for line in file)
        self.durations = None
        session.items.sort(key=lambda item: float(took.get(item.nodeid, 0)))

    def _collect(self, running: dict[int, tuple[str, Mutant]]) -> None:
        child, status = os.wait()
        name, mutant = running.pop(child)
        self.outcomes.append(Outcome(name, mutant, os.waitstatus_to_exitcode(status) != SURVIVED))

    def _forked(self, session: pytest.Session, name: str, mutant: Mutant | None) -> int:
        child = os.fork()
        if child:
            return child
        self.in_child = True
        session.config.pluginmanager.unregister(name="terminalreporter")
        signal.alarm(SECONDS_EACH)  # a mutant that runs forever is noticed as well
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            if mutant is not None:
                put_in_place(importlib.import_module(name), mutant.tree)
            for item in session.items:
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except BaseException:  # noqa: BLE001 - whatever goes wrong in here is the mutant's doing
            os._exit(NOTICED)
        os._exit(SURVIVED)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End a mutant's process at the first failure."""
        if self.in_child and report.failed:
            os._exit(NOTICED)
        if self.durations is not None and report.when == "call":
            with self.durations.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\t{report.duration}\n")


def put_in_place(module: ModuleType, tree: ast.Module) -> None:
    """Let what the module defines behave as the mutated source says, for everybody who already imported it."""
    mutated = dict(vars(module))
    exec(compile(tree, module.__name__, "exec"), mutated)  # our own source, with one change
    for name, old in list(vars(module).items()):
        new = mutated.get(name)
        if old is new or name.startswith("__"):
            continue
        if isinstance(old, type) and isinstance(new, type) and old.__module__ == module.__name__:
            _swap_methods(old, new)
        elif not _swap_code(old, new):
            _swap_value(old, new)


def _swap_methods(old: type, new: type) -> None:
    for name, was in vars(old).items():
        _swap_code(was, vars(new).get(name))


def _swap_code(was: object, now: object) -> bool:
    old, new = _function(was), _function(now)
    if old is None or new is None:
        return False
    if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__, old.__defaults__, old.__kwdefaults__ = (
            new.__code__,
            new.__defaults__,
            new.__kwdefaults__,
        )
    clear = getattr(was, "cache_clear", None)
    if clear is not None:
        clear()
    return True


def _function(thing: object) -> FunctionType | None:
    for name in ("__wrapped__", "fget", "__func__"):
        inner = getattr(thing, name, None)
        if isinstance(inner, FunctionType):
            return inner
    return thing if isinstance(thing, FunctionType) else None


def _swap_value(old: object, new: object) -> None:
    """Put a constant in the place of the old one, in every module that holds it; a dict keeps its identity."""
    if isinstance(old, dict) and isinstance(new, dict):
        old.clear()
        old.update(new)
        return
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").partition(".")[0] in {"tijdig", "tests"}:
            for name, value in list(vars(module).items()):
                if value is old:
                    setattr(module, name, new)


def report(outcomes: list[Outcome], explained: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the page: how many were noticed per module, and each survivor with its explanation."""
    yield "| module | mutants | noticed | share |"
    yield "|---|---|---|---|"
    for name in MUTATED:
        yield _row(f"`{name.removeprefix('tijdig.')}`", [one for one in outcomes if one.module == name])
    yield _row("all", outcomes)
    survivors = [one for one in outcomes if not one.is_noticed]
    if survivors:
        yield ""
        yield "Not noticed:"
        yield ""
    for one in survivors:
        where = f"{one.module.rpartition('.')[2]}.{one.mutant.within}"
        yield f"- `{where}`: `{one.mutant.was}` → `{one.mutant.now}`. {explained.get(_key(one), '**Not explained.**')}"


def _row(name: str, outcomes: list[Outcome]) -> str:
    noticed = sum(one.is_noticed for one in outcomes)
    share = f"{100 * noticed / len(outcomes):.1f} %" if outcomes else "–"
    return f"| {name} | {len(outcomes)} | {noticed} | {share} |"


def _key(one: Outcome) -> str:
    return f"{one.module.rpartition('.')[2]}.{one.mutant.name}"


def main() -> int:
    """Run all mutants (or those whose name holds ``--only``), write the page, and say whether it is good enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only mutants whose name holds this; writes no page")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    os.environ["CI"] = "true"  # the same examples each time
    began = time.monotonic()
    laboratory = Laboratory(args.jobs, args.only)
    failed = pytest.main(
        ["-q", "-p", "no:cacheprovider", "--no-migrations", "--tb=no", *TESTS], plugins=[laboratory]
    )
    if failed not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return int(failed)
    order = {(name, id(mutant)): place for place, (name, mutant) in enumerate(laboratory.waiting)}
    outcomes = sorted(laboratory.outcomes, key=lambda one: order[one.module, id(one.mutant)])
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["survivor"]
    lines = list(report(outcomes, explained))
    print("\n".join(lines), f"\n{time.monotonic() - began:.0f} seconds")
    if not args.only:
        PAGE.write_text(
            with_part(PAGE.read_text(encoding="utf-8"), "mutants", "\n".join(lines)), encoding="utf-8"
        )
    survivors = [one for one in outcomes if not one.is_noticed]
    unexplained = [one for one in survivors if _key(one) not in explained]
    too_many = len(survivors) > (1 - NOTICED_AT_LEAST) * len(outcomes)
    return 1 if unexplained or too_many else 0


if __name__ == "__main__":
    sys.exit(main())
