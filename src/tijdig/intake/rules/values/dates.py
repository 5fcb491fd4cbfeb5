"""Dates as ledgers write them: Dutch (``13-07-2026``), ISO (``2026-07-13``), compact, in words, or a day number.

The order of day and month is never guessed (S3). With dashes or dots the Dutch order is the written convention; with
slashes the column has to prove it by at least one date that can only be day-first. A column whose dates can only be
month-first is not read at all where a date could mean two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum

from tijdig.intake.rules.values.reading import Reading, tidy
from tijdig.problems import Problem, ProblemKind

NOT_A_DATE = ProblemKind(
    code="intake.not-a-date",
    rule="S3",
    nl="Dit is geen bestaande datum in een vorm die wij kennen.",
    en="This is not an existing date in a form we know.",
    remedy_nl="Schrijf de datum als dd-mm-jjjj, bijvoorbeeld 31-01-2026.",
    remedy_en="Write the date as dd-mm-yyyy, for example 31-01-2026.",
)
DAY_OR_MONTH = ProblemKind(
    code="intake.day-or-month",
    rule="S3",
    nl="Wij kunnen niet zien wat de dag is en wat de maand.",
    en="We cannot tell the day from the month.",
    remedy_nl="Schrijf de datums in deze kolom als dd-mm-jjjj of als jjjj-mm-dd.",
    remedy_en="Write the dates in this column as dd-mm-yyyy or as yyyy-mm-dd.",
)

PARTS = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_WORDS = re.compile(r"(\d{1,2})[ -]([a-zé]{3,9})\.?[ -](\d{4})")
_TIME = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_DAY_NUMBER = re.compile(r"\d{5}")
_WORKBOOK_DAY_ZERO = date(1899, 12, 30)
_DAY_NUMBERS = range(10_000, 73_051)  # 1927 up to 2099; four digits are a year, not a day number

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb"),
            ("maart", "mrt", "maa"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("augustus", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}


class DayOrder(Enum):
    """What a column's own dates prove about the order of day and month."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    UNPROVEN = "unproven"


def order_in(cells: Iterable[str]) -> DayOrder:
    """Return what these cells prove; one date that can only be day-first settles it."""
    month_first = False
    for cell in cells:
        match = PARTS.match(cell.strip())
        if match:
            first, second = int(match[1]), int(match[3])
            if 12 < first <= 31 and 1 <= second <= 12:
                return DayOrder.DAY_FIRST
            month_first = month_first or (12 < second <= 31 and 1 <= first <= 12)
    return DayOrder.MONTH_FIRST if month_first else DayOrder.UNPROVEN


def doubt(first: int, second: int, separator: str, order: DayOrder) -> Problem | None:
    """Return the problem when these two numbers could be day and month as well as month and day."""
    if order is DayOrder.DAY_FIRST or first == second or first > 12 or second > 12:
        return None
    if order is DayOrder.MONTH_FIRST or separator == "/":
        return DAY_OR_MONTH()
    return None


def _made(year: int, month: int, day: int) -> Reading[date]:
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(problem=NOT_A_DATE())


def read_date(text: str, order: DayOrder = DayOrder.UNPROVEN) -> Reading[date]:
    """Read a full date; ``order`` is what :func:`order_in` found in the whole column."""
    words = _TIME.sub("", tidy(text)).lower()
    if not words:
        return Reading()
    if match := PARTS.fullmatch(words):
        day, separator, month, year = match.groups()
        problem = doubt(int(day), int(month), separator, order)
        return Reading(problem=problem) if problem else _made(int(year), int(month), int(day))
    if match := _ISO.fullmatch(words) or _COMPACT.fullmatch(words):
        return _made(*(int(part) for part in match.groups()))
    if match := _WORDS.fullmatch(words):
        return _made(int(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
    if _DAY_NUMBER.fullmatch(words) and int(words) in _DAY_NUMBERS:
        return Reading(_WORKBOOK_DAY_ZERO + timedelta(days=int(words)))
    return Reading(problem=NOT_A_DATE())
