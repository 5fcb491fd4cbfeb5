"""Beside other engines, on the same rows in the same run: what they find, how long they take, what memory they need."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.linkage_quality import comparing
from benchmarks.linkage_quality.files import Made
from benchmarks.linkage_quality.report import table
from benchmarks.linkage_quality.running import Cost, measured
from benchmarks.linkage_register import HERE

HERE_IN = "benchmarks.linkage_quality"
SPLINK_AT_DEFAULT = 13.288  # bits: where Splink itself says that one link in ten thousand is wrong
ENGINES = ("ours", "duckdb", "polars")
RUNS = 2  # of each, in turn: the faster is the one that other work on the machine disturbed least


def linked(made: Made, noise: str) -> tuple[Cost, Path]:
    """Link one seed's signals in a process of its own; returns what that cost and where the links are."""
    links = made.register.with_name(f"links-{noise}.csv")
    return _link(made.register, made.signals[noise], links), links


def _link(register: Path, signals: Path, links: Path) -> Cost:
    arguments = ("--register", register, "--signals", signals, "--out", links, "--municipality", HERE)
    return measured("tijdig.cli", "link-files", *arguments)[0]


def beside_splink(made: Made, noise: str) -> str:
    """Return recall, time and memory of Splink and ours on one seed's files, and their ratios."""
    truth, found = made.truth[noise], made.register.with_name(f"splink-{noise}.csv")
    cost, theirs = _fastest(
        lambda: linked(made, noise)[0],
        lambda: measured(f"{HERE_IN}.splink_peer", made.register, made.signals[noise], found)[0],
    )
    recall, precision = comparing.certain_recall(_tiers(made.register.with_name(f"links-{noise}.csv")), truth)
    answers, known = comparing.answers(found, truth)
    alone = comparing.recall_at(comparing.PRECISION, answers, known, distances=(0,))[0]
    helped, weight, distance = comparing.recall_at(comparing.PRECISION, answers, known)
    by_itself, its_precision = comparing.recall_above(SPLINK_AT_DEFAULT, answers, known)
    rows = [
        ("certain recall", f"{recall:.4f}", "", "", f"precision {precision:.5f}"),
        _ratio("at its best weight", recall, alone, "≥ 1.05", "weight chosen knowing the truth, precision 0.9999"),
        _ratio(
            "with a distance to the next person added by us", recall, helped, "",
            f"weight {weight:.1f}, distance {distance:.0f}: both chosen knowing the truth",
        ),
        _ratio("at probability 0.9999", recall, by_itself, "", f"by itself; precision {its_precision:.5f}"),
        _ratio("seconds", cost.seconds, theirs.seconds, "≤ 1.2, goal 0.6", "process start and reading included"),
        _ratio("processor seconds", cost.processor, theirs.processor, "", "all cores: what a shared machine spends"),
        _ratio("peak memory, MB", cost.megabytes, theirs.megabytes, "≤ 0.7", ""),
    ]  # fmt: skip
    return table(
        (f"Splink {version('splink')}, {noise} noise", "ours", "Splink", "ratio (asked)", "remark"), rows
    )


def _fastest(*each: Callable[[], Cost]) -> Sequence[Cost]:
    """Run each so many times in turn; returns the fastest run of each."""
    runs = [[run() for run in each] for _ in range(RUNS)]
    return [min(costs, key=lambda cost: cost.seconds) for costs in zip(*runs, strict=True)]


def _ratio(name: str, ours: float, theirs: float, asked: str, remark: str) -> tuple[str, ...]:
    asked = f" ({asked})" if asked else ""
    ratio = f"{ours / theirs:.2f}{asked}" if theirs else "–"
    return name, f"{ours:,.4g}", f"{theirs:,.4g}", ratio, remark


def _tiers(links: Path) -> Mapping[str, tuple[str, str]]:
    with links.open(encoding="utf-8", newline="") as file:
        return {row["signal"]: (row["tier"], row["person"]) for row in csv.DictReader(file)}


def febrl4() -> str:
    """Return what our comparisons find in FEBRL4 without one wrong pair."""
    _, printed = measured(f"{HERE_IN}.febrl")
    found, copies = map(int, printed.split())
    rows = [("FEBRL4, our comparisons and points, no security number", f"{found / copies:.4f}", "≥ 0.996")]
    return table(("", "recall at precision 1.0", "asked"), rows)


def speed(made: Made, folder: Path) -> str:
    """Return the ratios of speed: normalising, a municipality of 50,000, and twice as many signals."""
    runs = [{engine: _normalising(made.register, engine) for engine in ENGINES} for _ in range(RUNS)]
    taken = {engine: min(run[engine] for run in runs) for engine in ENGINES}
    small, few = folder / "small.csv", folder / "few.csv"
    _first_lines(made.register, small, 50_000)
    _first_lines(made.signals["realistic"], few, 220)
    (town,) = _fastest(lambda: _link(small, few, folder / "links.csv"))
    signals = made.signals["realistic"]
    half = folder / "half.csv"
    with signals.open(encoding="utf-8") as file:
        number = sum(1 for _ in file) - 1
    _first_lines(signals, half, number // 2)
    once, twice = (_link(small, asked, folder / "links.csv").processor for asked in (half, signals))
    rows = [
        _of_the_fastest(f"normalising {made.register.parent.name}'s register, seconds", taken, 0),
        _of_the_fastest("the same, processor seconds", taken, 1),
        (
            "a municipality of 50,000, 220 signals: seconds from start to end",
            f"{town.seconds:.2f}", "≤ 1.5",
        ),
        ("the same: processor seconds, which other work on the machine changes less", f"{town.processor:.2f}", ""),
        ("the same: peak memory, MB", f"{town.megabytes:.0f}", "≤ 250"),
        (
            f"twice the signals ({number // 2:,} and {number:,}), processor seconds: {once:.1f} and {twice:.1f}",
            f"{twice / once:.2f}", "≤ 2.2",
        ),
    ]  # fmt: skip
    return table(("", "measured", "asked"), rows)


def _normalising(register: Path, engine: str) -> tuple[float, float]:
    seconds, processor = measured(f"{HERE_IN}.normalising_peer", register, engine)[1].split()
    return float(seconds), float(processor)


def _of_the_fastest(name: str, taken: Mapping[str, tuple[float, float]], which: int) -> tuple[str, str, str]:
    told = ", ".join(f"{engine} {spent[which]:.2f}" for engine, spent in taken.items())
    fastest = min(taken[engine][which] for engine in ENGINES[1:])
    return f"{name}: {told}", f"{taken['ours'][which] / fastest:.2f}", "≤ 1 (goal 0.25) of the fastest"


def _first_lines(given: Path, to: Path, rows: int) -> None:
    with given.open(encoding="utf-8") as file:
        to.write_text("".join(itertools.islice(file, rows + 1)), encoding="utf-8")
