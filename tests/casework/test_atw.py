"""The calendar of the Algemene termijnenwet, held against the law's text and an independent calendar."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.casework.rules.atw import (
    is_working_day,
    kings_day,
    next_working_day,
    recognised_holidays,
    term_end,
    working_days_between,
)
from tijdig.covenant.rules.period import Period

YEARS = range(2014, 2061)
days = st.dates(min_value=date(2014, 1, 1), max_value=date(2060, 6, 30))
short_periods = st.one_of(
    st.builds(Period, days=st.integers(1, 90)),
    st.builds(Period, weeks=st.integers(1, 12)),
    st.builds(Period, months=st.integers(1, 3)),
    st.builds(Period, working_days=st.integers(1, 40)),
)


@pytest.mark.parametrize("year", YEARS)
def test_holidays_are_those_of_the_library_but_for_the_days_on_which_law_and_library_differ(
    year: int,
) -> None:
    library = holidays.country_holidays("NL", years=year, categories=("public", "optional"))
    own = recognised_holidays(year)

    sundays = {day for day in library if day.weekday() == 6}
    assert own - set(library) <= {
        date(year, 5, 5)
    }  # the library lists 5 May every fifth year, the act every year
    assert set(library) - own - sundays == set()  # Easter and Whit Sunday are Sundays to the act


@pytest.mark.parametrize("year", YEARS)
def test_liberation_day_counts_every_year_and_good_friday_counts(year: int) -> None:
    assert date(year, 5, 5) in recognised_holidays(year)
    library_good_friday = next(
        day
        for day, name in holidays.country_holidays(
            "NL", years=year, categories=("public", "optional"), language="en_US"
        ).items()
        if "Good Friday" in name
    )
    assert library_good_friday in recognised_holidays(year)


def test_kings_day_moves_to_saturday_when_it_falls_on_a_sunday() -> None:
    assert kings_day(2025) == date(2025, 4, 26)
    assert kings_day(2026) == date(2026, 4, 27)


def test_the_calendar_does_not_guess_about_years_with_a_queens_day() -> None:
    with pytest.raises(ValueError, match="2014"):
        recognised_holidays(2013)


@pytest.mark.parametrize(
    ("start", "period", "end", "why"),
    [
        ("2026-03-04", "P4W", "2026-04-01", "four weeks, a Wednesday"),
        ("2026-03-06", "P4W", "2026-04-07", "ends on Good Friday: past the weekend and Easter Monday"),
        ("2026-03-02", "P3WD", "2026-03-05", "three working days in a plain week"),
        ("2026-03-05", "P3WD", "2026-03-10", "the weekend does not count"),
        ("2026-04-02", "P3WD", "2026-04-09", "nor do Good Friday and Easter Monday"),
        ("2026-04-30", "P3WD", "2026-05-06", "nor does 5 May, though the library forgets it in 2026"),
        ("2026-04-05", "P1M", "2026-05-06", "5 May 2026 is a holiday to the act"),
        ("2025-12-24", "P3WD", "2025-12-31", "both Christmas days and a weekend"),
        ("2024-01-31", "P1M", "2024-02-29", "the last day of a leap February"),
        ("2026-01-31", "P1M", "2026-03-02", "28 February 2026 is a Saturday"),
        ("2026-12-23", "P3D", "2026-12-28", "art. 2: two working days in a term of three days"),
        ("2026-03-27", "P1D", "2026-03-30", "a term of one day, ending on a Saturday"),
        ("2026-05-13", "P2W", "2026-05-27", "Whit Monday in between changes nothing"),
        ("2026-01-03", "P6M", "2026-07-03", "art. 4: longer than three months, ends on the day itself"),
        ("2025-07-05", "P6M", "2026-01-05", "a Monday"),
        ("2025-07-04", "P6M", "2026-01-04", "art. 4: a Sunday, and yet the end"),
        ("2025-05-05", "P1Y", "2026-05-05", "art. 4: years are not moved"),
    ],
)
def test_a_term_ends_where_the_act_says(start: str, period: str, end: str, why: str) -> None:
    assert term_end(date.fromisoformat(start), Period.parse(period)) == date.fromisoformat(end), why


def test_a_day_that_a_royal_decree_equates_with_a_holiday_moves_the_end() -> None:
    equated = frozenset({date(2026, 5, 15)})

    assert term_end(date(2026, 5, 8), Period(weeks=1)) == date(2026, 5, 15)
    assert term_end(date(2026, 5, 8), Period(weeks=1), equated) == date(2026, 5, 18)


@given(start=days, period=short_periods)
def test_a_term_of_the_act_ends_on_a_working_day_and_never_early(start: date, period: Period) -> None:
    end = term_end(start, period)

    assert is_working_day(end)
    assert end > start
    if not period.working_days:
        assert end >= period.after(start)
        assert end <= next_working_day(max(period.after(start), start + timedelta(days=9)))


@given(start=days, count=st.integers(1, 40))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    assert working_days_between(start, term_end(start, Period(working_days=count))) == count


@given(start=days, shorter=st.integers(1, 89))
def test_a_longer_term_never_ends_earlier(start: date, shorter: int) -> None:
    assert term_end(start, Period(days=shorter)) <= term_end(start, Period(days=shorter + 1))
