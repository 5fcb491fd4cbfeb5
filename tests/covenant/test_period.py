"""Lengths of time as covenants write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.covenant.rules.period import Period

numbers = st.integers(0, 99)
calendar_periods = st.builds(Period, numbers, numbers, numbers, numbers).filter(lambda p: p != Period())
periods = st.one_of(calendar_periods, st.builds(Period, working_days=st.integers(1, 99)))


@given(periods)
def test_a_period_reads_back_what_it_writes(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    "text", ["", "P", "6M", "P0D", "P0WD", "PT5H", "P-1M", "P1M2WD", "p1m", "P1.5M", "P1M "]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
        ("P1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("P4W", date(2026, 3, 1), date(2026, 3, 29)),
        ("P30D", date(2026, 12, 15), date(2027, 1, 14)),
        ("P1Y6M", date(2026, 8, 31), date(2028, 2, 29)),
    ],
)
def test_a_period_later(text: str, start: date, end: date) -> None:
    assert Period.parse(text).after(start) == end


def test_a_period_earlier() -> None:
    assert Period.parse("P6M").before(date(2026, 8, 31)) == date(2026, 2, 28)


def test_working_days_are_not_counted_without_a_calendar() -> None:
    with pytest.raises(ValueError, match="calendar"):
        Period.parse("P3WD").after(date(2026, 1, 1))


@given(calendar_periods, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_period_lasts_longer_than_its_most_days(period: Period, day: date) -> None:
    assert (period.after(day) - day).days <= period.most_days


@pytest.mark.parametrize(
    ("text", "dutch"),
    [("P1M", "1 maand"), ("P6M", "6 maanden"), ("P3WD", "3 werkdagen"), ("P1Y6M", "1 jaar en 6 maanden")],
)
def test_a_period_in_dutch(text: str, dutch: str) -> None:
    assert Period.parse(text).in_dutch == dutch
