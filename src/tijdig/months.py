"""A calendar month as value: what deliveries, feedback and figures are counted by. Pure; no clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_NAMES_NL = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A year and a month (1 to 12); ``str()`` gives ``2026-03``, as it stands in an address."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month in which ``day`` lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2026-03``; ``ValueError`` for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None or int(match.group(1)) == 0:
            raise ValueError("not a month")
        return cls(int(match.group(1)), int(match.group(2)))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def name_nl(self) -> str:
        """``maart 2026``."""
        return f"{_NAMES_NL[self.number - 1]} {self.year}"

    def plus(self, months: int) -> Month:
        """Return the month this many months later (earlier when negative)."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def day(self, number: int) -> date:
        """Return the ``number``th day; the last day when the month is shorter."""
        return date(self.year, self.number, min(number, self.last.day))
