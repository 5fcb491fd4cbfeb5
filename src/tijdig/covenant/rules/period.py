"""A length of time as a covenant writes it: ISO 8601 (``P6M``, ``P1Y6M``) plus working days (``P3WD``)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_WORKING = re.compile(r"P(\d+)WD")


@dataclass(frozen=True, slots=True)
class Period:
    """Years, months, weeks and days of the calendar, or working days; never both kinds at once.

    ``str()`` gives the text back in its shortest form, so ``Period.parse(str(p)) == p``.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``P6M``, ``P1Y6M``, ``P4W``, ``P30D`` or ``P3WD``; ``ValueError`` for anything else or for zero."""
        working = _WORKING.fullmatch(text)
        if working:
            period = cls(working_days=int(working.group(1)))
        else:
            match = _ISO.fullmatch(text)
            if match is None:
                raise ValueError("not a period")
            period = cls(*(int(part or 0) for part in match.groups()))
        if period == cls():
            raise ValueError("a period of nothing")
        return period

    def __str__(self) -> str:
        """Return the ISO 8601 text (or ``P3WD``); ``P0D`` for a period of nothing."""
        if self.working_days:
            return f"P{self.working_days}WD"
        units = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{number}{unit}" for number, unit in units if number) or "0D")

    @property
    def in_dutch(self) -> str:
        """The period as a person says it: ``6 maanden``, ``3 werkdagen``."""
        words = (
            (self.years, "jaar", "jaar"),
            (self.months, "maand", "maanden"),
            (self.weeks, "week", "weken"),
            (self.days, "dag", "dagen"),
            (self.working_days, "werkdag", "werkdagen"),
        )
        return " en ".join(f"{n} {one if n == 1 else many}" for n, one, many in words if n)

    @property
    def in_english(self) -> str:
        """The period in English: ``6 months``, ``3 working days``."""
        words = (
            (self.years, "year"),
            (self.months, "month"),
            (self.weeks, "week"),
            (self.days, "day"),
            (self.working_days, "working day"),
        )
        return " and ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in words if n)

    @property
    def most_days(self) -> int:
        """The most calendar days this period can last: for comparing with a maximum in law."""
        # Any run of n working days fits in n/5 weeks rounded up, plus a week of holidays at the turn of the year.
        working = (self.working_days + 4) // 5 * 7 + 7 if self.working_days else 0
        return self.years * 366 + self.months * 31 + self.weeks * 7 + self.days + working

    def after(self, day: date) -> date:
        """Return the day this period later (31 January + P1M = 28 February); ``ValueError`` for working days.

        Working days need a calendar of holidays, which the covenant does not hold: casework counts those.
        """
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """Return the day this period earlier; ``ValueError`` for working days."""
        return self._moved(day, -1)

    def _moved(self, day: date, sign: int) -> date:
        if self.working_days:
            raise ValueError("working days need a calendar of holidays")
        month_index = day.year * 12 + day.month - 1 + sign * (self.years * 12 + self.months)
        year, month = divmod(month_index, 12)
        last = calendar.monthrange(year, month + 1)[1]
        moved = date(year, month + 1, min(day.day, last))
        return moved + sign * timedelta(weeks=self.weeks, days=self.days)
