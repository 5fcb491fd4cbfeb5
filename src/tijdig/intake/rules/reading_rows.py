"""From cells to rows: each column is read once per distinct value, then put together row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from tijdig.intake.rules.cells import Cells
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.fields import FIELD_BY_NAME, FIELDS, Field, Kind
from tijdig.intake.rules.headings import is_phone_heading, means_first_names
from tijdig.intake.rules.lines_not_read import lines_not_read
from tijdig.intake.rules.many_rows import made_of
from tijdig.intake.rules.places import places_of, transposed
from tijdig.intake.rules.rows import ReadRow
from tijdig.intake.rules.styles import day_orders, decimal_styles, turned_by_sheet
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.values.birth_dates import read_birth_date
from tijdig.intake.rules.values.bsn import bsns_among
from tijdig.intake.rules.values.dates import DayOrder, counted_from_1900, is_iso_in_doubt, read_recent_date
from tijdig.intake.rules.values.emails import read_email
from tijdig.intake.rules.values.house_numbers import read_address, read_house_number
from tijdig.intake.rules.values.money import DecimalStyle, read_amount
from tijdig.intake.rules.values.names import Name, is_whole_name, read_full_name, read_initials, read_surname
from tijdig.intake.rules.values.phones import read_phone
from tijdig.intake.rules.values.postcodes import read_postcode
from tijdig.intake.rules.values.reading import Reading
from tijdig.intake.rules.values.spreadsheets import TURNED_DATES, read_code, read_words
from tijdig.intake.rules.values.whole_numbers import read_whole_number
from tijdig.intake.rules.values.withdrawals import read_withdrawal
from tijdig.intake.rules.values.yes_no import read_yes_no
from tijdig.problems import Problem

# A signal can do without these: a value that cannot be read is left out and told, the row goes on.
LEFT_OUT_WHEN_UNREADABLE = frozenset({"birth_date", "phone", "email"})

# What an empty cell means, where it is not None.
WHEN_EMPTY: Mapping[str, str | bool] = {
    **dict.fromkeys(
        (
            "reference", "initials", "prefix", "surname", "birth_date", "street", "house_letter", "addition",
            "postcode", "town", "phone", "email", "withdrawal",
        ),
        "",
    ),
    "crisis": False,
    "warm_transfer": False,
}  # fmt: skip
# Texts with digits, which a spreadsheet may take for a date or a number.
_CODES = frozenset({"reference", "house_letter", "addition"})
_AS_READ = frozenset(field.name for field in FIELDS) & frozenset(ReadRow._fields)

type Reader = Callable[[str], Reading[Any]]
type _Values = Mapping[str, Sequence[Any]]


class _Column(NamedTuple):
    """A column's values, row by row, and what could not be read, by row index."""

    values: Sequence[Any]
    problems: Mapping[int, Problem]


class _Styles(NamedTuple):
    """How the columns of a file write dates and amounts, by field, and the day on which it was received."""

    received_on: date
    orders: Mapping[str, DayOrder]
    decimals: Mapping[str, DecimalStyle]
    turned: frozenset[str] = frozenset()  # dates of which a spreadsheet may have swapped day and month
    from_1904: bool = False  # how the workbook counts its days


def _reader(field: Field, styles: _Styles) -> Reader:
    kind = field.kind
    order = styles.orders.get(field.name, DayOrder.UNPROVEN)
    if kind is Kind.AMOUNT:
        style = styles.decimals.get(field.name, DecimalStyle.UNPROVEN)
        return partial(read_amount, style=style)
    if kind in {Kind.DATE, Kind.BIRTH_DATE}:
        read: Reader = partial(read_birth_date, order=order)
        if kind is Kind.DATE:
            read = partial(read_recent_date, order=order, received_on=styles.received_on)
        if styles.from_1904:
            read = partial(_read_from_1904, read)
        return partial(_read_turned, read) if field.name in styles.turned else read
    if kind is Kind.WHOLE_NUMBER:
        return partial(read_whole_number, most=field.most)
    simple: Mapping[Kind, Reader] = {
        Kind.POSTCODE: read_postcode,
        Kind.HOUSE_NUMBER: read_house_number,
        Kind.ADDRESS: read_address,
        Kind.PHONE: read_phone,
        Kind.EMAIL: read_email,
        Kind.YES_NO: read_yes_no,
        Kind.WITHDRAWAL: read_withdrawal,
    }
    # A letter column may hold a whole addition; it is parted when the address is put together.
    most = 12 if kind is Kind.HOUSE_LETTER else field.most
    plain = read_code if field.name in _CODES else read_words
    return simple.get(kind) or partial(plain, most=most)


def _read_turned(read: Reader, text: str) -> Reading[Any]:
    return Reading(problem=TURNED_DATES()) if is_iso_in_doubt(text) else read(text)


def _read_from_1904(read: Reader, text: str) -> Reading[Any]:
    return read(counted_from_1900(text))


def _read_column(cells: Cells, heading: str, field: Field, styles: _Styles) -> _Column:
    """Read one column; each distinct cell is read once, and a problem knows the heading."""
    read = _reader(field, styles)
    when_empty = WHEN_EMPTY.get(field.name)
    values: list[Any] = []
    problems: dict[str, Problem] = {}
    for cell in cells.distinct:
        value, problem = read(cell)
        values.append(when_empty if value is None else value)
        if problem is not None:
            problems[cell] = problem.at(column=heading)
    bad = {row: problems[cells.at(row)] for row in cells.rows_with(problems)}
    return _Column(cells.per_row(values), bad)


