"""Which open case is about the same household as a new notification: one open case per household (R19–R21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from tijdig.casework.loading import CASE_OF_LINK, standing_links
from tijdig.linkage.matched import matched_signals
from tijdig.linkage.models import Link
from tijdig.linkage.queries import SETTLED
from tijdig.linkage.rules.patterns import MatchedSignal, is_same_household


@dataclass(frozen=True, slots=True)
class Household:
    """A notification and whom its settled signals are about, as far as known."""

    notification_id: UUID
    address_key: str
    about: frozenset[str]


@dataclass(slots=True)
class RunningCases:
    """The open cases of a controller: by person, and by the address of their notifications; newest last."""

    by_person: dict[str, list[UUID]] = field(default_factory=dict)
    by_address: dict[str, list[UUID]] = field(default_factory=dict)
    people: dict[UUID, set[str]] = field(default_factory=dict)

    def add(self, case_id: UUID, address_key: str, about: Iterable[str]) -> None:
        """Remember an open case, or one more notification in it."""
        self.by_address.setdefault(address_key, []).append(case_id)
        for person in about:
            self.by_person.setdefault(person, []).append(case_id)
            self.people.setdefault(case_id, set()).add(person)

    def of(self, households: Sequence[Household]) -> dict[UUID, UUID]:
        """Return the open case of each of these households that has one, by notification; few queries, or none.

        The person decides first. Where no person is known to both, the address and a surname that both have.
        """
        found: dict[UUID, UUID] = {}
        neighbours: list[Household] = []
        for one in households:
            cases = [case for person in sorted(one.about) for case in self.by_person.get(person, ())]
            if cases:
                found[one.notification_id] = cases[-1]
            elif one.address_key in self.by_address:
                neighbours.append(one)
        return {**found, **self._by_name(neighbours)} if neighbours else found

    def _by_name(self, households: Sequence[Household]) -> dict[UUID, UUID]:
        ids = [one.notification_id for one in households]
        new = _matched(
            Link.objects.filter(notification_id__in=ids, undone_at__isnull=True), "notification_id"
        )
        candidates = {case for one in households for case in self.by_address[one.address_key]}
        known = _matched(standing_links(candidates), CASE_OF_LINK)
        return {
            one.notification_id: case
            for one in households
            for case in self.by_address[one.address_key]
            if _share_household(known.get(case, ()), new.get(one.notification_id, ()))
        }


def running_cases(controller_id: str) -> RunningCases:
    """Return the controller's open cases as they are now; one query."""
    rows = (
        Link.objects.filter(
            SETTLED,
            controller_id=controller_id,
            undone_at__isnull=True,
            **{f"{CASE_OF_LINK}__closed_on__isnull": True, f"{CASE_OF_LINK}__isnull": False},
        )
        .order_by(f"{CASE_OF_LINK}__number")
        .values_list(CASE_OF_LINK, "notification__address_key", "person")
    )
    running = RunningCases()
    for case_id, address_key, person in rows:
        running.add(case_id, address_key, (person,) if person else ())
    return running


def contact_stands_still(controller_id: str) -> Mapping[str, date]:
    """Return with whom contact stands still, and since when, by person: in an open case or a closed one (R56)."""
    rows = Link.objects.filter(
        SETTLED,
        controller_id=controller_id,
        undone_at__isnull=True,
        **{f"{CASE_OF_LINK}__frozen_on__isnull": False},
    ).values_list("person", f"{CASE_OF_LINK}__frozen_on")
    since: dict[str, date] = {}
    for person, day in rows.order_by():
        if person:
            since[person] = min(day, since.get(person, day))
    return since


def _share_household(known: Sequence[MatchedSignal], new: Sequence[MatchedSignal]) -> bool:
    return any(is_same_household(before, signal) for before in known for signal in new)


def _matched(links: QuerySet[Link], key: str) -> Mapping[UUID, Sequence[MatchedSignal]]:
    rows = list(
        links.filter(SETTLED)
        .select_related("signal", "notification")
        .annotate(belongs_to=F(key))
        .order_by("signal__received_on", "pk")
    )
    seen = matched_signals(rows[0].controller_id, rows) if rows else {}
    found: dict[UUID, list[MatchedSignal]] = defaultdict(list)
    for row in rows:
        found[row.belongs_to].append(seen[str(row.signal_id)])
    return found
