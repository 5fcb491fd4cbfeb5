"""What may stay of a delivered table: nothing of a tenant who objected (R6), no BSN (R11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.headings import is_phone_heading
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.values.bsn import SHORTEST_BSN, bsns_among, without_bsns
from tijdig.intake.rules.values.yes_no import read_yes_no

# A number that no one has and that still tells the check that a BSN stood here.
BSN_STOOD_HERE = "999999990"


def blanked(table: Table, objected_rows: Collection[int], bsn_cells: Mapping[int, Collection[str]]) -> Table:
    """Return the table with the objected rows (counted from 1) and the cells with a BSN emptied."""
    if not objected_rows and not bsn_cells:
        return table
    rows = list(table.rows)
    for number, headings in bsn_cells.items():
        rows[number - 1] = tuple(
            "" if heading in headings else cell
            for heading, cell in zip(table.headings, rows[number - 1], strict=True)
        )
    for number in objected_rows:
        rows[number - 1] = ("",) * len(table.headings)
    return replace(table, rows=Rows.of(rows, len(table.headings)))


def fit_to_wait(table: Table, plan: ColumnPlan) -> Table:
    """Return the table as it may wait for its columns to be confirmed.

    Of a row with an objection only that word stays, so that it is still counted; a BSN becomes a number that no one
    has, so that it is still refused.
    """
    position = plan.positions.get("objection")
    phones = {
        index
        for index, heading in enumerate(table.headings)
        if is_phone_heading(heading) or plan.positions.get("phone") == index
    }
    bsns = {
        index: found
        for index in range(len(table.headings))
        if index not in phones and (found := bsns_among(table.rows.columns[index].distinct))
    }
    rows = (_fit(row, position, bsns) for row in table.rows)
    return replace(table, rows=Rows.of(rows, len(table.headings)))


def _fit(row: tuple[str, ...], objection: int | None, bsns: Mapping[int, Collection[str]]) -> tuple[str, ...]:
    if objection is not None and read_yes_no(row[objection]).value:
        return tuple("ja" if index == objection else "" for index in range(len(row)))
    if not any(row[index] in found for index, found in bsns.items()):
        return row
    return tuple(
        without_bsns(cell.rjust(SHORTEST_BSN, "0"), BSN_STOOD_HERE) if cell in bsns.get(index, ()) else cell
        for index, cell in enumerate(row)
    )
