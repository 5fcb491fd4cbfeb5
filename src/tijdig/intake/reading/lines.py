"""From lines of cells to a table: find the heading line, drop empty rows, mark crooked ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.problems import NO_HEADING, NO_ROWS, TOO_MANY_ROWS
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


def _trimmed(cells: Sequence[str], width: int) -> tuple[str, ...] | None:
    """Return the cells at the width of the headings; empty cells beyond it do not count, missing ones do."""
    if len(cells) == width:
        return tuple(cells)
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return tuple(cells[:width])
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


def table_of(
    lines: Sequence[Line],
    kind: FileKind,
    limits: Limits,
    *,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
) -> Table:
    """Make the table; raises :class:`Refused` without a heading line, without rows, or with too many."""
    start = heading_index(lines)
    if start is None:
        raise Refused(NO_HEADING())
    heading_cells, first = lines[start].cells, start + 1
    if going_on := _going_on(lines[start : start + 2]):
        heading_cells, first = going_on, start + 2
    headings = _headings(heading_cells)
    filled = [line for line in lines[first:] if _is_filled(line)]
    if not filled:
        raise Refused(NO_ROWS())
    if len(filled) > limits.rows:
        raise Refused(TOO_MANY_ROWS(most=limits.rows))
    width = len(headings)
    told = any(cell.strip() == RETURNED_HEADING for cell in heading_cells)
    rows = [_trimmed(line.cells[:width] if told else line.cells, width) for line in filled]
    blank = ("",) * width
    return Table(
        kind=kind,
        headings=unique_headings(headings),
        rows=tuple(blank if row is None else row for row in rows),
        lines=tuple(line.number for line in filled),
        encoding=encoding,
        separator=separator,
        sheet=sheet,
        heading_line=lines[start].number,
        kinds=tuple(line.kinds[:width].ljust(width, "s") for line in filled) if kind is FileKind.XLSX else (),
        crooked=frozenset(index for index, row in enumerate(rows) if row is None),
    )
