"""Birth dates, which may be partly unknown, as the eight digits of the resident register (LO3: ``19630000``)."""

from __future__ import annotations

import re
from datetime import date

from tijdig.intake.rules.values.dates import NOT_A_DATE, DayOrder, day_and_month, doubt, read_date
from tijdig.intake.rules.values.reading import Reading, tidy
from tijdig.problems import ProblemKind

STANDS_FOR_NONE = ProblemKind(
    code="intake.date-stands-for-none",
    rule="S3",
    nl="Deze datum vult een systeem in als het geen datum heeft. Hij is weggelaten.",
    en="A system fills in this date when it has none. It was left out.",
    remedy_nl="Vul de echte geboortedatum in, of laat de cel leeg.",
    remedy_en="Give the real date of birth, or leave the cell empty.",
)

_DUTCH = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_YEAR = re.compile(r"(?:18|19|20)\d{2}")
_UNKNOWN = frozenset({"", "onbekend", "onb", "onb.", "?", "-", "n.b.", "nb", "unknown", "00000000"})
# The first day of the clocks of databases and spreadsheets; nobody who was born on one of them is still a tenant.
_FIRST_DAYS = frozenset({"00010101", "17530101", "18991230", "18991231", "19000101"})


def _lo3(year: int, month: int, day: int) -> Reading[str]:
    """Return the eight digits; a day without a month, or a day that does not exist, is not a date."""
    if year == 0:
        return Reading() if month == day == 0 else Reading(problem=NOT_A_DATE())
    if month == 0:
        return Reading(f"{year:04}0000") if day == 0 else Reading(problem=NOT_A_DATE())
    try:
        date(year, month, day or 1)
    except ValueError:
        return Reading(problem=NOT_A_DATE())
    return Reading(f"{year:04}{month:02}{day:02}")


def read_birth_date(text: str, order: DayOrder = DayOrder.UNPROVEN) -> Reading[str]:
    """Read a birth date; ``00-00-1963``, ``05-1963`` and ``1963`` are partial dates, an unknown one is missing."""
    reading = _read(text, order)
    return Reading(problem=STANDS_FOR_NONE()) if reading.value in _FIRST_DAYS else reading


def _read(text: str, order: DayOrder) -> Reading[str]:
    words = tidy(text).lower()
    if words in _UNKNOWN:
        return Reading()
    if match := _DUTCH.fullmatch(words):
        first, separator, second, year = match.groups()
        problem = doubt(int(first), int(second), separator, order)
        day, month = day_and_month(int(first), int(second), order)
        return Reading(problem=problem) if problem else _lo3(int(year), month, day)
    if match := _YEAR_FIRST.fullmatch(words):
        return _lo3(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_YEAR.fullmatch(words):
        return _lo3(int(match[2]), int(match[1]), 0)
    if _YEAR.fullmatch(words):
        return _lo3(int(words), 0, 0)
    full = read_date(text, order)
    return Reading(problem=full.problem) if full.value is None else Reading(f"{full.value:%Y%m%d}")
