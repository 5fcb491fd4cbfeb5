"""Refused rows put together by kind of error, so that a hundred times the same mistake is one thing to fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tijdig.intake.queries import RefusedRowTold
from tijdig.problems import NOWHERE, Place, Problem

ROWS_NAMED = 40


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """One mistake (sentence and column), the rows that have it, first rows named; ``more`` counts the rest."""

    problem: Problem
    rows: tuple[int, ...]
    lines: Mapping[int, str]

    @property
    def named(self) -> tuple[tuple[int, str], ...]:
        """The first rows, as many as fit on a line or two, each with its line in the file where that is told."""
        return tuple((row, self.lines.get(row, "")) for row in self.rows[:ROWS_NAMED])

    @property
    def more(self) -> int:
        """How many rows are not named."""
        return max(0, len(self.rows) - ROWS_NAMED)


def grouped(refused: Iterable[RefusedRowTold]) -> tuple[ErrorGroup, ...]:
    """Return the kinds of error, the most frequent first; a group tells the same sentence about the same column."""
    rows: dict[tuple[str, str], list[int]] = {}
    told: dict[tuple[str, str], Problem] = {}
    lines: dict[int, str] = {}
    for row in refused:
        for problem in row.problems:
            key = (problem.place.column, problem.nl)
            told.setdefault(key, _without_row(problem))
            rows.setdefault(key, []).append(row.row)
            if "line" in problem.params:
                lines[row.row] = problem.params["line"]
    groups = [ErrorGroup(told[key], tuple(dict.fromkeys(numbers)), lines) for key, numbers in rows.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.rows)))


def _without_row(problem: Problem) -> Problem:
    column = problem.place.column
    return Problem(
        problem.code,
        problem.rule,
        problem.nl,
        problem.en,
        problem.remedy_nl,
        problem.remedy_en,
        Place(column=column) if column else NOWHERE,
        problem.params,
    )
