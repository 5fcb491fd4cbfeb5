"""Measure how well and how fast signals are linked: ``python -m benchmarks.linkage_quality`` (``make bench-linkage``).

At full size (the default) the tables go to ``docs/linkage-quality.md`` and the error of each line to
``rules/measured.py``; a smaller run (``--residents 50000 --signals 5000 --seeds 1``) prints them only. ``--write``
publishes it all the same: everything of the five test seeds, of one seed what is compared and its full size.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.linkage_quality import peers, report
from benchmarks.linkage_quality.files import NOISES, Made, files_in, make_files
from benchmarks.linkage_quality.running import ROOT
from benchmarks.linkage_quality.scoring import Tally
from tools.generated_text import with_part

PAGE = ROOT / "docs" / "linkage-quality.md"
BOUNDS = ROOT / "src" / "tijdig" / "linkage" / "rules" / "measured.py"
RESIDENTS, SIGNALS = 1_000_000, 100_000
OF_ONE_SEED = ("full size", "splink", "febrl4", "speed")  # what a run of one seed may publish
DEVELOPMENT = (1, 2, 3)  # rules are tuned on these
TEST = (101, 102, 103, 104, 105)  # and never on these


def main() -> int:
    """Run what was asked; returns the exit code."""
    given = _arguments()
    print(f"{given.residents:,} residents, {given.signals:,} signals, seeds {given.seeds}\n", flush=True)
    tallies, parts = _measured(given)
    for name, part in parts.items():
        print(f"\n## {name}\n\n{part}", flush=True)
    at_full_size = (given.residents, given.signals) == (RESIDENTS, SIGNALS)
    if tuple(given.seeds) == TEST and (given.write or at_full_size):
        keep(PAGE, parts)
        _publish({line: bound for line, (*_, bound) in report.errors(tallies).items()})
    elif given.write:
        keep(PAGE, {name: parts[name] for name in OF_ONE_SEED if name in parts})
    return 0


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.linkage_quality")
    arguments.add_argument("--residents", type=int, default=RESIDENTS)
    arguments.add_argument("--signals", type=int, default=SIGNALS)
    arguments.add_argument(
        "--seeds", type=int, nargs="+", default=list(TEST), help="1 2 3 are for development"
    )
    arguments.add_argument("--folder", type=Path, help="keep the files here, and use those that are there")
    arguments.add_argument("--no-peers", action="store_true", help="leave other engines and speed out")
    arguments.add_argument(
        "--write", action="store_true", help="publish a smaller run, or what one seed tells"
    )
    return arguments.parse_args()


def _measured(given: argparse.Namespace) -> tuple[Mapping[str, Tally], Mapping[str, str]]:
    """Link every seed's files at both noises; returns the counts, and the tables by their place on the page.

    What is compared with other engines is compared on the first seed.
    """
    tallies, parts = {noise: Tally() for noise in NOISES}, {}
    for seed in given.seeds:
        folder = (given.folder or Path(tempfile.mkdtemp(prefix="linkage-"))) / f"seed-{seed}"
        made = (
            files_in(folder)
            if (folder / "register.csv").exists()
            else make_files(folder, residents=given.residents, signals=given.signals, seed=seed)
        )
        for noise, tally in tallies.items():
            cost, links = peers.linked(made, noise)
            tally.score(made.truth[noise], links)
            spent = f"{cost.seconds:.1f} s ({cost.processor:.1f} of processors), {cost.megabytes:,.0f} MB"
            print(f"seed {seed}, {noise}: {spent}", flush=True)
        if seed == given.seeds[0] and not given.no_peers:
            parts |= _beside_others(made)
        if given.folder is None:
            shutil.rmtree(folder.parent)
    return tallies, {**_tables(given, tallies), **parts}


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
        "full size" if given.residents == RESIDENTS and len(given.seeds) == 1 else "goals": (
            f"{told}\n\n{report.goals(tallies)}"
        ),
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
