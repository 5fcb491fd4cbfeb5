"""The month without a database: check, link, find patterns, sort and triage, in order of receipt."""

from __future__ import annotations

from tijdig.intake.rules.checking import check_delivery
from tijdig.linkage.engine import link_people
from tijdig.linkage.rules.patterns import find_notifications
from tijdig.linkage.rules.people import SignalPerson
from tijdig.rehearse.history import History
from tijdig.rehearse.told import AcceptedSignal, Given, Rehearsed, RehearsedDelivery


def rehearse(given: Given) -> Rehearsed:
    """Run the rules over everything that was given. Each case is taken to be picked up on the day it was received."""
    deliveries, accepted = _check(given)
    results = link_people([_person(one) for one in accepted], given.residents, municipality=given.controller)
    history = History(given, accepted, results)
    terms = given.covenant.delivery
    for notification in find_notifications(
        history.matched.values(), (), matching_period=terms.matching_period, lookback=terms.lookback
    ):
        history.work(notification)
    return Rehearsed(given, deliveries, history.signals(), history.cases())


def _check(given: Given) -> tuple[tuple[RehearsedDelivery, ...], tuple[AcceptedSignal, ...]]:
    seen: set[tuple[str, str]] = set()
    deliveries: list[RehearsedDelivery] = []
    accepted: list[AcceptedSignal] = []
    for delivery in given.deliveries:
        checked = check_delivery(
            delivery.table,
            delivery.plan,
            covenant=given.covenant,
            party=delivery.party,
            received_on=delivery.received_on,
        )
        known = frozenset(row.row for row in checked.accepted if (delivery.party, row.identity) in seen)
        for row in checked.accepted:
            if row.row not in known:
                seen.add((delivery.party, row.identity))
                accepted.append(AcceptedSignal(f"S{len(accepted) + 1:06}", delivery, row))
        deliveries.append(RehearsedDelivery(delivery, checked, known))
    return tuple(deliveries), tuple(accepted)


def _person(one: AcceptedSignal) -> SignalPerson:
    row = one.row
    return SignalPerson(
        id=one.id,
        surname=row.surname,
        prefix=row.prefix,
        initials=row.initials,
        birth_date=row.birth_date,
        street=row.street,
        house_number=row.house_number,
        house_letter=row.house_letter,
        addition=row.addition,
        postcode=row.postcode,
        town=row.town,
        received_on=one.delivery.received_on,
    )
