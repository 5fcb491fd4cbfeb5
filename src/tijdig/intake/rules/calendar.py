"""Did a partner deliver, in time, and must it be reminded? From the covenant's window and its first delivery (R8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.covenant.rules.terms import DeliveryTerms
from tijdig.months import Month


class Punctuality(StrEnum):
    """Where a partner stands with this month's delivery."""

    NOT_YET = "not-yet"  # the window has not opened
    AWAITED = "awaited"  # the window is open, nothing came
    IN_TIME = "in-time"
    EARLY = "early"  # before the window
    LATE = "late"  # came after the window
    MISSING = "missing"  # the window has closed, nothing came


class Reminder(StrEnum):
    """What a partner is reminded of; once each in a month."""

    CLOSING = "closing"  # the window ends soon
    MISSING = "missing"  # it has ended


PUNCTUALITY_NL = {
    Punctuality.NOT_YET: "kan nog niet",
    Punctuality.AWAITED: "wordt verwacht",
    Punctuality.IN_TIME: "op tijd",
    Punctuality.EARLY: "te vroeg",
    Punctuality.LATE: "te laat",
    Punctuality.MISSING: "niet aangeleverd",
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, in which a partner delivers."""

    opens: date
    closes: date


def window_in(month: Month, terms: DeliveryTerms) -> Window:
    """Return the delivery window of the month; a day past the end of a short month is its last day."""
    return Window(month.day(terms.window_from_day), month.day(terms.window_to_day))


def punctuality(window: Window, first_delivered_on: date | None, on: date) -> Punctuality:
    """Say how a partner stands on day ``on``; ``first_delivered_on`` is its first delivery in the month, if any."""
    if first_delivered_on is not None:
        if first_delivered_on < window.opens:
            return Punctuality.EARLY
        return Punctuality.IN_TIME if first_delivered_on <= window.closes else Punctuality.LATE
    if on < window.opens:
        return Punctuality.NOT_YET
    return Punctuality.AWAITED if on <= window.closes else Punctuality.MISSING


def reminder_due(
    window: Window, first_delivered_on: date | None, on: date, days_before: int | None
) -> Reminder | None:
    """Say of what a partner is due to be reminded on day ``on``; ``days_before`` the end, None for no reminders."""
    if days_before is None or first_delivered_on is not None or on < window.opens:
        return None
    if on > window.closes:
        return Reminder.MISSING
    return Reminder.CLOSING if (window.closes - on).days <= days_before else None
