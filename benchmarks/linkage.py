"""Linking signals with a resident register: rows per second and peak memory, at 10,000 and 100,000 signals.

Run: ``python benchmarks/linkage.py [--signals N ...] [--residents N]``. Prints a Markdown table; ``make bench`` puts it
in the docs. The town is invented and its ledgers hold every kind of slip, so the last columns tell how well it went.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.linkage_data import ledger
from benchmarks.linkage_register import HERE, invented_register
from tijdig.linkage.engine import link_people
from tijdig.linkage.rules.outcomes import Outcome

HEADING = (
    "| signals | residents | seconds | signals per second | peak memory (MB) "
    "| certain | review | none | certain and wrong |\n"
    "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def main() -> None:
    """Measure each size in a process of its own, so that one peak does not hide another."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--signals", type=int, nargs="+", default=[10_000, 100_000])
    arguments.add_argument("--residents", type=int, default=100_000)
    given = arguments.parse_args()
    print(HEADING)
    context = multiprocessing.get_context("spawn")
    for signals in given.signals:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_measure, args=(signals, given.residents, there))
        process.start()
        print(here.recv(), flush=True)
        process.join()


def _measure(signals: int, residents: int, answer: Connection) -> None:
    register = invented_register(residents)
    lines = ledger(register, signals)
    people = [line.person for line in lines]
    before = time.perf_counter()
    results = link_people(people, register, municipality=HERE)
    seconds = time.perf_counter() - before
    outcomes = Counter(result.outcome for result in results)
    wrong = sum(
        result.outcome is Outcome.CERTAIN and result.bsn != line.truth
        for line, result in zip(lines, results, strict=True)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shares = " | ".join(f"{outcomes[outcome] / signals:.1%}" for outcome in Outcome)
    speed = f"{seconds:.1f} | {signals / seconds:,.0f} | {peak:,.0f}"
    answer.send(f"| {signals:,} | {len(register):,} | {speed} | {shares} | {wrong} |")


if __name__ == "__main__":
    main()
