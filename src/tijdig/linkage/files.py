"""Link two files outside any database, so that others can bring their own data and their own truth.

``register.csv`` and ``signals.csv`` in (UTF-8; comma or semicolon; the columns below, in any order), ``links.csv`` out.
The engine and its table are the ones that run every month. Nothing else is stored, and nothing is logged.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from tijdig.linkage.engine import database_of_run, link_written
from tijdig.linkage.given_files import households, read_register, read_signals
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.rules.people import LinkResult, Side
from tijdig.problems import Refused

HERE = "here"  # the municipality of whoever has none in the file
LINK_COLUMNS = (
    "signal",
    "person",
    "household",
    "tier",
    "rule",
    "runner_up",
    "margin",
    "candidates",
    "reasons",
)

# A large register is worth a second processor; for a town of 50,000 it costs more than it brings.
MANY_RESIDENTS = 200_000
THREADS_FOR_MANY = 2

_SIGNS = {Side.FOR: "+", Side.AGAINST: "-", Side.ASIDE: ""}


def link_files(register: Path, signals: Path, to: Path, *, municipality: str = HERE) -> Mapping[Outcome, int]:
    """Link the signals of one file with the residents of another, write ``to`` (mode 600); returns counts per tier.

    ``municipality`` is the code of whoever lives here, for a register that has that column. Raises :class:`Refused`,
    and writes nothing, when a file lacks a column or holds a row that cannot be read.
    """
    counts = dict.fromkeys(Outcome, 0)
    with database_of_run() as database:
        read_signals(database, signals)
        if read_register(database, register, municipality) >= MANY_RESIDENTS:
            database.execute(f"SET threads = {THREADS_FOR_MANY}")
        results = link_written(database)
        homes = households(database)
        with open(to, "w", encoding="utf-8", newline="", opener=_for_me_alone) as file:
            writer = csv.writer(file)
            writer.writerow(LINK_COLUMNS)
            for result in results:
                counts[result.outcome] += 1
                writer.writerow(_told(result, homes))
    return counts


def run(register: Path, signals: Path, to: Path, municipality: str, out: TextIO) -> int:
    """Link two files and print what came of it; returns the exit code: 0, or 1 when a file has problems."""
    try:
        counts = link_files(register, signals, to, municipality=municipality)
    except Refused as refusal:
        for problem in refusal.problems:
            print(f"{problem.nl} [{problem.code}]\n    → {problem.remedy_nl}", file=out)
        return 1
    for outcome, number in counts.items():
        print(f"{outcome:<8} {number:>9}", file=out)
    return 0


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _told(result: LinkResult, households: Mapping[str, str]) -> Sequence[object]:
    person = result.bsn or ""
    margin = "" if result.margin is None else f"{result.margin:g}"
    candidates = " ".join(candidate.bsn for candidate in result.candidates)
    reasons = " ".join(
        f"{_SIGNS[reason.side]}{reason.code.removeprefix('linkage.')}" for reason in result.reasons
    )
    return (
        result.signal_id, person, households.get(person, ""), result.outcome, result.rule_id,
        result.runner_up or "", margin, candidates, reasons,
    )  # fmt: skip
