"""Measure how well and how fast signals are linked: ``python -m benchmarks.linkage_quality`` (``make bench-linkage``).

At full size (the default) the tables go to ``docs/linkage-quality.md`` and the error of each line to
``rules/measured.py``; a smaller run (``--residents 50000 --signals 5000 --seeds 1``) prints them only. What a seed
came to is kept in ``var/linkage``: a run that was broken off goes on where it was. ``--seeds 101 102 --write``
publishes what some of the test seeds tell.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.linkage_quality import peers, report
from benchmarks.linkage_quality.files import NOISES, Made, make_files
from benchmarks.linkage_quality.keeping import keep_parts, keep_tally, kept_parts, kept_tally
from benchmarks.linkage_quality.running import ROOT
from benchmarks.linkage_quality.scoring import Tally
from tools.generated_text import with_part

PAGE = ROOT / "docs" / "linkage-quality.md"
BOUNDS = ROOT / "src" / "tijdig" / "linkage" / "rules" / "measured.py"
RESIDENTS, SIGNALS = 1_000_000, 100_000
DEVELOPMENT = (1, 2, 3)  # rules are tuned on these
TEST = (101, 102, 103, 104, 105)  # and never on these


def main() -> int:
    """Run what was asked; returns the exit code."""
    given = _arguments()
    print(f"{given.residents:,} residents, {given.signals:,} signals, seeds {given.seeds}\n", flush=True)
    tallies, parts = _measured(given)
    for name, part in parts.items():
        print(f"\n## {name}\n\n{part}", flush=True)
    at_full_size = (given.residents, given.signals, tuple(given.seeds)) == (RESIDENTS, SIGNALS, TEST)
    if at_full_size or (given.write and set(given.seeds) <= set(TEST)):
        keep(PAGE, parts)
        _publish({line: bound for line, (*_, bound) in report.errors(tallies).items()})
    return 0


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.linkage_quality")
    arguments.add_argument("--residents", type=int, default=RESIDENTS)
    arguments.add_argument("--signals", type=int, default=SIGNALS)
    arguments.add_argument(
        "--seeds", type=int, nargs="+", default=list(TEST), help="1 2 3 are for development"
    )
    arguments.add_argument(
        "--folder", type=Path, help="keep files and counts here; in var/linkage by default"
    )
    arguments.add_argument("--no-peers", action="store_true", help="leave other engines and speed out")
    arguments.add_argument("--write", action="store_true", help="publish what some of the test seeds tell")
    return arguments.parse_args()


def _measured(given: argparse.Namespace) -> tuple[Mapping[str, Tally], Mapping[str, str]]:
    """Link every seed's files at both noises; returns the counts, and the tables by their place on the page.

    What is compared with other engines is compared on the first seed.
    """
    tallies: dict[str, Tally] = {noise: Tally() for noise in NOISES}
    parts: Mapping[str, str] = {}
    kept_in = given.folder or ROOT / "var" / "linkage" / f"{given.residents}-{given.signals}"
    for seed in given.seeds:
        folder = kept_in / f"seed-{seed}"
        made = make_files(folder, residents=given.residents, signals=given.signals, seed=seed)
        for noise, tally in tallies.items():
            tally.pool(_of_one_seed(made, noise, folder / f"tally-{noise}.json"))
        if seed == given.seeds[0] and not given.no_peers:
            parts = kept_parts(folder / "beside-others.json")
            if not parts:
                parts = _beside_others(made)
                keep_parts(folder / "beside-others.json", parts)
    return tallies, {**_tables(given, tallies), **parts}


def _of_one_seed(made: Made, noise: str, keeper: Path) -> Tally:
    tally = kept_tally(keeper)
    if tally is None:
        tally = Tally()
        cost, links = peers.linked(made, noise)
        tally.score(made.truth[noise], links)
        keep_tally(keeper, tally)
        spent = f"{cost.seconds:.1f} s ({cost.processor:.1f} of processors), {cost.megabytes:,.0f} MB"
        seen = f"{tally.certain_wrong} wrong in {tally.certain_links:,}"
        print(f"{keeper.parent.name}, {noise}: {spent}; {seen}", flush=True)
    return tally


def _beside_others(made: Made) -> Mapping[str, str]:
    parts = {
        "splink": peers.beside_splink(made, "realistic"),
        "febrl4": peers.febrl4(),
        "speed": peers.speed(made, made.register.parent),
    }
    for part in parts.values():
        print(part, flush=True)
    return parts


def _tables(given: argparse.Namespace, tallies: Mapping[str, Tally]) -> Mapping[str, str]:
    sizes = f"{given.residents:,} residents, {given.signals:,} signals per seed and noise"
    told = f"{machine()}\n\n{sizes}; seeds {', '.join(map(str, given.seeds))}."
    return {
        "goals": f"{told}\n\n{report.goals(tallies)}",
        "lines": report.lines(tallies),
        "equal treatment": report.equal_treatment(tallies),
        **{f"missed, {noise}": report.missed(tally) for noise, tally in tallies.items()},
    }


def keep(page: Path, parts: Mapping[str, str]) -> None:
    """Put the tables in their places on a page."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = with_part(text, name, part)
    page.write_text(text, encoding="utf-8")


def _publish(bounds: Mapping[str, float]) -> None:
    """Write the error of each line where the decision table reads its switches."""
    listed = "\n".join(f'    "{line}": {bound:.2f},' for line, bound in bounds.items())
    block = re.compile(r"(ERROR_BOUNDS: [^{]*\{\n).*?(\n\})", re.DOTALL)
    text = BOUNDS.read_text(encoding="utf-8")
    BOUNDS.write_text(block.sub(lambda found: f"{found[1]}{listed}{found[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
