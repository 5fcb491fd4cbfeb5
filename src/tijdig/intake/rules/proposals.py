"""Which field to propose for each column of a layout that nobody confirmed yet, each with its reason.

First what this partner chose before for the same heading, then what the heading means, then what the values look like.
It stays a proposal: a person confirms it before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from tijdig.intake.rules.columns import Column, ColumnPlan, Reason, propose_columns
from tijdig.intake.rules.fields import FIELD_BY_NAME
from tijdig.intake.rules.headings import field_of_heading, is_phone_heading
from tijdig.intake.rules.table import Table, heading_key
from tijdig.intake.rules.values.bsn import could_be_bsn
from tijdig.intake.rules.values.dates import DayOrder, read_date
from tijdig.intake.rules.values.emails import read_email
from tijdig.intake.rules.values.money import read_amount
from tijdig.intake.rules.values.postcodes import read_postcode

_FEWEST_VALUES = 3  # below this a column shows nothing
_OF_AGE = timedelta(days=16 * 365)
_PHONE = re.compile(r"(?:\+|00?)[1-9][\d\s().\-/]{7,14}")
_CENTS = re.compile(r".*\d[.,]\d\d")
_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9.\-/_]{2,64}")


def propose_for(table: Table, remembered: Mapping[str, str], received_on: date) -> ColumnPlan:
    """Return the proposal for this table; ``remembered`` gives the field last chosen per heading (its key)."""
    plan = _with_remembered(propose_columns(table.headings), remembered)
    return _with_shapes(table, plan, received_on)


def _with_remembered(plan: ColumnPlan, remembered: Mapping[str, str]) -> ColumnPlan:
    """Give each heading what was chosen for it before; a field that this sets free goes to the next that means it."""
    chosen = {
        column.position: field
        for column in plan.columns
        if (field := remembered.get(heading_key(column.heading))) is not None
        and (not field or field in FIELD_BY_NAME)
    }
    taken = {field for field in chosen.values() if field}
    columns = []
    for column in plan.columns:
        means = field_of_heading(column.heading) or column.field
        if column.position in chosen:
            columns.append(_as_chosen(column, chosen[column.position]))
        elif means and means in taken:
            columns.append(replace(column, field="", reason=Reason.ALREADY_TAKEN))
        elif means:
            columns.append(replace(column, field=means, reason=Reason.RECOGNISED))
            taken.add(means)
        else:
            columns.append(column)
    return replace(plan, columns=tuple(columns))


def _as_chosen(column: Column, field: str) -> Column:
    return column if field == column.field else replace(column, field=field, reason=Reason.REMEMBERED)


def _with_shapes(table: Table, plan: ColumnPlan, received_on: date) -> ColumnPlan:
    """Give each field without a column the one column whose values can only be that."""
    unknown = [column for column in plan.columns if column.reason is Reason.NOT_RECOGNISED]
    values = {
        column.position: {cell.strip() for cell in table.rows.columns[column.position].distinct} - {""}
        for column in unknown
    }
    found: dict[int, str] = {}
    for field, fits in _shapes(table, received_on):
        fitting = [
            column
            for column in unknown
            if column.position not in found
            and len(values[column.position]) >= _FEWEST_VALUES
            and all(fits(cell) for cell in values[column.position])
            and _may_be(field, column, table)
        ]
        if field not in plan.positions and len(fitting) == 1:
            found[fitting[0].position] = field
        else:  # what looks like a second phone number is no reference either
            found |= {column.position: "" for column in fitting}
    columns = tuple(
        replace(column, field=found[column.position], reason=Reason.SHAPE)
        if found.get(column.position)
        else column
        for column in plan.columns
    )
    return replace(plan, columns=columns)


def _shapes(table: Table, received_on: date) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """What the values of a field look like when nothing else looks so; the reference comes last, as what is left."""
    born_before = received_on - _OF_AGE
    return (
        ("postcode", lambda cell: read_postcode(cell).value is not None),
        ("email", lambda cell: read_email(cell).value is not None),
        ("phone", lambda cell: _PHONE.fullmatch(cell) is not None and _day(cell) is None),
        ("birth_date", lambda cell: (day := _day(cell)) is not None and day < born_before),
        ("amount", lambda cell: bool(_CENTS.fullmatch(cell)) and read_amount(cell).value is not None),
        (
            "reference",
            lambda cell: bool(_REFERENCE.fullmatch(cell)) and not could_be_bsn(cell) and _day(cell) is None,
        ),
    )


def _may_be(field: str, column: Column, table: Table) -> bool:
    """A reference differs from row to row."""
    if field != "reference":
        return True
    cells = {cell.strip() for cell in table.rows.columns[column.position].distinct}
    return not is_phone_heading(column.heading) and len(cells) == len(table.rows) and all(cells)


def _day(cell: str) -> date | None:
    return read_date(cell, DayOrder.DAY_FIRST).value or read_date(cell, DayOrder.SAID_MONTH_FIRST).value
