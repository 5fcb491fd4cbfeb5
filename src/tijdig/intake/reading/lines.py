"""From lines of cells to a table: find the heading line, drop empty rows, mark crooked ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.problems import NO_HEADING, NO_ROWS, TOO_MANY_ROWS
from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.headings import recognised
from tijdig.intake.rules.table import RETURNED_HEADING, FileKind, Table, unique_headings
from tijdig.problems import Refused

_LOOK_FOR_HEADING = 30  # lines of titles above the heading, at most
FEWEST_HEADINGS = 3  # so many known headings make a line a heading line


class Line(NamedTuple):
    """One line of the file: its number from 1, its cells, and their kinds (a workbook's only)."""

    number: int
    cells: Sequence[str]
    kinds: str = ""


def heading_index(lines: Sequence[Line]) -> int | None:
    """Return the position of the line with the most known headings, or None when none has enough."""
    scores = [recognised(list(line.cells)) for line in lines[:_LOOK_FOR_HEADING]]
    best = max(scores, default=0)
    return scores.index(best) if best >= FEWEST_HEADINGS else None


def score(lines: Sequence[Line]) -> int:
    """Return how many headings the best line knows."""
    return max((recognised(list(line.cells)) for line in lines[:_LOOK_FOR_HEADING]), default=0)


def has_rows(lines: Sequence[Line]) -> bool:
    """Whether anything stands below the heading line."""
    start = heading_index(lines)
    return start is not None and any(_is_filled(line) for line in lines[start + 1 :])


def _is_filled(line: Line) -> bool:
    return any(map(str.strip, line.cells))


def _trimmed(cells: Sequence[str], width: int) -> Sequence[str] | None:
    """Return the cells at the width of the headings; empty cells beyond it do not count, missing ones do."""
    if len(cells) == width:
        return cells
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    return None


def _headings(cells: Sequence[str]) -> list[str]:
    """Return the headings without empty ones at the end, and without the column that our returned file added."""
    headings = list(cells)
    while headings and not headings[-1].strip():
        headings.pop()
    if headings and headings[-1].strip() == RETURNED_HEADING:
        headings.pop()
    return headings


def _going_on(lines: Sequence[Line]) -> list[str]:
    """Return the headings of two lines put together, when more are known that way than on the first; else nothing.

    "Datum eerste" above "herinnering" is one heading over two lines; a tenant's row makes no heading known.
    """
    together = [
        " ".join(part for part in parts if part) for parts in zip_longest(*_cells(lines), fillvalue="")
    ]
    is_more = len(lines) > 1 and recognised(together) > recognised(list(lines[0].cells))
    return together if is_more and not any(map(_holds_data, lines[1].cells)) else []


def _cells(lines: Sequence[Line]) -> list[list[str]]:
    return [[cell.strip() for cell in line.cells] for line in lines]


def _holds_data(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) > 1 or "@" in cell


@dataclass(slots=True)
class _Below:
    """What stands below the heading line, and what is gathered of it while its rows are gone through once."""

    lines: Iterable[Line]
    width: int
    limits: Limits
    numbers: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    crooked: set[int] = field(default_factory=set)

    def rows(self, *, told: bool) -> Iterator[Sequence[str]]:
        """Yield the cells of each filled line; ``told``: what stands behind the headings is what we told of it."""
        width, blank = self.width, ("",) * self.width
        for line in self.lines:
            if not _is_filled(line):
                continue
            cells = _trimmed(line.cells[:width] if told else line.cells, width)
            if cells is None:
                self.crooked.add(len(self.numbers))
            self.numbers.append(line.number)
            self.kinds.append(line.kinds)
            if len(self.numbers) > self.limits.rows:
                raise Refused(TOO_MANY_ROWS(most=self.limits.rows))
            yield blank if cells is None else cells


def table_of(
    lines: Iterable[Line],
    kind: FileKind,
    limits: Limits,
    *,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
) -> Table:
    """Make the table; raises :class:`Refused` without a heading line, without rows, or with too many."""
    lines = iter(lines)
    top = list(
        islice(lines, _LOOK_FOR_HEADING + 1)
    )  # a heading may go on below the last line where one is looked for
    start = heading_index(top)
    if start is None:
        raise Refused(NO_HEADING())
    heading_cells, first = top[start].cells, start + 1
    if going_on := _going_on(top[start : start + 2]):
        heading_cells, first = going_on, start + 2
    headings = _headings(heading_cells)
    width = len(headings)
    below = _Below(chain(top[first:], lines), width, limits)
    rows = Rows.of(below.rows(told=any(cell.strip() == RETURNED_HEADING for cell in heading_cells)), width)
    if not below.numbers:
        raise Refused(NO_ROWS())
    return Table(
        kind=kind,
        headings=unique_headings(headings),
        rows=rows,
        lines=tuple(below.numbers),
        encoding=encoding,
        separator=separator,
        sheet=sheet,
        heading_line=top[start].number,
        kinds=tuple(one[:width].ljust(width, "s") for one in below.kinds) if kind is FileKind.XLSX else (),
        crooked=frozenset(below.crooked),
    )
