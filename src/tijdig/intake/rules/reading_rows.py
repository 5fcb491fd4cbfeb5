"""From cells to rows: each column is read once per distinct value, then put together row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.fields import FIELD_BY_NAME, FIELDS, Field, Kind
from tijdig.intake.rules.headings import is_phone_heading
from tijdig.intake.rules.rows import ReadRow
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.values.birth_dates import read_birth_date
from tijdig.intake.rules.values.bsn import could_be_bsn
from tijdig.intake.rules.values.dates import DayOrder, order_in, read_date
from tijdig.intake.rules.values.emails import read_email
from tijdig.intake.rules.values.house_numbers import HouseNumber, parted, read_address, read_house_number
from tijdig.intake.rules.values.money import read_amount, style_in
from tijdig.intake.rules.values.names import Name, read_full_name, read_initials, read_surname
from tijdig.intake.rules.values.phones import read_phone
from tijdig.intake.rules.values.postcodes import read_postcode
from tijdig.intake.rules.values.reading import TOO_LONG, Reading, read_text
from tijdig.intake.rules.values.whole_numbers import read_whole_number
from tijdig.intake.rules.values.yes_no import read_yes_no
from tijdig.problems import Problem

# A signal can do without these: a value that cannot be read is left out and told, the row goes on.
LEFT_OUT_WHEN_UNREADABLE = frozenset({"birth_date", "phone", "email"})

type Cell = Reading[Any]
type Reader = Callable[[str], Cell]
_EMPTY: Cell = Reading()


class _Column(NamedTuple):
    """A column's readings, and whether any of them is a problem."""

    cells: list[Cell]
    doubtful: bool


class _Place(NamedTuple):
    street: str
    number: int | None
    letter: str
    addition: str
    problem: Problem | None


def _day_orders(table: Table, positions: Mapping[str, int]) -> dict[str, DayOrder]:
    """Return each date column's order; one export writes its dates one way, so a proven column speaks for the rest."""
    names = [name for name in positions if FIELD_BY_NAME[name].kind in {Kind.DATE, Kind.BIRTH_DATE}]
    orders = {name: order_in({row[positions[name]] for row in table.rows}) for name in names}
    found = set(orders.values())
    if DayOrder.DAY_FIRST in found and DayOrder.MONTH_FIRST not in found:
        return dict.fromkeys(names, DayOrder.DAY_FIRST)
    return orders


def _reader(field: Field, cells: set[str], order: DayOrder) -> Reader:
    kind = field.kind
    if kind is Kind.AMOUNT:
        style = style_in(cells)
        return lambda text: read_amount(text, style)
    if kind is Kind.DATE:
        return lambda text: read_date(text, order)
    if kind is Kind.BIRTH_DATE:
        return lambda text: read_birth_date(text, order)
    if kind is Kind.WHOLE_NUMBER:
        return lambda text: read_whole_number(text, field.most)
    simple: Mapping[Kind, Reader] = {
        Kind.POSTCODE: read_postcode,
        Kind.HOUSE_NUMBER: read_house_number,
        Kind.ADDRESS: read_address,
        Kind.PHONE: read_phone,
        Kind.EMAIL: read_email,
        Kind.YES_NO: read_yes_no,
    }
    # A letter column may hold a whole addition; it is parted when the address is put together.
    most = 12 if kind is Kind.HOUSE_LETTER else field.most
    return simple.get(kind) or (lambda text: read_text(text, most))


def _read_column(table: Table, field: Field, position: int, order: DayOrder) -> _Column:
    """Read one column; each distinct cell is read once, and its problem knows the heading."""
    column = [row[position] for row in table.rows]
    distinct = set(column)
    read = _reader(field, distinct, order)
    heading = table.headings[position]
    meanings = {}
    doubtful = False
    for cell in distinct:
        reading = read(cell)
        if reading.problem is not None:
            doubtful = True
            reading = Reading(problem=reading.problem.at(column=heading))
        meanings[cell] = reading
    return _Column([meanings[cell] for cell in column], doubtful)


def _names(columns: Mapping[str, Sequence[Cell]], count: int) -> list[Name]:
    """Put names together from up to three columns; without a column for initials they may stand in the name."""
    empty = [_EMPTY] * count
    surnames, prefixes = columns.get("surname", empty), columns.get("prefix", empty)
    if "initials" not in columns and "prefix" not in columns:
        return [read_full_name(cell.value or "") for cell in surnames]
    initials: dict[str, str] = {}
    names = []
    for surname, prefix, given in zip(surnames, prefixes, columns.get("initials", empty), strict=True):
        letters = given.value or ""
        if letters not in initials:
            initials[letters] = read_initials(letters)
        names.append(Name(initials[letters], *read_surname(surname.value or "", prefix.value or "")))
    return names


def _places(columns: Mapping[str, Sequence[Cell]], count: int, heading: str) -> Iterator[_Place]:
    """Put addresses together: one column or several; a merged number and a letter column may say the same."""
    empty = [_EMPTY] * count
    for street, number, letter, addition, address in zip(
        *(
            columns.get(name, empty)
            for name in ("street", "house_number", "house_letter", "addition", "address")
        ),
        strict=True,
    ):
        if address.value is not None and number.value is None:
            name, found = address.value
        else:
            name, found = street.value or "", number.value
        if found is None:
            yield _Place(name, None, "", "", None)
            continue
        yield _place(name, found, letter.value or "", addition.value or "", heading)


