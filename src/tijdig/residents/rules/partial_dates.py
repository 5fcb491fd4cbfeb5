"""Dates as the register keeps them: eight digits, ``YYYYMMDD``, with zeros where a part is unknown (LO3).

A date stays this string everywhere, because ``19630000`` ("some day in 1963") fits no calendar type. The empty
string means that the register does not give a date at all; ``00000000`` that there is one, and nobody knows it.
"""

from __future__ import annotations

from datetime import date

WHOLLY_UNKNOWN = "00000000"
FIRST_YEAR, LAST_YEAR = 1800, 2199  # outside these a year is a slip of the pen, not a date in someone's life


def is_partial_date(text: str) -> bool:
    """Say whether ``text`` is a register date: whole (and in the calendar), year and month, year only, or unknown."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return False
    year, month, day = text[:4], text[4:6], text[6:]
    if year != "0000" and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return False
    if day != "00":
        return is_whole_date(text)
    if month != "00":
        return year != "0000" and 1 <= int(month) <= 12
    return True


def is_whole_date(text: str) -> bool:
    """Say whether ``text`` is a day in the calendar, with year, month and day known."""
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return len(text) == 8


def earliest(text: str) -> date | None:
    """Return the first day that a partial date can mean, or None when the year is unknown."""
    if not text or text[:4] == "0000":
        return None
    return date(int(text[:4]), int(text[4:6]) or 1, int(text[6:]) or 1)


def latest(text: str) -> date | None:
    """Return the last day that a partial date can mean, or None when the year is unknown."""
    if not text or text[:4] == "0000":
        return None
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if day:
        return date(year, month, day)
    first_of_next = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)


def is_minor(birth_date: str, on: date) -> bool | None:
    """Say whether someone born on this register date is under eighteen ``on`` that day (BW 1:233).

    None when the register does not know enough: the year is missing, or the eighteenth birthday could lie on
    either side of that day.
    """
    first, last = earliest(birth_date), latest(birth_date)
    if first is None or last is None:
        return None
    youngest, oldest = _turns_eighteen(last) > on, _turns_eighteen(first) > on
    return youngest if youngest == oldest else None


def _turns_eighteen(born: date) -> date:
    """Return the eighteenth birthday; a person born on 29 February comes of age on 1 March (BW 1:2 and 1:233)."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)
