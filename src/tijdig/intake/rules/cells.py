"""The cells of a table as they are kept: column by column, each distinct cell once.

A ledger repeats its towns, days and answers thousands of times. What is read, looked for or compared in a column is
done once for each distinct cell, and only then brought back to the rows.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, count
from typing import NamedTuple, overload

_AT_A_TIME = 500  # rows of which the cells are still at hand when they are numbered
_IN_A_BYTE, _IN_TWO = 256, 65_536


class Cells(NamedTuple):
    """One column: its distinct cells in the order of the file, and per row the place of its cell among them."""

    distinct: tuple[str, ...]
    places: Sequence[int]

    @classmethod
    def from_bytes(cls, distinct: Sequence[str], rows: int, written: bytes) -> Cells:
        """Return the column of which :meth:`places_as_bytes` gave this; ``ValueError`` when it is not whole."""
        code = _code(len(distinct), rows)
        if code is None:
            return cls(tuple(distinct), range(rows))
        places: Sequence[int] = written if code == "B" else array(code, written)
        if len(places) != rows or max(places, default=0) >= max(len(distinct), 1):
            raise ValueError("a row without a cell, or with one that is not there")
        return cls(tuple(distinct), places)

    def places_as_bytes(self) -> bytes:
        """Return the places as bytes, for :meth:`from_bytes` on the same machine."""
        code = _code(len(self.distinct), len(self.places))
        if code is None:
            return b""
        return bytes(self.places) if code == "B" else array(code, self.places).tobytes()

    def per_row[Value](self, values: Sequence[Value]) -> list[Value]:
        """Return for each row the one of these values, one for each distinct cell, that belongs to its cell."""
        if len(values) == 1:
            return [values[0]] * len(self.places)
        return list(map(values.__getitem__, self.places))

    def at(self, row: int) -> str:
        """Return the cell of this row, counted from 0."""
        return self.distinct[self.places[row]]

    def in_rows(self) -> list[str]:
        """Return the cells row by row."""
        return self.per_row(self.distinct)

    def rows_with(self, cells: Collection[str]) -> list[int]:
        """Return the rows, counted from 0, whose cell is one of these."""
        wanted = {place for place, cell in enumerate(self.distinct) if cell in cells} if cells else ()
        return [row for row, place in enumerate(self.places) if place in wanted] if wanted else []


def bytes_of_places(distinct: int, rows: int) -> int:
    """Return how many bytes :meth:`Cells.places_as_bytes` gives of a column with so many distinct cells and rows."""
    code = _code(distinct, rows)
    return 0 if code is None else array(code).itemsize * rows


def _code(distinct: int, rows: int) -> str | None:
    """Return how places are written; None where each row has a cell of its own, so that there is nothing to tell."""
    if distinct == rows:
        return None
    if distinct <= _IN_A_BYTE:
        return "B"
    return "H" if distinct <= _IN_TWO else "I"


@dataclass(frozen=True, slots=True, eq=False)
class Rows(Sequence[tuple[str, ...]]):
    """The data rows of a table, each with a cell for each column.

    What looks at one column takes it from ``columns``; to go through all rows is cheap, to pick them one by one is not.
    """

    columns: tuple[Cells, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]], width: int) -> Rows:
        """Return rows of ``width`` cells each; of rows that come one by one no more is kept than their columns."""
        place_of: list[defaultdict[str, int]] = [defaultdict(count().__next__) for _ in range(width)]
        places: list[list[int]] = [[] for _ in range(width)]
        for some in batched(rows, _AT_A_TIME):
            for number, known, cells in zip(place_of, places, zip(*some, strict=True), strict=True):
                known.extend(map(number.__getitem__, cells))
        return cls(tuple(Cells(tuple(number), known) for number, known in zip(place_of, places, strict=True)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __len__(self) -> int:
        return len(self.columns[0].places) if self.columns else 0

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(zip(*(column.in_rows() for column in self.columns), strict=True))

    @overload
    def __getitem__(self, index: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[str, ...], ...]: ...
    def __getitem__(self, index: int | slice) -> tuple[str, ...] | tuple[tuple[str, ...], ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        return tuple(column.at(index) for column in self.columns)
