"""Figures for the evaluation (R49): the indicators of a row of months, counted in the database, suppressed in rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import ContactAttempt
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import AttemptKind, Sector
from tijdig.intake.models import Signal
from tijdig.monitor.queries.notifications import NotificationCounts, notifications_of
from tijdig.monitor.rules.indicators import Indicators, MonthCounts, indicators
from tijdig.months import Month
from tijdig.parties.models import Controller


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The indicators of each month, oldest first, and the cell size below which numbers were left out.

    ``signals_of`` counts the signals of each party in all these months together: to count further with, not to show.
    """

    months: tuple[Indicators, ...]
    smallest_cell: int
    inhabitants: int
    signals_of: Mapping[str, int]

    @property
    def last(self) -> Indicators:
        """The indicators of the month asked for."""
        return self.months[-1]


def figures_until(actor: Actor, month: Month, on: date, how_many: int = 12) -> MonthFigures | None:
    """Return the indicators of ``how_many`` months up to and including ``month``; five queries, whatever the number.

    What became of notifications is counted now for the month of ``on``; for months before it as it was that morning.

    The cell size is the largest that any covenant in force names; without a covenant there are no figures (None):
    nothing says then below which number one may not publish.
    """
    require(actor, Action.READ_MONTH)
    covenants = tuple(covenants_in_force(actor.controller_id, min(on, month.last)))
    if not covenants:
        return None
    smallest = max(covenant.accountability.smallest_cell for covenant in covenants)
    months = [month.plus(back - how_many + 1) for back in range(how_many)]
    signals = _signals_by_party(actor.controller_id, months)
    counts = _counts(actor.controller_id, on, months, signals, _sectors(covenants))
    return MonthFigures(
        months=tuple(indicators(one, smallest) for one in counts),
        smallest_cell=smallest,
        inhabitants=counts[-1].inhabitants,
        signals_of=_together(signals),
    )


def _together(signals: Mapping[tuple[Month, str], int]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for (_month, party), count in signals.items():
        counts[party] += count
    return counts


def _sectors(covenants: tuple[Covenant, ...]) -> Mapping[str, Sector]:
    return {
        party.code: party.sector or Sector.OTHER
        for covenant in covenants
        for party in covenant.signal_partners
    }


def _counts(
    controller: str,
    on: date,
    months: list[Month],
    signals: Mapping[tuple[Month, str], int],
    sectors: Mapping[str, Sector],
) -> list[MonthCounts]:
    inhabitants = Controller.objects.values_list("inhabitants", flat=True).get(code=controller) or 0
    notifications = notifications_of(controller, months, on)
    attempts = _attempts(controller, months)
    return [
        _month_counts(
            month,
            inhabitants,
            _by_sector(month, signals, sectors),
            notifications.get(month, NotificationCounts()),
            {kind: attempts.get((month, kind.value), 0) for kind in AttemptKind},
        )
        for month in months
    ]


def _by_sector(
    month: Month, signals: Mapping[tuple[Month, str], int], sectors: Mapping[str, Sector]
) -> Mapping[Sector, int]:
    counts = dict.fromkeys(sectors.values(), 0)
    for (when, party), count in signals.items():
        if when == month:
            sector = sectors.get(party, Sector.OTHER)
            counts[sector] = counts.get(sector, 0) + count
    return counts


def _month_counts(
    month: Month,
    inhabitants: int,
    by_sector: Mapping[Sector, int],
    of_notifications: NotificationCounts,
    by_kind: Mapping[AttemptKind, int],
) -> MonthCounts:
    return MonthCounts(
        month=month,
        inhabitants=inhabitants,
        signals=sum(by_sector.values()),
        by_sector=by_sector,
        notifications=of_notifications.notifications,
        single=of_notifications.single,
        multiple=of_notifications.multiple,
        successive=of_notifications.successive,
        taken_up=of_notifications.taken_up,
        attempted=of_notifications.attempted,
        reached=of_notifications.reached,
        accepted=of_notifications.accepted,
        attempts_by_kind=by_kind,
    )


def _signals_by_party(controller: str, months: list[Month]) -> Mapping[tuple[Month, str], int]:
    rows = (
        Signal.objects.filter(controller_id=controller, received_on__range=(months[0].first, months[-1].last))
        .order_by()
        .values_list("received_on", "party_code")
        .annotate(n=Count("*"))  # of rows, not of a column: the index holds all that is asked
    )
    return _by_month(rows)


def _attempts(controller: str, months: list[Month]) -> Mapping[tuple[Month, str], int]:
    rows = (
        ContactAttempt.objects.filter(controller_id=controller, on__range=(months[0].first, months[-1].last))
        .order_by()
        .values_list("on", "kind")
        .annotate(n=Count("*"))
    )
    return _by_month(rows)


def _by_month(rows: Iterable[tuple[date, str, int]]) -> Mapping[tuple[Month, str], int]:
    """Add up counts per day: a few hundred days are added faster here than a database cuts dates to months."""
    counts: Counter[tuple[Month, str]] = Counter()
    for day, what, count in rows:
        counts[Month.of(day), what] += count
    return counts
