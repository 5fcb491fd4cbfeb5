"""The party × data × purpose table of a draft, with a box to tick in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tijdig.covenant.drafting import Finding
from tijdig.web.covenants.draft_form import ShownGroup, choices_in

DATA = "gegevens"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: a group of data, and whether the draft gives it here."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A permission: its number, between whom, for what; ``name`` is that of its boxes."""

    id: str
    anchor: str
    who: str
    purpose: str
    name: str
    boxes: tuple[Box, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All permissions of one page of the form against all groups of data."""

    categories: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.categories) + 1


def matrix_of(groups: Sequence[ShownGroup]) -> Matrix:
    """Return the table for the permissions that these groups hold."""
    rows = tuple(_row(group) for group in groups if DATA in group.fields)
    columns = dict.fromkeys(box.value for row in rows for box in row.boxes)
    return Matrix(tuple(columns), tuple(_padded(row, columns) for row in rows))


def _row(group: ShownGroup) -> MatrixRow:
    data = group.fields[DATA]
    chosen = {str(one) for one in data.field.value() or []}
    boxes = tuple(Box(value, label, value in chosen) for value, label in choices_in(data.field))
    return MatrixRow(
        group.title, group.anchor, group.who, group.purpose, data.field.html_name, boxes, data.findings
    )


def _padded(row: MatrixRow, columns: Mapping[str, None]) -> MatrixRow:
    """Give a row a cell for each column: one permission may name a group of data that the file does not know."""
    standing = {box.value: box for box in row.boxes}
    boxes = tuple(standing.get(one, Box(one, one, checked=False)) for one in columns)
    return MatrixRow(row.id, row.anchor, row.who, row.purpose, row.name, boxes, row.findings)
