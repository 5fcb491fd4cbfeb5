"""The indicators of one month (R49), from counts. Counts are exact inside; what goes out is suppressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tijdig.ddas import AttemptKind, Sector
from tijdig.monitor.rules.suppression import (
    Cell,
    Share,
    published_breakdown,
    published_count,
    published_share,
    too_small,
)
from tijdig.months import Month


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What happened in one month under one controller.

    ``signals`` were received in the month, ``notifications`` are their matches on an address; of those:
    ``single``/``multiple``/``successive`` (R19; may overlap), ``taken_up`` (have a case that was taken up),
    ``attempted`` (someone sought contact), ``reached`` (R36), ``accepted`` (help). ``inhabitants`` 0 = unknown.
    """

    month: Month
    inhabitants: int
    signals: int
    by_sector: Mapping[Sector, int]
    notifications: int
    single: int
    multiple: int
    successive: int
    taken_up: int
    attempted: int
    reached: int
    accepted: int
    attempts_by_kind: Mapping[AttemptKind, int]


@dataclass(frozen=True, slots=True)
class Indicators:
    """The figures of one month, small numbers left out; the order is that of the page."""

    month: Month
    signals: Cell
    signals_per_thousand: Decimal | None
    by_sector: Mapping[Sector, Cell]
    notifications: Cell
    single: Share
    multiple: Share
    successive: Share
    taken_up: Share
    attempted: Share
    reach: Share
    acceptance_of_reached: Share
    acceptance_of_all: Share
    attempts_by_kind: Mapping[AttemptKind, Cell]


def indicators(counts: MonthCounts, smallest_cell: int) -> Indicators:
    """Return the month's indicators; ``smallest_cell`` is the covenant's (R49).

    ``signals_per_thousand`` has one decimal, rounded half up; None when inhabitants are unknown or signals hidden.
    """

    def of_notifications(part: int) -> Share:
        return published_share(part, counts.notifications, smallest_cell)

    return Indicators(
        month=counts.month,
        signals=published_count(counts.signals, smallest_cell),
        signals_per_thousand=_per_thousand(counts, smallest_cell),
        by_sector=published_breakdown(counts.by_sector, smallest_cell),
        notifications=published_count(counts.notifications, smallest_cell),
        single=of_notifications(counts.single),
        multiple=of_notifications(counts.multiple),
        successive=of_notifications(counts.successive),
        taken_up=of_notifications(counts.taken_up),
        attempted=of_notifications(counts.attempted),
        reach=of_notifications(counts.reached),
        acceptance_of_reached=published_share(counts.accepted, counts.reached, smallest_cell),
        acceptance_of_all=of_notifications(counts.accepted),
        attempts_by_kind=published_breakdown(counts.attempts_by_kind, smallest_cell),
    )


def _per_thousand(counts: MonthCounts, smallest_cell: int) -> Decimal | None:
    if not counts.inhabitants or too_small(counts.signals, smallest_cell):
        return None
    exact = Decimal(counts.signals * 1000) / Decimal(counts.inhabitants)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