def _place(street: str, found: HouseNumber, letter: str, addition: str, heading: str) -> _Place:
    if len(letter) > 1:
        letter, more = parted(letter)
        addition = addition or more
    # The same letter in both cells is one letter; anything else that stands twice is put one after the other.
    own_letter = "" if found.letter.lower() == letter.lower() else found.letter
    own_addition = "" if found.addition.lower() == addition.lower() else found.addition
    both_letter, rest = (letter or own_letter), (own_letter if letter else "")
    whole_addition = " ".join(part for part in (rest, own_addition, addition) if part)
    problem = None
    if len(whole_addition) > FIELD_BY_NAME["addition"].most:
        problem = TOO_LONG(most=FIELD_BY_NAME["addition"].most).at(column=heading)
    if len(street) > FIELD_BY_NAME["street"].most:
        problem = TOO_LONG(most=FIELD_BY_NAME["street"].most).at(column=heading)
    return _Place(street, found.number, both_letter, whole_addition, problem)


def _bsn_cells(table: Table, positions: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    """Return the headings per row index where a BSN stands; columns for phone numbers are not looked at (R11)."""
    cells: dict[int, tuple[str, ...]] = {}
    for position, heading in enumerate(table.headings):
        if positions.get("phone") == position or is_phone_heading(heading):
            continue
        column = [row[position] for row in table.rows]
        suspects = {cell for cell in set(column) if could_be_bsn(cell)}
        if suspects:
            for index, cell in enumerate(column):
                if cell in suspects:
                    cells[index] = (*cells.get(index, ()), heading)
    return cells


def read_rows(table: Table, plan: ColumnPlan, received_on: date) -> list[ReadRow]:
    """Read all data rows. A crooked row is not read at all: its cells may stand under the wrong headings."""
    positions = plan.positions
    orders = _day_orders(table, positions)
    read = {
        name: _read_column(table, FIELD_BY_NAME[name], position, orders.get(name, DayOrder.UNPROVEN))
        for name, position in positions.items()
    }
    columns = {name: column.cells for name, column in read.items()}
    doubtful = [field.name for field in FIELDS if field.name in read and read[field.name].doubtful]
    count = len(table.rows)
    address_heading = plan.headings.get("address") or plan.headings.get("house_number", "")
    names = _names(columns, count)
    places = _places(columns, count, address_heading)
    order = [field.name for field in FIELDS]
    cells = zip(*(columns.get(name, repeat(_EMPTY, count)) for name in order), strict=True)
    rows = []
    for index, (name, place, row_cells) in enumerate(zip(names, places, cells, strict=True)):
        if index in table.crooked:
            rows.append(ReadRow(row=index + 1, crooked=True))
            continue
        by_field = dict(zip(order, row_cells, strict=True))
        rows.append(
            _row(
                number=index + 1,
                cells=by_field,
                doubtful=doubtful,
                name=name,
                place=place,
                received_on=received_on,
            )
        )
    for index, headings in _bsn_cells(table, positions).items():
        rows[index] = rows[index]._replace(bsn_columns=headings)
    return rows


def _row(
    *,
    number: int,
    cells: Mapping[str, Cell],
    doubtful: Sequence[str],
    name: Name,
    place: _Place,
    received_on: date,
) -> ReadRow:
    unreadable: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    for field in doubtful:
        problem = cells[field].problem
        if problem is not None and field in LEFT_OUT_WHEN_UNREADABLE:
            left_out = (*left_out, problem.at(row=number))
        elif problem is not None:
            unreadable = (*unreadable, problem)
    if place.problem is not None:
        unreadable = (*unreadable, place.problem)
    onset, days = cells["onset_on"].value, cells["days"].value
    age = days if days is not None or onset is None else (received_on - onset).days
    return ReadRow(
        row=number,
        reference=cells["reference"].value or "",
        initials=name.initials,
        prefix=name.prefix,
        surname=name.surname,
        birth_date=cells["birth_date"].value or "",
        street=place.street,
        house_number=place.number,
        house_letter=place.letter,
        addition=place.addition,
        postcode=cells["postcode"].value or "",
        town=cells["town"].value or "",
        phone=cells["phone"].value or "",
        email=cells["email"].value or "",
        amount_cents=cells["amount"].value,
        months=cells["months"].value,
        days=days,
        onset_on=onset,
        contact_sought_on=cells["contact_sought_on"].value,
        pointed_to_help_on=cells["pointed_to_help_on"].value,
        reminder_on=cells["reminder_on"].value,
        offer_to_share_on=cells["offer_to_share_on"].value,
        informed_on=cells["informed_on"].value,
        objection=cells["objection"].value,
        crisis=bool(cells["crisis"].value),
        warm_transfer=bool(cells["warm_transfer"].value),
        age_days=age,
        unreadable=unreadable,
        left_out=left_out,
    )
