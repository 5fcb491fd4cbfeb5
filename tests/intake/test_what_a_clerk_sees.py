"""A workbook is read as who looks at it sees it: hidden rows, headings over two lines, dates that were turned."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
import xlsxwriter

from tests.intake.samples import GOOD, PLAIN, RECEIVED_ON, codes, covenant
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.writing.returned_file import returned_file
from tijdig.problems import Refused


def book(
    *rows: Mapping[str, object],
    headings: Sequence[Mapping[str, str]] = (PLAIN,),
    hidden: Sequence[int] = (),
    from_1904: bool = False,
) -> bytes:
    """A workbook with these rows (differences from GOOD) below these heading lines; ``hidden`` counts rows from 1."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": from_1904}) as made:
        sheet = made.add_worksheet("Achterstanden")
        day = made.add_format({"num_format": "dd-mm-yyyy"})
        for line, names in enumerate(headings):
            sheet.write_row(line, 0, [names.get(field, "") for field in PLAIN])
        for line, row in enumerate(rows, start=len(headings)):
            for column, field in enumerate(PLAIN):
                value = ({**GOOD, **row})[field]
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, str(value))
        for number in hidden:
            sheet.set_row(number - 1, None, None, {"hidden": True})
    return target.getvalue()


def test_r10_rows_that_nobody_sees_are_not_reported_unasked() -> None:
    with pytest.raises(Refused) as refused:
        read_table(book({}, {"reference": "K-1002"}, {"reference": "K-1003"}, hidden=[3]))

    (problem,) = refused.value.problems
    assert (problem.code, problem.params["count"]) == ("intake.hidden-rows", "1")


def test_a_hidden_row_without_data_hides_nobody() -> None:
    assert len(read_table(book({}, hidden=[9])).rows) == 1


def test_headings_over_two_lines_are_one_heading() -> None:
    first = {**PLAIN, "reminder_on": "Datum eerste", "contact_sought_on": "Datum persoonlijk"}
    second = {"reminder_on": "herinnering", "contact_sought_on": "contact"}

    table = read_table(book({}, headings=(first, second)))

    assert {"Datum eerste herinnering", "Datum persoonlijk contact"} <= set(table.headings)
    assert set(propose_columns(table.headings).positions) == set(PLAIN)
    assert table.lines == (3,)


def test_a_tenants_row_goes_on_no_heading() -> None:
    table = read_table(book({"surname": "datum"}, headings=({**PLAIN, "reminder_on": "Datum"},)))

    assert len(table.rows) == 1


def test_s3_dates_beside_texts_that_are_month_first_may_have_been_turned() -> None:
    table = read_table(
        book(
            {"reminder_on": date(2026, 7, 6)},
            {"reference": "K-1002", "reminder_on": date(2026, 7, 29)},
            {"reference": "K-1003", "reminder_on": "07/29/2026"},
        )
    )
    plan = propose_columns(table.headings).answered({"herinnering": "month-first"})

    result = check_delivery(table, plan, covenant=covenant(), party="havenlicht", received_on=RECEIVED_ON)

    assert codes(result, row=1) == {"sheet-turned-dates"}
    assert [signal.reference for signal in result.accepted] == ["K-1002", "K-1003"]


DAY_OF_1904 = (date(2026, 7, 6) - date(1904, 1, 1)).days


def test_s3_day_numbers_of_a_workbook_that_counts_from_1904_are_the_days_that_were_meant() -> None:
    table = read_table(book({"reminder_on": DAY_OF_1904, "onset_on": date(2026, 6, 1)}, from_1904=True))
    plan = propose_columns(table.headings)

    result = check_delivery(table, plan, covenant=covenant(), party="havenlicht", received_on=RECEIVED_ON)

    (signal,) = result.accepted
    assert (signal.reminder_on, signal.onset_on) == (date(2026, 7, 6), date(2026, 6, 1))
    again = read_table(returned_file(table, result))
    assert (again.rows, again.from_1904) == (table.rows, True)
