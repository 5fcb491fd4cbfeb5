"""A row that is taken without being asked each question passes each of them; the parser's answer comes back whole."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import Any

import pytest

from tests.intake.samples import GOOD, RECEIVED_ON, checked, covenant, table_of
from tests.intake.test_checks import REFUSALS
from tijdig.covenant.rules.document import Condition
from tijdig.intake.reading.answer import read_answer, write_problem, write_tables
from tijdig.intake.reading.problems import NO_ROWS
from tijdig.intake.rules import checking
from tijdig.intake.rules.agreement import Agreement, agreement_with
from tijdig.intake.rules.checks import ROW_CHECKS
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.in_order import rows_in_order
from tijdig.intake.rules.many_rows import making_many_rows
from tijdig.intake.rules.reading_rows import read_rows
from tijdig.intake.rules.rows import CheckedDelivery, ReadRow
from tijdig.problems import Refused

# Each row of the tests of refusals, between rows that nothing is wrong with and that repeat their values.
ROWS = [
    row
    for number, (_rule, _code, different) in enumerate(REFUSALS)
    for row in ({"reference": f"G-{number}"}, {"reference": f"B-{number}"} | dict(different))
]


def read_and_agreed() -> tuple[list[ReadRow], Agreement]:
    table = table_of(*ROWS)
    plan = propose_columns(table.headings)
    return read_rows(table, plan, RECEIVED_ON), agreement_with(
        covenant(), "havenlicht", RECEIVED_ON, plan.headings
    )


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> CheckedDelivery:
    """Check the same rows, each by each check."""
    with monkeypatch.context() as patched:
        patched.setattr(checking, "rows_in_order", lambda rows, _agreement: [False] * len(rows))
        return checked(*ROWS)


def test_a_delivery_says_the_same_when_every_row_is_checked_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together = checked(*ROWS)

    assert together == one_by_one(monkeypatch)
    assert len(together.accepted) == len(REFUSALS)
    assert together.refused_rows == len(REFUSALS)


def test_most_rows_need_not_be_asked_and_none_of_the_others_is_let_through() -> None:
    rows, agreement = read_and_agreed()

    in_order = rows_in_order(rows, agreement)

    assert [row.reference for row, fine in zip(rows, in_order, strict=True) if fine] == [
        f"G-{number}" for number in range(len(REFUSALS))
    ]


def test_a_news_row_is_never_in_order_as_a_message() -> None:
    rows, agreement = read_and_agreed()
    paid = rows[0]._replace(withdrawal="paid")

    assert rows_in_order([paid, rows[2]._replace(row=2)], agreement) == [False, True]


class Watched(ReadRow):
    """A row that tells which of its fields were looked at."""

    seen: set[str]

    def __getattribute__(self, name: str) -> Any:
        if name in ReadRow._fields:
            object.__getattribute__(self, "seen").add(name)
        return super().__getattribute__(name)


def test_a_check_looks_at_nothing_but_what_it_says_it_looks_at() -> None:
    rows, agreement = read_and_agreed()
    settled = replace(agreement, settled=True)
    looked: dict[str, set[str]] = {check.__name__: set() for check in ROW_CHECKS}
    for check in ROW_CHECKS:
        for row in rows:
            watched = Watched._make(row)
            watched.seen = looked[check.__name__]
            check(watched, settled)

    for check, fields in ROW_CHECKS.items():
        if fields:  # what speaks of the conditions alone has nothing to say where all are met
            assert looked[check.__name__] <= set(fields), check.__name__
        else:
            assert not any(check(row, settled) for row in rows), check.__name__
    assert set().union(*looked.values()) >= {"amount_cents", "onset_on", "birth_date", "bsn_columns"}


def test_where_each_condition_is_met_is_told_alike_for_one_row_and_for_many() -> None:
    rows, agreement = read_and_agreed()

    met = agreement.met_by(rows)

    assert met == [not agreement.unmet(row) for row in rows]
    assert {True, False} == set(met)


def test_what_no_exchange_covers_is_unmet_for_one_row_and_for_many() -> None:
    rows, agreement = read_and_agreed()
    nobody = Condition("huurder.bezwaar", "=", True)
    narrow = replace(
        agreement,
        exchanges=tuple(replace(one, conditions=(nobody,)) for one in agreement.exchanges),
    )

    assert narrow.met_by(rows) == [not narrow.unmet(row) for row in rows]
    assert not any(narrow.met_by([row for row in rows if not row.objection]))


def test_the_answer_of_the_parser_comes_back_as_it_was() -> None:
    tables = (table_of({"surname": 'Van "Dam";\nvan'}, {}), table_of({"town": "’s-Gravenhage"}))

    assert read_answer(write_tables(tables)) == tables


def test_a_refusal_of_the_parser_comes_back_as_it_was() -> None:
    with pytest.raises(Refused) as refused:
        read_answer(write_problem(NO_ROWS()))

    assert refused.value.problems == (NO_ROWS(),)


def test_s2_an_answer_about_nothing_is_no_answer() -> None:
    with pytest.raises(ValueError, match="no tables"):
        read_answer(b"{}\n\x1d")


@pytest.mark.parametrize("cut", [1, 20, 300, 700])
def test_s2_half_an_answer_is_no_answer(cut: int) -> None:
    whole = write_tables((table_of(GOOD, GOOD),))

    with pytest.raises(ValueError, match=r"breaks off|JSON|Expecting|Unterminated|delimiter"):
        read_answer(whole[:-cut])


def test_the_collector_works_again_after_many_rows_also_when_they_are_refused() -> None:
    working = []

    def fail() -> None:
        with making_many_rows():
            working.append(gc.isenabled())
            raise Refused(NO_ROWS())

    with pytest.raises(Refused):
        fail()

    assert [*working, gc.isenabled()] == [False, True]


def test_the_collector_rests_until_the_last_of_several_threads_has_made_its_rows() -> None:
    first, second = making_many_rows(), making_many_rows()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    between = gc.isenabled()
    second.__exit__(None, None, None)

    assert [between, gc.isenabled()] == [False, True]
