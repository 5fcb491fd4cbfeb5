"""Lines of a ledger that are no tenant's, and rows that were not read: one sentence each, and nothing untrue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tests.intake.samples import GOOD, PLAIN, RECEIVED_ON, checked, codes, covenant, csv_file, workbook
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.blanking import BSN_STOOD_HERE, fit_to_wait
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.questions import questions_of
from tijdig.intake.rules.rows import CheckedDelivery

NOTHING = dict.fromkeys(GOOD, "")


def delivered(content: bytes) -> CheckedDelivery:
    table = read_table(content)
    plan = propose_columns(table.headings)
    return check_delivery(table, plan, covenant=covenant(), party="havenlicht", received_on=RECEIVED_ON)


@pytest.mark.parametrize(
    "line",
    [
        {"reference": "Totaal", "amount": "2.469,12"},
        {"surname": "Eindtotaal:", "amount": "2.469,12"},
        {"reference": "Aantal rijen: 2"},
        {"amount": "2.469,12", "months": "6"},
    ],
    ids=["named", "named beside the names", "a count", "nothing but sums"],
)
def test_a_line_of_totals_is_told_as_that(line: Mapping[str, str]) -> None:
    assert codes(checked({}, NOTHING | line), row=2) == {"line-of-totals"}


@pytest.mark.parametrize("line", [{"surname": "Totaal"}, {"reference": "K-1002", "surname": "Sommer"}])
def test_a_tenant_with_less_than_everything_is_no_total(line: Mapping[str, str]) -> None:
    bare = dict.fromkeys(("house_number", "postcode", "objection", "months"), "")
    assert "line-of-totals" not in codes(checked({}, bare | line), row=2)


def test_the_headings_once_more_are_told_as_that() -> None:
    assert codes(checked({}, PLAIN), row=2) == {"headings-again"}


def test_of_a_row_that_was_not_read_nothing_is_said_to_be_missing() -> None:
    result = delivered(csv_file({}, {"reference": "K-1002"}) + b"K-1003;A.;Jansen; de Vries\r\n")

    assert [signal.reference for signal in result.accepted] == ["K-1001", "K-1002"]
    ((row, problem),) = [(row.row, row.problem) for row in result.refused]
    assert (row, problem.code, problem.params) == (3, "intake.crooked-row", {"line": "4"})


def test_r12_a_workbooks_numbers_prove_nothing_of_amounts_typed_as_text() -> None:
    table = read_table(workbook({"amount": 612.5}, {"reference": "K-1002", "amount": "1.230"}))
    plan = propose_columns(table.headings)

    (question,) = questions_of(table, plan)
    assert [example.cell for example in question.examples] == ["1.230"]
    result = check_delivery(table, plan, covenant=covenant(), party="havenlicht", received_on=RECEIVED_ON)
    assert codes(result, row=2) == {"thousands-or-decimals"}


def test_s3_dates_with_dashes_prove_nothing_of_dates_with_slashes() -> None:
    content = csv_file({"contact_sought_on": "13-08-2026", "reminder_on": "06/07/2026"})
    table = read_table(content)

    (question,) = questions_of(table, propose_columns(table.headings))
    assert [example.cell for example in question.examples] == ["06/07/2026"]
    assert codes(delivered(content)) == {"day-or-month"}


def test_s3_dates_with_slashes_prove_each_other_over_columns() -> None:
    (signal,) = delivered(csv_file({"contact_sought_on": "13/08/2026", "reminder_on": "06/07/2026"})).accepted
    assert signal.reminder_on == date(2026, 7, 6)


def test_a_time_of_day_behind_a_date_is_no_ground_to_refuse() -> None:
    (signal,) = checked({"reminder_on": "2026-07-29T14:30:00"}).accepted
    assert signal.reminder_on == date(2026, 7, 29)


def test_r11_no_bsn_waits_for_its_columns_be_it_in_a_text_or_without_its_zero() -> None:
    numbers = ("10000008", "999990019", "999990032", "999990044")
    rows = [{"reference": number, "surname": f"Linde {number}"} for number in numbers]
    table = read_table(csv_file(*rows))

    waiting = fit_to_wait(table, propose_columns(table.headings))

    assert {row[0] for row in waiting.rows} == {BSN_STOOD_HERE}
    assert {row[3] for row in waiting.rows} == {"Linde 10000008", f"Linde {BSN_STOOD_HERE}"}
