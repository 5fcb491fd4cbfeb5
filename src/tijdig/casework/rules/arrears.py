"""How the arrears of a household grew or shrank, as its signals told it (R21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tijdig.casework.rules.case_facts import SignalView, newest_of_each_debt


@dataclass(frozen=True, slots=True)
class ArrearsPoint:
    """What was owed together on the day that a signal came in: cents, and who signalled that day."""

    on: date
    amount_cents: int
    parties: tuple[str, ...]


def arrears_over_time(signals: Sequence[SignalView]) -> tuple[ArrearsPoint, ...]:
    """Return a point for each day of receipt, oldest first.

    Arrears that were told again count once, with their newest amount; different debts add up (R21).
    """
    days = sorted({signal.received_on for signal in signals})
    return tuple(_point(day, [one for one in signals if one.received_on <= day]) for day in days)


def _point(on: date, so_far: Sequence[SignalView]) -> ArrearsPoint:
    parties = dict.fromkeys(one.party for one in so_far if one.received_on == on)
    return ArrearsPoint(on, sum(one.amount_cents for one in newest_of_each_debt(so_far)), tuple(parties))
