"""The months without a database: take in, link, find patterns, sort and triage, in order of receipt."""

from __future__ import annotations

from tijdig.linkage.engine import link_people
from tijdig.rehearse.history import History
from tijdig.rehearse.seen import person_of
from tijdig.rehearse.taking_in import take_in
from tijdig.rehearse.told import Given, Rehearsed


def rehearse(given: Given) -> Rehearsed:
    """Run the rules over everything that was given, as one run per day of receipt.

    Each case is taken to be picked up on the day it was received.
    """
    taken_in = take_in(given)
    accepted = taken_in.signals
    results = link_people(
        [person_of(one) for one in accepted], given.residents, municipality=given.controller
    )
    history = History(given, accepted, results)
    for day in sorted({delivery.received_on for delivery in given.deliveries}):
        for one in taken_in.corrections:
            if one.on == day:
                history.correct(one.signal_id, one.row)
        history.work([one.id for one in accepted if one.delivery.received_on == day])
    return Rehearsed(given, taken_in.deliveries, history.signals(), history.cases())
