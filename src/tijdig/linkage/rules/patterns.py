"""Which signals belong together, and what has been signalled before: R19, R20, R21, R22.

Signals are matched on the address in one *matching period* (the covenant's ``matching.periode``; a month as a rule).
All signals on one address in one period are one *notification*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Protocol

from tijdig.covenant.rules.period import Period


class Pattern(StrEnum):
    """How signals lie in time on one address; multiple and successive can hold together, single excludes both."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SUCCESSIVE = "successive"


@dataclass(frozen=True, slots=True)
class Window:
    """A matching period: its first and its last day, both included (R20)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class MatchedSignal:
    """What patterns need of a signal. Amounts in cents.

    ``address_key`` is empty when the address is not known well enough to match on: such a signal stands alone.
    ``person`` is the resident it was linked with for certain or by a person, else empty. ``names`` are the surnames
    that belong to it (own, partner's, both halves), normalised. ``taken_up_on`` is the day a case took it up.
    """

    id: str
    address_key: str
    received_on: date
    party: str
    amount_cents: int
    onset_on: date | None = None
    reference: str = ""
    person: str = ""
    names: frozenset[str] = frozenset()
    taken_up_on: date | None = None


class Arrears(Protocol):
    """What tells one debt to a partner from another."""

    @property
    def onset_on(self) -> date | None:
        """The day on which it began."""

    @property
    def reference(self) -> str:
        """The partner's own reference."""


@dataclass(frozen=True, slots=True)
class Notified:
    """One notification: the signals on one address in one matching period, worked as one."""

    address_key: str
    window: Window
    signal_ids: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    different_people: bool


def matching_window(day: date, matching_period: Period) -> Window:
    """Return the matching period in which ``day`` lies, so that everyone cuts time at the same places.

    Periods of months and years begin on the first of a month (``P3M``: January, April, July, October), periods of
    weeks on a Monday. ``ValueError`` for working days and for mixtures of months and days.
    """
    months = matching_period.years * 12 + matching_period.months
    days = matching_period.weeks * 7 + matching_period.days
    if matching_period.working_days or bool(months) == bool(days):
        raise ValueError("a matching period is a number of months or a number of days")
    if months:
        start = (day.year * 12 + day.month - 1) // months * months
        return Window(_first_of(start), _first_of(start + months) - timedelta(days=1))
    # Day 1 of the calendar was a Monday.
    first = date.fromordinal((day.toordinal() - 1) // days * days + 1)
    return Window(first, first + timedelta(days=days - 1))


def _first_of(month_count: int) -> date:
    year, month = divmod(month_count, 12)
    return date(year, month + 1, 1)


def find_notifications(
    signals: Iterable[MatchedSignal],
    earlier: Iterable[MatchedSignal],
    *,
    matching_period: Period,
    lookback: Period,
) -> tuple[Notified, ...]:
    """Group signals into notifications, in order of period and address (R19, R20).

    ``earlier`` are signals of before, to look back at; they may overlap with ``signals``. The same input gives the
    same notifications, so a second run changes nothing.
    """
    groups: dict[tuple[date, str, str], list[MatchedSignal]] = {}
    present = tuple(signals)
    for signal in sorted(present, key=lambda signal: (signal.received_on, signal.id)):
        window = matching_window(signal.received_on, matching_period)
        alone = "" if signal.address_key else signal.id
        groups.setdefault((window.first, signal.address_key, alone), []).append(signal)
    history: dict[str, set[date]] = {}
    for signal in (*earlier, *present):
        if signal.address_key:
            history.setdefault(signal.address_key, set()).add(signal.received_on)
    found = []
    for (_, address_key, _), group in sorted(groups.items()):
        window = matching_window(group[0].received_on, matching_period)
        before = history.get(address_key, set())
        found.append(
            Notified(
                address_key=address_key,
                window=window,
                signal_ids=tuple(signal.id for signal in group),
                patterns=patterns_of(group, before, window, lookback),
                different_people=are_different_people(group),
            )
        )
    return tuple(found)


def patterns_of(
    group: Sequence[MatchedSignal], received_before: Iterable[date], window: Window, lookback: Period
) -> tuple[Pattern, ...]:
    """Return the patterns of one notification (R19).

    Successive: on this address a signal came before this period, and no longer ago than the look-back counted from
    the first signal of the notification.
    """
    furthest = lookback.before(min(signal.received_on for signal in group))
    patterns = []
    if len(group) > 1:
        patterns.append(Pattern.MULTIPLE)
    if any(furthest <= day < window.first for day in received_before):
        patterns.append(Pattern.SUCCESSIVE)
    return tuple(patterns) or (Pattern.SINGLE,)


def is_repeat(signal: MatchedSignal, earlier: Iterable[MatchedSignal], *, repeat_within: Period) -> bool:
    """Say whether this signal repeats one that was recently taken up (R21).

    Same partner, same tenant, same arrears, amount not higher: 500 euros after 500 is a repeat, 501 is new work. Two
    signals of one day are two debts (a home and a garage), not one that is told again.
    """
    return any(
        before.party == signal.party
        and before.id != signal.id
        and _was_recently_taken_up(before, signal, repeat_within)
        and _is_same_tenant(before, signal)
        and is_same_arrears(before, signal)
        and signal.amount_cents <= before.amount_cents
        for before in earlier
    )


def _was_recently_taken_up(before: MatchedSignal, signal: MatchedSignal, repeat_within: Period) -> bool:
    taken_up = before.taken_up_on
    return (
        taken_up is not None
        and before.received_on < signal.received_on
        and repeat_within.before(signal.received_on) <= taken_up
    )


def _is_same_tenant(before: MatchedSignal, signal: MatchedSignal) -> bool:
    """Compare persons where both are known; else the address and a surname that both have."""
    if before.person and signal.person:
        return before.person == signal.person
    return _share_address_and_name(before, signal)


def is_same_household(before: MatchedSignal, signal: MatchedSignal) -> bool:
    """Say whether two signals of different periods are about one household: one person, or one address and a surname.

    People without a shared surname are not brought together over the months: who lived there before may have left.
    """
    same_person = bool(signal.person) and before.person == signal.person
    return same_person or _share_address_and_name(before, signal)


def _share_address_and_name(one: MatchedSignal, other: MatchedSignal) -> bool:
    return bool(one.address_key) and one.address_key == other.address_key and bool(one.names & other.names)


def is_same_arrears(before: Arrears, signal: Arrears) -> bool:
    """Compare the day on which the arrears began; without it, the partner's reference must be the same.

    What cannot be told apart counts as new: leaving work out on a guess would leave a tenant alone.
    """
    if before.onset_on and signal.onset_on:
        return before.onset_on == signal.onset_on
    return bool(signal.reference) and before.reference == signal.reference


def are_different_people(group: Sequence[MatchedSignal]) -> bool:
    """Say whether people with different surnames are proposed together, which a person must confirm (R22).

    Signals about the same resident are about one person. Partners share a name, their own or each other's; where
    two signals share none, they may be unrelated tenants of one address.
    """
    return any(
        not (one.person and one.person == other.person) and not one.names & other.names
        for one, other in combinations(group, 2)
    )


def find_repeats(
    signals: Iterable[MatchedSignal], earlier: Iterable[MatchedSignal], *, repeat_within: Period
) -> frozenset[str]:
    """Return the ids of the signals that are repeats (R21), looking at them in order of receipt.

    Of ``earlier`` signals only those with a ``taken_up_on`` count. Of ``signals`` themselves, one that is no repeat
    counts as taken up on its day of receipt for those that come after it, so that months can be worked in one go.
    """
    taken_up: dict[tuple[str, ...], list[MatchedSignal]] = defaultdict(list)

    def remember(signal: MatchedSignal) -> None:
        for key in _tenant_keys(signal):
            taken_up[key].append(signal)

    for signal in earlier:
        if signal.taken_up_on is not None:
            remember(signal)
    repeats: set[str] = set()
    for signal in sorted(signals, key=lambda signal: (signal.received_on, signal.id)):
        near = [before for key in _tenant_keys(signal) for before in taken_up[key]]
        if is_repeat(signal, near, repeat_within=repeat_within):
            repeats.add(signal.id)
        else:
            remember(replace(signal, taken_up_on=signal.taken_up_on or signal.received_on))
    return frozenset(repeats)


def _tenant_keys(signal: MatchedSignal) -> Iterator[tuple[str, ...]]:
    """Yield where to look for signals of one tenant (:func:`is_repeat`), so that not all need to be compared."""
    if signal.person:
        yield signal.party, "person", signal.person
    if signal.address_key:
        yield signal.party, "address", signal.address_key
