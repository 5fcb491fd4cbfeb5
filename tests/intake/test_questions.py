"""What can be read in two ways is asked once and remembered, never guessed (S3, R12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from tests.intake.samples import PLAIN, RECEIVED_ON, table_of
from tijdig.intake.rules.columns import ColumnPlan, propose_columns
from tijdig.intake.rules.questions import (
    Asked,
    Because,
    open_questions,
    problems_with_answers,
    questions_of,
    suggested_answers,
)
from tijdig.intake.rules.reading_rows import read_rows
from tijdig.intake.rules.rows import ReadRow
from tijdig.intake.rules.styles import worth_remembering
from tijdig.intake.rules.table import Table

DAY, MONTH = "day-first", "month-first"
DATES = [name for name in PLAIN if name.endswith(("_on", "date"))]
# Nothing in these dates says what is day and what is month.
IN_DOUBT = dict.fromkeys(DATES, "")


def with_dates(*cells: str, column: str = "reminder_on") -> tuple[Table, ColumnPlan]:
    table = table_of(*({**IN_DOUBT, column: cell} for cell in cells))
    return table, propose_columns(table.headings)


def with_amounts(*cells: str) -> tuple[Table, ColumnPlan]:
    table = table_of(*({"amount": cell} for cell in cells))
    return table, propose_columns(table.headings)


def read(found: tuple[Table, ColumnPlan], answers: Mapping[str, str]) -> list[ReadRow]:
    table, plan = found
    return read_rows(table, plan.answered(answers), RECEIVED_ON)


@pytest.mark.parametrize(
    ("cells", "because", "suggestion"),
    [
        (["03/07/2026"], Because.NOTHING_PROVES_IT, ""),
        (["03-07-2026", "2026-07-04"], Because.NOTHING_PROVES_IT, DAY),
        (["03/07/2026", "13/07/2026", "07/13/2026"], Because.BOTH_ARE_THERE, ""),
        (["03/07/2026", "07/13/2026"], Because.LOOKS_MONTH_FIRST, MONTH),
        (["07/13/2026"], Because.LOOKS_MONTH_FIRST, MONTH),
    ],
)
def test_s3_a_column_of_dates_that_fit_both_orders_is_asked_about(
    cells: Sequence[str], because: Because, suggestion: str
) -> None:
    [question] = questions_of(*with_dates(*cells))

    assert (question.asked, question.headings) == (Asked.DAY_ORDER, ("herinnering",))
    assert (question.because, question.suggestion) == (because, suggestion)


@pytest.mark.parametrize(
    "cells",
    [["03/07/2026", "13/07/2026"], ["04/04/2026"], ["2026-07-03"], ["3 juli 2026"], ["00-05-1963"], [""]],
)
def test_s3_dates_that_show_their_order_are_not_asked_about(cells: Sequence[str]) -> None:
    assert questions_of(*with_dates(*cells)) == ()


def test_s3_what_one_column_proves_holds_for_the_others_unless_another_proves_otherwise() -> None:
    proven = {**IN_DOUBT, "birth_date": "31/12/1980", "reminder_on": "03/07/2026"}
    table = table_of(proven)
    assert questions_of(table, propose_columns(table.headings)) == ()

    table = table_of(proven, {**proven, "informed_on": "07/13/2026"})
    asked = questions_of(table, propose_columns(table.headings))
    assert {heading for question in asked for heading in question.headings} == {"herinnering", "geinformeerd"}


def test_s3_columns_that_are_in_the_same_doubt_are_one_question() -> None:
    table = table_of({**IN_DOUBT, "reminder_on": "03/07/2026", "informed_on": "04/07/2026"})
    [question] = questions_of(table, propose_columns(table.headings))

    assert question.headings == ("herinnering", "geinformeerd")
    assert question.examples[0].days == {DAY: date(2026, 7, 3), MONTH: date(2026, 3, 7)}


def test_s3_our_own_template_says_itself_that_dashes_are_day_first() -> None:
    assert questions_of(*with_dates("03-07-2026"), own_layout=True) == ()
    assert len(questions_of(*with_dates("03/07/2026"), own_layout=True)) == 1


@pytest.mark.parametrize(
    ("cells", "answer", "expected"),
    [
        (["03/07/2026"], DAY, [date(2026, 7, 3)]),
        (["03/07/2026"], MONTH, [date(2026, 3, 7)]),
        (["03-07-2026"], MONTH, [date(2026, 3, 7)]),
        (["03/07/2026", "07/13/2026"], MONTH, [date(2026, 3, 7), date(2026, 7, 13)]),
        (["03/07/2026", "07/13/2026"], DAY, [date(2026, 7, 3), None]),
        (["03/07/2026", "13/07/2026", "07/13/2026"], MONTH, [date(2026, 3, 7), None, date(2026, 7, 13)]),
        (["03/07/2026", "13/07/2026", "07/13/2026"], "", [None, date(2026, 7, 13), None]),
        (
            ["03/07/2026", "13/07/2026"],
            MONTH,
            [date(2026, 7, 3), date(2026, 7, 13)],
        ),  # the file proves itself
    ],
)
def test_s3_the_answer_says_how_the_column_is_read(
    cells: Sequence[str], answer: str, expected: list[date | None]
) -> None:
    assert [row.reminder_on for row in read(with_dates(*cells), {"herinnering": answer})] == expected


def test_s3_birth_dates_are_read_by_their_answer_and_stay_partial() -> None:
    rows = read(with_dates("03/07/1963", "00/05/1963", column="birth_date"), {"geboortedatum": MONTH})
    assert rows[0].birth_date == "19630307"
    assert questions_of(*with_dates("00/05/1963", column="birth_date")) == ()


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["1.234", "820"], True),
        (["1,230"], True),
        (["1.234", "820.50", "820,50"], True),
        (["1.234", "820,50"], False),
        (["1.234.567"], False),
        (["820", "12"], False),
    ],
)
def test_r12_amounts_that_can_be_thousands_or_cents_are_asked_about(
    cells: Sequence[str], asked: bool
) -> None:
    found = questions_of(*with_amounts(*cells))
    assert [question.headings for question in found] == ([("bedrag",)] if asked else [])


@pytest.mark.parametrize(
    ("answer", "cents"), [(",", [123400, 123000]), (".", [None, 123]), ("", [None, None])]
)
def test_r12_the_answer_says_what_the_point_means(answer: str, cents: list[int | None]) -> None:
    rows = read(with_amounts("1.234", "1.230"), {"bedrag": answer})
    assert [row.amount_cents for row in rows] == cents


def test_s3_an_answered_question_is_not_open_any_more() -> None:
    found = questions_of(*with_dates("03/07/2026"))
    assert open_questions(found, {}) == found
    assert open_questions(found, {"herinnering": DAY}) == ()
    assert open_questions(found, {"herinnering": "anders"}) == found
    assert [problem.place.column for problem in problems_with_answers(found, {})] == ["herinnering"]
    assert problems_with_answers(found, {"herinnering": MONTH}) == ()


def test_s3_a_file_that_contradicts_what_is_remembered_is_asked_about_again() -> None:
    table, plan = with_dates("03/07/2026", "07/13/2026")
    found = questions_of(table, plan.answered({"herinnering": DAY}))

    assert [question.because for question in found] == [Because.NOT_AS_REMEMBERED]
    assert open_questions(found, {"herinnering": DAY}) == found
    assert suggested_answers(found, {"herinnering": DAY}) == {"herinnering": MONTH}


def test_s3_what_a_file_proves_is_remembered_for_one_that_does_not() -> None:
    table, plan = with_dates("13/07/2026")
    remembered = worth_remembering(table, plan)
    assert (remembered["herinnering"], remembered["bedrag"]) == (DAY, ",")

    next_month = questions_of(*with_dates("03/07/2026"))
    assert open_questions(next_month, remembered) == ()
