"""The tenants of the fictitious month in Sittard-Geleen, and the month as far as it is delivered and linked."""

from __future__ import annotations

from datetime import date

from tests.built_once import built_once
from tests.months.world import MonthWorld, Tenant, in_force, owes
from tests.sealed import person_of
from tijdig.linkage.queries import review_queue
from tijdig.linkage.services import decide_link

FAMILY = Tenant("999990019", "Petra Johanna", "Adriaens", date(1988, 5, 2), 11, children=("20170314",))
THREATENED = Tenant("999990020", "Bram", "Bovens", date(1979, 1, 9), 12)
IN_DEBT = Tenant("999990032", "Chantal Maria", "Crins", date(1991, 8, 30), 13)
EARLY = Tenant("999990044", "Dirk Jan", "Deumens", date(1965, 4, 17), 14)
DOUBTFUL = Tenant("999990056", "Els Anna", "Erkens", date(1972, 12, 1), 15)
DECEASED = Tenant("999990068", "Frans", "Frijns", date(1940, 2, 2), 16, deceased_on="20260110")
MOVED = Tenant("999990081", "Gerda Helena", "Gorissen", date(1983, 6, 6), 17, lives_in="0935")
TOWN = (FAMILY, THREATENED, IN_DEBT, EARLY, DOUBTFUL, DECEASED, MOVED)


@built_once
def delivered_month() -> MonthWorld:
    """Signed, delivered by all three landlords, linked, the one doubt settled, the cases open."""
    world = in_force("sittard-geleen")
    world.import_register(TOWN)
    world.deliver("zowonen", owes(FAMILY, months=2, crisis=True), owes(IN_DEBT, months=4))
    world.deliver("woningbeheer-born-grevenbicht", owes(EARLY, months=1), owes(DECEASED, months=2))
    world.deliver(
        "wonen-limburg",
        owes(THREATENED, months=2, crisis=True),
        owes(DOUBTFUL, months=3, born=date(1952, 11, 2)),
        owes(MOVED, months=2),
    )
    world.work_up()
    (doubt,) = review_queue(world.code)
    candidate = doubt.candidates.get(person=person_of(world.code, DOUBTFUL.bsn))
    decide_link(
        actor=world["coordinator"],
        link_id=doubt.pk,
        candidate_id=candidate.pk,
        reason="De verhuurder had een oude geboortedatum",
    )
    world.work_up()
    return world
