"""The feedback file: what stands in it, and that no cell is a formula (S4)."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tijdig.feedback.rules.files import FeedbackRow, FileKind, feedback_file
from tijdig.letters.cells import escaped

ROW = FeedbackRow("HUUR-1", date(2026, 3, 4), "niet_opgepakt", "Het signaal is niet opgepakt")


def test_the_csv_opens_in_a_dutch_spreadsheet() -> None:
    content = feedback_file([ROW], FileKind.CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "Kenmerk;Ontvangen op;Terugkoppeling;Betekenis",
        "HUUR-1;2026-03-04;niet_opgepakt;Het signaal is niet opgepakt",
    ]


def test_the_xlsx_holds_the_same() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(feedback_file([ROW], FileKind.XLSX)))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Kenmerk", "Ontvangen op", "Terugkoppeling", "Betekenis"],
        ["HUUR-1", "2026-03-04", "niet_opgepakt", "Het signaal is niet opgepakt"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_s4_a_cell_that_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert escaped(text) == f"'{text}"


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30))
def test_s4_no_cell_of_the_csv_starts_a_formula(reference: str) -> None:
    content = feedback_file([FeedbackRow(reference, ROW.received_on, "", "x")], FileKind.CSV)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][0] == escaped(reference)
    assert not rows[1][0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_s4_the_xlsx_holds_strings_and_no_formula() -> None:
    content = feedback_file([FeedbackRow("=1+1", ROW.received_on, "", "x")], FileKind.XLSX)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_equal_rows_give_equal_bytes() -> None:
    for kind in FileKind:
        assert feedback_file([ROW], kind) == feedback_file([ROW], kind)
