"""Months as values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.months import Month

MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


@given(MONTHS)
def test_a_month_reads_back_what_it_writes(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(MONTHS, st.integers(-600, 600))
def test_going_and_coming_back_ends_where_it_began(month: Month, months: int) -> None:
    assert month.plus(months).plus(-months) == month


@given(MONTHS)
def test_the_next_month_begins_the_day_after_the_last(month: Month) -> None:
    assert (month.plus(1).first - month.last).days == 1


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-03", "2026-3", "0000-01", "2026-03-01"]
)
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_days_and_names() -> None:
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert Month(2027, 2).day(31) == date(2027, 2, 28)
    assert Month.of(date(2026, 3, 31)).name_nl == "maart 2026"