def _names(columns: _Values, count: int, initials_heading: str) -> Sequence[Sequence[str]]:
    """Put names together from up to three columns: initials, prefixes, surnames.

    Where no initials stand in a column of their own they may stand in the name; a column of first names says so in its
    heading.
    """
    empty = [""] * count
    surnames, prefixes = list(columns.get("surname", empty)), list(columns.get("prefix", empty))
    if "initials" not in columns and "prefix" not in columns:
        return transposed([read_full_name(cell) for cell in surnames], len(Name._fields))
    initials = list(columns.get("initials", empty))
    for index, surname in enumerate(surnames):
        if " " not in surname and "," not in surname:  # no prefix stands in a single word
            continue
        if initials[index] or prefixes[index] or not is_whole_name(surname):
            prefixes[index], surnames[index] = read_surname(surname, prefixes[index])
        else:
            initials[index], prefixes[index], surnames[index] = read_full_name(surname)
    first_names = means_first_names(initials_heading)
    letters = {cell: read_initials(cell, first_names=first_names) for cell in set(initials)}
    return list(map(letters.__getitem__, initials)), prefixes, surnames


def _read_columns(
    table: Table, plan: ColumnPlan, received_on: date
) -> tuple[Mapping[str, _Column], Mapping[int, tuple[str, ...]]]:
    """Return the columns that are read, by field, and the headings per row index where a BSN stands.

    A BSN is looked for in every column but those for phone numbers (R11).
    """
    styles = _Styles(
        received_on,
        day_orders(table, plan),
        decimal_styles(table, plan),
        turned_by_sheet(table, plan),
        table.from_1904,
    )
    field_at = {position: name for name, position in plan.positions.items()}
    columns: dict[str, _Column] = {}
    bsn_cells: dict[int, tuple[str, ...]] = {}
    for position, (heading, cells) in enumerate(zip(table.headings, table.rows.columns, strict=True)):
        name = field_at.get(position)
        if name:
            columns[name] = _read_column(cells, heading, FIELD_BY_NAME[name], styles)
        if name == "phone" or is_phone_heading(heading):
            continue
        for index in cells.rows_with(bsns_among(cells.distinct)):
            bsn_cells[index] = (*bsn_cells.get(index, ()), heading)
    return columns, bsn_cells


def read_rows(table: Table, plan: ColumnPlan, received_on: date) -> list[ReadRow]:
    """Read all data rows, but for the lines of which nothing is read."""
    columns, bsn_cells = _read_columns(table, plan, received_on)
    count = len(table.rows)
    values = {name: column.values for name, column in columns.items()}
    initials, prefixes, surnames = _names(values, count, plan.headings.get("initials", ""))
    places = places_of(values, count, plan.headings.get("address") or plan.headings.get("house_number", ""))
    unreadable, left_out = _problems(columns, places.wrong)
    parts: dict[str, Iterable[Any]] = {
        **{name: values.get(name, [WHEN_EMPTY.get(name)] * count) for name in _AS_READ},
        "row": range(1, count + 1),
        "initials": initials,
        "prefix": prefixes,
        "surname": surnames,
        "street": places.streets,
        "house_number": places.numbers,
        "house_letter": places.letters,
        "addition": places.additions,
        "postcode": places.postcodes,
        "town": places.towns,
        "amount_cents": values.get("amount", [None] * count),
        "age_days": _ages(values, count, received_on),
        "not_read": [None] * count,
        "unreadable": unreadable,
        "left_out": left_out,
        "bsn_columns": [bsn_cells.get(index, ()) for index in range(count)],
    }
    rows = made_of(ReadRow, zip(*(parts[name] for name in ReadRow._fields), strict=True))
    for index, problem in lines_not_read(table, plan).items():
        rows[index] = ReadRow(row=index + 1, not_read=problem, bsn_columns=bsn_cells.get(index, ()))
    return rows


def _problems(
    columns: Mapping[str, _Column], wrong_places: Sequence[Problem | None]
) -> tuple[list[tuple[Problem, ...]], list[tuple[Problem, ...]]]:
    """Return per row what could not be read and what is left out, in the order of the schema's fields."""
    unreadable: list[tuple[Problem, ...]] = [()] * len(wrong_places)
    left_out: list[tuple[Problem, ...]] = [()] * len(wrong_places)
    for field in FIELDS:
        found = columns[field.name].problems if field.name in columns else {}
        for index, problem in found.items():
            if field.name in LEFT_OUT_WHEN_UNREADABLE:
                left_out[index] = (*left_out[index], problem.at(row=index + 1))
            else:
                unreadable[index] = (*unreadable[index], problem)
    for index, wrong in enumerate(wrong_places):
        if wrong is not None:
            unreadable[index] = (*unreadable[index], wrong)
    return unreadable, left_out


def _ages(columns: _Values, count: int, received_on: date) -> list[int | None]:
    """Return the age of the arrears in days: as delivered, else counted from their onset."""
    nothing = [None] * count
    return [
        days if days is not None or onset is None else (received_on - onset).days
        for days, onset in zip(columns.get("days", nothing), columns.get("onset_on", nothing), strict=True)
    ]
