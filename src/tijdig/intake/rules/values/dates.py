"""Dates as ledgers write them: Dutch (``13-07-2026``), ISO (``2026-07-13``), compact, in words, or a day number.

The order of day and month is never guessed (S3). With dashes or dots the Dutch order is the written convention; with
slashes the column has to prove it by at least one date that can only be day-first, or somebody who knows the file says
it. A column that proves month-first, or both, is not read where a date could mean two days until somebody says it.
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
# Systems fill in the first day of their clock (01-01-1900, 01-01-1970) where they have no date, and a typed year loses
# a digit (0026). Read as it stands it would prove to a court that a reminder was sent (R5, R15).
DATE_TOO_LONG_AGO = ProblemKind(
    code="intake.date-too-long-ago",
    rule="R12",
    nl="Deze datum ligt meer dan {years} jaar terug. Zo vult een systeem soms een lege datum in.",
    en="This date is more than {years} years ago. Systems fill in an empty date that way at times.",
    remedy_nl="Vul de echte datum in, of laat de cel leeg als er geen datum is.",
    remedy_en="Give the real date, or leave the cell empty if there is none.",
)
_BELIEVABLE_YEARS = 50

PARTS = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_WORDS = re.compile(r"(\d{1,2})[ -]([a-zé]{3,9})\.?[ -](\d{4})")
# A time of day behind the date, also with the offset of Dutch clocks; in UTC the day itself could be another.
_TIME = re.compile(r"[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?\+0[12]:?00)?$")
_DAY_NUMBER = re.compile(r"\d{5}")
_MONTHS_IN_A_YEAR = 12
_WORKBOOK_DAY_ZERO = date(1899, 12, 30)
_DAYS_UP_TO_1904 = 1462
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
    """What a column's own dates prove about the order of day and month, or what somebody said of it.

    ``SAID_MONTH_FIRST`` alone is read month first: dates that only look so are an export's accident too often.
    """

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    BOTH = "both"
    UNPROVEN = "unproven"
    SAID_MONTH_FIRST = "said-month-first"


type Parts = tuple[
    int, str, int
]  # the two numbers of a date that can be day and month, and the sign between them


def parts_in(cells: Iterable[str]) -> set[Parts]:
    """Return how the dates among these cells begin, each once: of a year there are some hundreds."""
    found = {match.group(1, 2, 3) for cell in cells if (match := PARTS.match(cell.strip()))}
    return {(int(first), sign, int(second)) for first, sign, second in found}


def order_in(dates: Iterable[Parts]) -> DayOrder:
    """Return what these dates prove, all of them together; dates of both kinds prove nothing."""
    day_first = month_first = False
    for first, _sign, second in dates:
        day_first = day_first or (12 < first <= 31 and 1 <= second <= 12)
        month_first = month_first or (12 < second <= 31 and 1 <= first <= 12)
    if day_first and month_first:
        return DayOrder.BOTH
    if day_first:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if month_first else DayOrder.UNPROVEN


def signs_day_first(dates: Iterable[Parts]) -> set[str]:
    """Return the signs that stand between the numbers of dates that can only be day-first."""
    return {sign for first, sign, _second in dates if first > _MONTHS_IN_A_YEAR}


def signs_in_doubt(dates: Iterable[Parts]) -> set[str]:
    """Return the signs that stand between the numbers of dates that could be two days."""
    return {sign for first, sign, second in dates if _two_days(first, second)}


def _two_days(first: int, second: int) -> bool:
    return first != second and 1 <= first <= 12 and 1 <= second <= 12


def in_doubt(text: str) -> str:
    """Return the sign between the numbers of a date that could be two days (``03/07/2026``), else an empty string."""
    match = PARTS.match(text.strip())
    return match[2] if match and _two_days(int(match[1]), int(match[3])) else ""


def is_iso_in_doubt(text: str) -> bool:
    """Whether month and day of this ISO date could have been swapped by what wrote it."""
    match = _ISO.match(text.strip())
    return match is not None and _two_days(int(match[2]), int(match[3]))


def doubt(first: int, second: int, separator: str, order: DayOrder) -> Problem | None:
    """Return the problem when these two numbers could be day and month as well as month and day."""
    if order in {DayOrder.DAY_FIRST, DayOrder.SAID_MONTH_FIRST} or not _two_days(first, second):
        return None
    if order in {DayOrder.MONTH_FIRST, DayOrder.BOTH} or separator == "/":
        return DAY_OR_MONTH()
    return None


def day_and_month(first: int, second: int, order: DayOrder) -> tuple[int, int]:
    """Return day and month of two numbers in the order of their column."""
    return (second, first) if order is DayOrder.SAID_MONTH_FIRST else (first, second)


def _made(year: int, month: int, day: int) -> Reading[date]:
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(problem=NOT_A_DATE())


def read_recent_date(text: str, order: DayOrder, received_on: date) -> Reading[date]:
    """Read a date of the arrears, or of what the landlord did about them: never one that can only stand for none."""
    reading = read_date(text, order)
    if reading.value is None or reading.value.year >= received_on.year - _BELIEVABLE_YEARS:
        return reading
    return Reading(problem=DATE_TOO_LONG_AGO(years=_BELIEVABLE_YEARS))


def counted_from_1900(text: str) -> str:
    """Return a day number of a workbook that counts from 1904 as others would write it; any other text as it is."""
    words = text.strip()
    return str(int(words) + _DAYS_UP_TO_1904) if _DAY_NUMBER.fullmatch(words) else text


def read_date(text: str, order: DayOrder = DayOrder.UNPROVEN) -> Reading[date]:
    """Read a full date; ``order`` is what :func:`order_in` found in the whole column, or what was said of it."""
    words = _TIME.sub("", tidy(text)).lower()
    if not words:
        return Reading()
    if match := PARTS.fullmatch(words):
        first, separator, second, year = match.groups()
        problem = doubt(int(first), int(second), separator, order)
        day, month = day_and_month(int(first), int(second), order)
        return Reading(problem=problem) if problem else _made(int(year), month, day)
    if match := _ISO.fullmatch(words) or _COMPACT.fullmatch(words):
        return _made(*(int(part) for part in match.groups()))
    if match := _WORDS.fullmatch(words):
        return _made(int(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
    if _DAY_NUMBER.fullmatch(words) and int(words) in _DAY_NUMBERS:
        return Reading(_WORKBOOK_DAY_ZERO + timedelta(days=int(words)))
    return Reading(problem=NOT_A_DATE())
