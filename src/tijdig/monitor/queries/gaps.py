"""The gap report: per covenant and partner what came in each of the last months, and what did not (R8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Sum

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenants_in_force_on, first_activations
from tijdig.covenant.rules.document import Covenant
from tijdig.intake.models import Delivery
from tijdig.intake.rules.calendar import punctuality, window_in
from tijdig.intake.states import DeliveryState
from tijdig.monitor.rules.gaps import DeliveredMonth, Gap, gap_in
from tijdig.months import Month

MONTHS = 12


@dataclass(frozen=True, slots=True)
class PartnerGaps:
    """One signal partner of a covenant over the months, oldest first."""

    covenant_title: str
    code: str
    name: str
    months: tuple[DeliveredMonth, ...]

    @property
    def gap(self) -> Gap:
        """What the months come to."""
        return gap_in(self.months)

    @property
    def missing(self) -> tuple[Month, ...]:
        """The months in which nothing came."""
        return tuple(one.month for one in self.months if one.is_missing)

    @property
    def last(self) -> Month | None:
        """The last month in which something came."""
        return next((one.month for one in reversed(self.months) if one.came), None)


@dataclass(frozen=True, slots=True)
class _Came:
    first_on: Mapping[tuple[str, Month], date]
    signals: Mapping[tuple[str, Month], int]
    ever: Mapping[str, date]  # the first day on which each partner delivered anything


def gaps_until(actor: Actor, month: Month, on: date) -> tuple[PartnerGaps, ...]:
    """Return the twelve months up to ``month`` of each signal partner, as they stand on day ``on``; a few queries.

    A partner has a line per covenant (whatever its version) in whose months it was a party. A month before the covenant
    worked here asks for nothing: its term may begin long before it is put in force. Raises :class:`Refused` for a role
    that may not.
    """
    require(actor, Action.READ_MONTH)
    months = [month.plus(-back) for back in reversed(range(MONTHS))]
    days = {one: min(on, one.last) for one in months}
    in_force = covenants_in_force_on(actor.controller_id, [*days.values()])
    came = _came(actor.controller_id, months)
    activated = first_activations(actor.controller_id)
    lines: dict[tuple[str, str], tuple[str, str]] = {}
    standing: dict[tuple[str, str, Month], DeliveredMonth] = {}
    for one in months:
        for covenant in in_force[days[one]]:
            if days[one] < _worked_from(covenant, activated, came):
                continue
            for party in covenant.signal_partners:
                lines[covenant.id, party.code] = (covenant.title, party.name)
                standing[covenant.id, party.code, one] = _stood(covenant, party.code, one, came, on)
    return tuple(_lines(lines, months, standing))


def _lines(
    lines: Mapping[tuple[str, str], tuple[str, str]],
    months: Sequence[Month],
    standing: Mapping[tuple[str, str, Month], DeliveredMonth],
) -> Iterator[PartnerGaps]:
    for (covenant_id, code), (title, name) in sorted(lines.items(), key=lambda item: item[1]):
        told = [standing.get((covenant_id, code, one)) or DeliveredMonth(one, None, 0) for one in months]
        yield PartnerGaps(title, code, name, tuple(told))


def _stood(covenant: Covenant, party: str, month: Month, came: _Came, on: date) -> DeliveredMonth:
    window = window_in(month, covenant.delivery)
    first_on = came.first_on.get((party, month))
    return DeliveredMonth(month, punctuality(window, first_on, on), came.signals.get((party, month), 0))


def _worked_from(covenant: Covenant, activated: Mapping[str, date], came: _Came) -> date:
    """Return the first day of the month from which partners could deliver: put in force, or delivered under before."""
    days = [activated[covenant.id]]
    days += [day for party in covenant.signal_partners if (day := came.ever.get(party.code)) is not None]
    return Month.of(min(days)).first


def _came(controller_id: str, months: Sequence[Month]) -> _Came:
    found = (
        Delivery.objects.filter(
            controller_id=controller_id,
            state=DeliveryState.ACCEPTED,
            received_on__range=(months[0].first, months[-1].last),
        )
        .order_by("received_on")
        .values_list("party_code", "received_on")
        .annotate(taken_in=Sum("accepted"))
    )
    first_on: dict[tuple[str, Month], date] = {}
    signals: Counter[tuple[str, Month]] = Counter()
    for party, day, new in found:
        first_on.setdefault((party, Month.of(day)), day)
        signals[party, Month.of(day)] += new
    accepted = Delivery.objects.filter(controller_id=controller_id, state=DeliveryState.ACCEPTED)
    ever = accepted.order_by("party_code").values_list("party_code").annotate(Min("received_on"))
    return _Came(first_on, signals, dict(ever))
