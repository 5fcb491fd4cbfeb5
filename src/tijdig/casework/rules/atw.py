"""The calendar of the Algemene termijnenwet (Atw): when a term ends.

A term starts to run on the day after the event it counts from. The law's own list of holidays is used (art. 3): 5 May
counts every year, and Good Friday counts as a holiday. Whether a term of a covenant follows the Atw is for its parties
and a jurist to say; a covenant's terms are counted with it here because the terms of R27, R28, R18, R39 and R55 are.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from tijdig.covenant.rules.period import Period

# Art. 4: the law leaves terms longer than these alone; they end on the day itself, working day or not.
LONGEST_DAYS = 90
LONGEST_WEEKS = 12
LONGEST_MONTHS = 3

FIRST_KINGS_DAY_YEAR = 2014
SATURDAY = 5
SUNDAY = 6
ONE_DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Return the day of Easter in the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """Return the day on which the King's birthday is celebrated: 27 April, or 26 when that is a Sunday."""
    day = date(year, 4, 27)
    return day - ONE_DAY if day.weekday() == SUNDAY else day


@cache
def recognised_holidays(year: int) -> frozenset[date]:
    """Return the days of art. 3 Atw, paragraphs 1 and 2; ``ValueError`` before 2014 (Queen's Day was another day).

    Days that a Royal Decree equates with them for one year (paragraph 3) are given to :func:`term_end` by the caller.
    """
    if year < FIRST_KINGS_DAY_YEAR:
        raise ValueError("the calendar starts in 2014")
    easter = easter_sunday(year)
    moving = (
        -2,
        1,
        39,
        50,
    )  # Good Friday, Easter Monday, Ascension Day, Whit Monday, counted from Easter Sunday
    return frozenset(
        {
            date(year, 1, 1),
            *(easter + timedelta(days=days) for days in moving),
            kings_day(year),
            date(year, 5, 5),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_working_day(day: date, equated: frozenset[date] = frozenset()) -> bool:
    """Say whether ``day`` is no Saturday, Sunday or recognised holiday, nor a day ``equated`` with one (art. 3.3)."""
    return day.weekday() < SATURDAY and day not in recognised_holidays(day.year) and day not in equated


def next_working_day(day: date, equated: frozenset[date] = frozenset()) -> date:
    """Return ``day`` itself when it is a working day, else the first one after it (art. 1)."""
    while not is_working_day(day, equated):
        day += ONE_DAY
    return day


def follows_the_act(period: Period) -> bool:
    """Say whether the Atw governs a term of this length (art. 4: up to 90 days, 12 weeks or 3 months)."""
    return not (
        period.years
        or period.months > LONGEST_MONTHS
        or period.weeks > LONGEST_WEEKS
        or period.days > LONGEST_DAYS
    )


def term_end(start: date, period: Period, equated: frozenset[date] = frozenset()) -> date:
    """Return the last day of the term that starts to run on the day after ``start``.

    ``P3WD`` ends on the third working day. A term of calendar days, weeks or months that ends on a Saturday, Sunday
    or holiday runs on to the next working day (art. 1), and one of at least three days holds at least two working
    days (art. 2); longer terms than art. 4 allows end on the day itself.
    """
    if period.working_days:
        return _working_days_after(start, period.working_days, equated)
    end = period.after(start)
    if not follows_the_act(period):
        return end
    if (end - start).days >= 3:
        end = max(end, _working_days_after(start, 2, equated))
    return next_working_day(end, equated)


def working_days_between(first: date, last: date, equated: frozenset[date] = frozenset()) -> int:
    """Count the working days after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
    days = ((first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, equated) for day in days)


def _working_days_after(start: date, count: int, equated: frozenset[date]) -> date:
    day = start
    for _ in range(count):
        day = next_working_day(day + ONE_DAY, equated)
    return day
