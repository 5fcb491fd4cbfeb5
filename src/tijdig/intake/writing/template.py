"""Tijdig's own template: the headings it knows, an example row, and what belongs in each column."""

from __future__ import annotations

import io

import xlsxwriter

from tijdig.intake.rules.fields import TEMPLATE_FIELDS
from tijdig.letters.cells import csv_bytes

TEMPLATE_HEADINGS = tuple(field.heading for field in TEMPLATE_FIELDS)
_EXAMPLE = tuple(field.example for field in TEMPLATE_FIELDS)
_GUIDANCE = (
    "Vul op het blad Aanlevering één regel per huurder in. De voorbeeldregel telt niet mee.",
    "Zet geen andere gegevens in het bestand: geen BSN, geen toelichting, niets over gezondheid, gezin of inkomen.",
    "Meld geen huurder die bezwaar heeft gemaakt.",
)


def template_csv() -> bytes:
    """Return the template as CSV: semicolons, UTF-8 with mark, so that Dutch Excel opens it right."""
    return csv_bytes((TEMPLATE_HEADINGS, _EXAMPLE), separator=";", encoding="utf-8-sig")


def template_xlsx() -> bytes:
    """Return the template as a workbook with a second sheet that explains the columns."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        bold = workbook.add_format({"bold": True})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        as_text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet("Aanlevering")
        sheet.freeze_panes(1, 0)
        # Cells of type text: a spreadsheet may not turn a reference or a date into something else.
        sheet.set_column(0, len(TEMPLATE_FIELDS) - 1, 16, as_text)
        sheet.write_row(0, 0, TEMPLATE_HEADINGS, bold)
        for column, example in enumerate(_EXAMPLE):
            sheet.write_string(1, column, example, as_text)
        guide = workbook.add_worksheet("Uitleg")
        guide.set_column(0, 0, 22)
        guide.set_column(1, 1, 70)
        guide.set_column(2, 2, 20)
        for row, sentence in enumerate(_GUIDANCE):
            guide.write_string(row, 0, sentence)
        first = len(_GUIDANCE) + 1
        guide.write_row(first, 0, ("Kolom", "Wat u invult", "Bijvoorbeeld"), bold)
        for row, field in enumerate(TEMPLATE_FIELDS, start=first + 1):
            guide.write_string(row, 0, field.heading)
            guide.write_string(row, 1, field.explanation_nl, wrap)
            guide.write_string(row, 2, field.example)
    return target.getvalue()
