"""Read a workbook: its visible sheets with headings we know; dates and numbers become text with one meaning."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree as ET

import python_calamine

from tijdig.intake.reading.archive import check_archive
from tijdig.intake.reading.hidden_rows import hidden_rows
from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.lines import FEWEST_HEADINGS, Line, has_rows, score, table_of
from tijdig.intake.reading.problems import (
    CELL_TOO_LONG,
    CONTROL_SIGNS,
    CORRUPT_WORKBOOK,
    HIDDEN_ROWS,
    NO_HEADING,
    NO_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
)
from tijdig.intake.reading.text import has_control_signs, visible
from tijdig.intake.reading.workbook_parts import counts_from_1904
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Refused

type _Cell = int | float | str | bool | time | date | datetime | timedelta
_FIRST_LINES = 30


def read_xlsx(content: bytes, limits: Limits) -> tuple[Table, ...]:
    """Read each visible sheet that looks like a delivery and has rows; which of several is meant is not decided here.

    Raises :class:`Refused` with one clear problem when nothing can be read with certainty.
    """
    check_archive(content, limits)
    try:
        return _read(content, limits)
    except (python_calamine.CalamineError, ET.ParseError, ValueError, OSError):
        raise Refused(CORRUPT_WORKBOOK()) from None


def _read(content: bytes, limits: Limits) -> tuple[Table, ...]:
    workbook = python_calamine.load_workbook(io.BytesIO(content))
    sheets = [
        sheet for sheet in workbook.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    visible = [sheet.name for sheet in sheets if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
    tables: list[Table] = []
    empty = NO_HEADING()
    for name in visible:
        sheet = workbook.get_sheet_by_name(name)
        _check_bounds(sheet, limits)
        if score(_lines(sheet, limits, _FIRST_LINES)) < FEWEST_HEADINGS:
            continue
        lines = _lines(workbook.get_sheet_by_name(name), limits, None)
        if has_rows(lines):
            tables.append(table_of(lines, FileKind.XLSX, limits, sheet=name))
            _check_all_is_seen(content, tables[-1])
        else:
            empty = NO_ROWS()
    if not tables:
        raise Refused(empty)
    if sum(len(table.rows) for table in tables) > limits.rows:
        raise Refused(TOO_MANY_ROWS(most=limits.rows))
    hidden, from_1904 = len(sheets) - len(visible), counts_from_1904(content)
    return tuple(replace(table, hidden_sheets=hidden, from_1904=from_1904) for table in tables)


def _check_all_is_seen(content: bytes, table: Table) -> None:
    """Refuse a sheet with hidden rows: whether those tenants are to be reported is not guessed."""
    hidden = hidden_rows(content, table.sheet).intersection(table.lines)
    if hidden:
        raise Refused(HIDDEN_ROWS(sheet=table.sheet[:40], count=len(hidden)))


def _check_bounds(sheet: python_calamine.CalamineSheet, limits: Limits) -> None:
    if sheet.end is None:
        return
    last_row, last_column = sheet.end
    if last_column >= limits.columns:
        raise Refused(TOO_MANY_COLUMNS(most=limits.columns))
    if last_row >= limits.rows + _FIRST_LINES:
        raise Refused(TOO_MANY_ROWS(most=limits.rows))


def _lines(sheet: python_calamine.CalamineSheet, limits: Limits, most: int | None) -> list[Line]:
    rows: Sequence[Sequence[_Cell]] = sheet.to_python(skip_empty_area=False, nrows=most)
    lines = []
    for number, row in enumerate(rows, start=1):
        pairs = [_text(cell) for cell in row]
        if has_control_signs("".join(text for text, _ in pairs)):
            raise Refused(CONTROL_SIGNS(line=number))
        if any(len(text) > limits.cell_characters for text, _ in pairs):
            raise Refused(CELL_TOO_LONG(line=number, most=limits.cell_characters))
        lines.append(Line(number, [text for text, _ in pairs], "".join(kind for _, kind in pairs)))
    return lines


def _text(cell: _Cell) -> tuple[str, str]:
    """Return a cell as text with its kind: ``s`` text, ``n`` number, ``d`` date."""
    if isinstance(cell, str):
        return visible(cell), "s"
    if isinstance(cell, bool):
        return ("ja" if cell else "nee"), "s"
    if isinstance(cell, int | float):
        return _number(cell), "n"
    if isinstance(cell, datetime):
        return (cell.date().isoformat() if cell.time() == time() else cell.isoformat()), "d"
    if isinstance(cell, date):
        return cell.isoformat(), "d"
    return str(cell), "s"


def _number(value: float) -> str:
    """Write a number with no decimals, two, or more than three: three could be read as thousands."""
    if value == int(value):
        return str(int(value))
    rounded = f"{value:.6f}".rstrip("0")  # what a spreadsheet shows; beyond it is noise of its arithmetic
    whole, _, decimals = rounded.partition(".")
    if not decimals:
        return whole
    return f"{whole}.{decimals.ljust(2, '0') if len(decimals) <= 2 else decimals.ljust(4, '0')}"
