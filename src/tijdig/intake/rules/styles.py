"""How a file writes dates and amounts: what its columns prove, else what was said of them; never a guess (S3, R12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.fields import FIELD_BY_NAME, Kind
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.values.dates import DayOrder, order_in, parts_in, signs_day_first, signs_in_doubt
from tijdig.intake.rules.values.money import DecimalStyle, style_in

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_SAID = {DAY_FIRST: DayOrder.DAY_FIRST, MONTH_FIRST: DayOrder.SAID_MONTH_FIRST}
_DATES = frozenset({Kind.DATE, Kind.BIRTH_DATE})


def _written(table: Table, position: int) -> Collection[str]:
    """Return the distinct cells that somebody wrote; how we write a workbook's numbers proves nothing of its texts."""
    cells = table.rows.columns[position]
    if not table.kinds:
        return cells.distinct
    return {cell for cell, kinds in zip(cells.in_rows(), table.kinds, strict=True) if kinds[position] != "n"}


def fields_of_kind(plan: ColumnPlan, *kinds: Kind) -> tuple[str, ...]:
    """Return the fields of these kinds that have a column, in the order of the file."""
    return tuple(
        name for name in plan.positions if name in FIELD_BY_NAME and FIELD_BY_NAME[name].kind in kinds
    )


def proven_orders(table: Table, plan: ColumnPlan) -> dict[str, DayOrder]:
    """Return what each date column proves over the whole file.

    One export writes its dates one way: what one column proves holds for the rest that are written with the same sign,
    unless another proves otherwise. Dates with dashes prove nothing of dates with slashes: those came from elsewhere.
    """
    columns = {
        name: parts_in(table.rows.columns[plan.positions[name]].distinct)
        for name in fields_of_kind(plan, *_DATES)
    }
    orders = {name: order_in(dates) for name, dates in columns.items()}
    found = set(orders.values())
    if DayOrder.DAY_FIRST not in found or found & {DayOrder.MONTH_FIRST, DayOrder.BOTH}:
        return orders
    proven = {sign for dates in columns.values() for sign in signs_day_first(dates)}
    return {
        name: DayOrder.DAY_FIRST if signs_in_doubt(dates) <= proven else DayOrder.UNPROVEN
        for name, dates in columns.items()
    }


def turned_by_sheet(table: Table, plan: ColumnPlan) -> frozenset[str]:
    """Return the columns of a workbook that hold dates beside texts that are month first.

    There the spreadsheet took ``06/07/2026`` for the sixth of July and left ``06/29/2026`` as it was.
    """
    if not table.kinds:
        return frozenset()
    month_first = {DayOrder.MONTH_FIRST, DayOrder.BOTH}
    return frozenset(
        name
        for name in fields_of_kind(plan, *_DATES)
        if order_in(parts_in(table.rows.columns[plan.positions[name]].distinct)) in month_first
        and any(kinds[plan.positions[name]] == "d" for kinds in table.kinds)
    )


def day_orders(table: Table, plan: ColumnPlan) -> dict[str, DayOrder]:
    """Return by which order each date column is read: what it proves, else what was said, else what it shows."""
    return {
        name: order
        if order is DayOrder.DAY_FIRST
        else _SAID.get(plan.answers.get(plan.headings[name], ""), order)
        for name, order in proven_orders(table, plan).items()
    }


def proven_styles(table: Table, plan: ColumnPlan) -> dict[str, DecimalStyle]:
    """Return what the amounts of each column prove over the whole file."""
    return {
        name: style_in(_written(table, plan.positions[name])) for name in fields_of_kind(plan, Kind.AMOUNT)
    }


def decimal_styles(table: Table, plan: ColumnPlan) -> dict[str, DecimalStyle]:
    """Return the sign before the cents by which each column of amounts is read: what it proves, else what was said."""
    return {
        name: _said_style(plan.answers.get(plan.headings[name], ""))
        if style is DecimalStyle.UNPROVEN
        else style
        for name, style in proven_styles(table, plan).items()
    }


def _said_style(answer: str) -> DecimalStyle:
    return DecimalStyle(answer) if answer in {".", ","} else DecimalStyle.UNPROVEN


def worth_remembering(table: Table, plan: ColumnPlan) -> Mapping[str, str]:
    """Return per heading how its values are written, as far as this file proves it or it was said, for the next."""
    known = dict(plan.answers)
    names = {order: answer for answer, order in _SAID.items()}
    for name, order in day_orders(table, plan).items():
        if order in names:
            known[plan.headings[name]] = names[order]
    for name, style in decimal_styles(table, plan).items():
        if style is not DecimalStyle.UNPROVEN:
            known[plan.headings[name]] = style.value
    return known
