"""Which partner delivered nothing, or fell away: read from how it stood in each month (R8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tijdig.intake.rules.calendar import Punctuality
from tijdig.months import Month


class Gap(StrEnum):
    """What a row of months says of a partner."""

    NEVER = "never"  # it was awaited, and never delivered in these months
    FELL_AWAY = "fell-away"  # it delivered, and then no more
    MISSED = "missed"  # it delivers, with months between that are missing
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DeliveredMonth:
    """How a partner stood in one month, and how many new signals it gave; None: no covenant asked for any."""

    month: Month
    punctuality: Punctuality | None
    signals: int

    @property
    def is_missing(self) -> bool:
        """Whether the window closed and nothing came."""
        return self.punctuality is Punctuality.MISSING

    @property
    def came(self) -> bool:
        """Whether something was delivered, in time or not."""
        return self.punctuality in {Punctuality.IN_TIME, Punctuality.EARLY, Punctuality.LATE}


def gap_in(months: Sequence[DeliveredMonth]) -> Gap:
    """Say what these months, oldest first, come to. A month whose window is still open says nothing."""
    told = [month for month in months if month.is_missing or month.came]
    if not any(month.is_missing for month in told):
        return Gap.NONE
    if not any(month.came for month in told):
        return Gap.NEVER
    return Gap.FELL_AWAY if told[-1].is_missing else Gap.MISSED
