"""The landlord's own file, with one column added that says what is wrong with each row and what to do about it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

from tijdig.intake.rules.blanking import blanked
from tijdig.intake.rules.rows import CheckedDelivery, RefusedRow
from tijdig.intake.rules.table import RETURNED_HEADING, FileKind, Table
from tijdig.letters.cells import csv_bytes

_WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def errors_in_dutch(refused: Sequence[RefusedRow]) -> Mapping[int, str]:
    """Return per row all its errors in one text: column or line, what is wrong, what to do."""
    told: dict[int, list[str]] = {}
    for item in refused:
        line = item.problem.params.get("line", "")
        where = f"{item.column or f'regel {line}'}: " if item.column or line else ""
        told.setdefault(item.row, []).append(f"{where}{item.problem.nl} {item.problem.remedy_nl}".strip())
    return {row: " | ".join(texts) for row, texts in told.items()}


def returned_file(table: Table, checked: CheckedDelivery) -> bytes:
    """Return the file in its own kind, separator and encoding; objected rows and BSNs are blank (R6, R11)."""
    safe = blanked(table, checked.objected_rows, checked.bsn_cells or {})
    errors = errors_in_dutch(checked.refused)
    if table.kind is FileKind.XLSX:
        return _workbook(safe, errors)
    rows = [(*safe.headings, RETURNED_HEADING)]
    rows += [(*row, errors.get(number, "")) for number, row in enumerate(safe.rows, start=1)]
    return csv_bytes(rows, separator=table.separator, encoding=table.encoding)


def _workbook(table: Table, errors: Mapping[int, str]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {**_WORKBOOK_OPTIONS, "date_1904": table.from_1904}) as workbook:
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        wrong = workbook.add_format({"bg_color": "#FFE9E9"})
        sheet = workbook.add_worksheet(table.sheet or "Aanlevering")
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate((*table.headings, RETURNED_HEADING)):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(table.rows, start=1):
            kinds = table.kinds[number - 1] if table.kinds else "s" * len(row)
            for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                _write(sheet, (number, column), cell, kind, day)
            if number in errors:
                sheet.write_string(number, len(row), errors[number], wrong)
    return target.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    place: tuple[int, int],
    cell: str,
    kind: str,
    day: xlsxwriter.format.Format,
) -> None:
    if not cell:
        return
    if kind == "n":
        sheet.write_number(*place, float(cell))
    elif kind == "d" and len(cell) == len("2026-01-01"):
        sheet.write_datetime(*place, date.fromisoformat(cell), day)
    else:
        sheet.write_string(*place, cell)
