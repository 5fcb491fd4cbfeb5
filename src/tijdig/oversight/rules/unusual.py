"""Which readings a reviewer must look at, whatever the sample holds (L9): one rule, one function.

A sign is no accusation: it says what to ask about. What belongs together (one person, one day; one person, one case)
is one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from tijdig.actors import Role
from tijdig.oversight.rules.readings import Reading

MOST_TRACES = 20  # per finding: enough to look into; the log has them all


class Sign(StrEnum):
    """Why something is to be looked at."""

    SAMPLE = "sample"
    OUT_OF_HOURS = "out-of-hours"
    BULK = "bulk"
    SAME_NAME = "same-name"
    SAME_ADDRESS = "same-address"
    NO_TASK = "no-task"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When people are expected to work: ISO days of the week, from and until which time, and no holidays."""

    days: frozenset[int]
    begin: time
    end: time
    is_holiday: Callable[[date], bool]

    def cover(self, reading: Reading) -> bool:
        """Say whether the reading falls inside them; its end does not count any more."""
        if reading.at.isoweekday() not in self.days or self.is_holiday(reading.day):
            return False
        return self.begin <= reading.at.time().replace(tzinfo=None) < self.end


@dataclass(frozen=True, slots=True)
class Relation:
    """What ties people to a case: who has or had it, who did something in it, whose party it was handed to, and when.

    ``free_until``: until this day nobody had it, so that it could be taken up; None when that is still so. ``spans``:
    party → days on which it had the case or was to discuss it; the empty party stands for all.
    """

    people: frozenset[UUID]
    signalled_by: frozenset[str]
    free_until: date | None
    spans: tuple[tuple[str, date, date], ...] = ()

    def holds(self, reading: Reading) -> bool:
        """Say whether this reading of the case follows from work in it."""
        if reading.person_id in self.people or reading.party in self.signalled_by:
            return True
        if self.free_until is None or reading.day <= self.free_until:
            return True
        return any(
            party in {"", reading.party} and begin <= reading.day <= end for party, begin, end in self.spans
        )


@dataclass(frozen=True, slots=True)
class Marks:
    """Keyed hashes of surnames and of addresses, to be compared and nothing else."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """Readings of one person that one sign points out, oldest first; ``case`` when they are about one."""

    sign: Sign
    readings: tuple[Reading, ...]
    case: str = ""

    @property
    def cases(self) -> frozenset[str]:
        """The cases that these readings were about."""
        return frozenset().union(*(reading.cases for reading in self.readings))

    @property
    def traces(self) -> tuple[UUID, ...]:
        """Where to find the first of them in the log."""
        return tuple(reading.trace_id for reading in self.readings[:MOST_TRACES])


def read_out_of_hours(readings: Iterable[Reading], hours: WorkingHours) -> Iterator[Finding]:
    """Personal data was looked at outside working hours; per person and day."""
    found = (reading for reading in readings if not hours.cover(reading))
    for together in _grouped(found, lambda one: (one.person_id, one.day)):
        yield Finding(Sign.OUT_OF_HOURS, together)


def read_in_bulk(readings: Iterable[Reading], most_cases: int) -> Iterator[Finding]:
    """Someone opened more cases on one day than is usual; a list of many counts as none of them opened."""
    opened = (reading for reading in readings if reading.opened)
    for together in _grouped(opened, lambda one: (one.person_id, one.day)):
        if len({reading.opened for reading in together}) > most_cases:
            yield Finding(Sign.BULK, together)


def read_own_family(
    readings: Iterable[Reading], marks: Mapping[UUID, Marks], of_case: Mapping[str, Marks]
) -> Iterator[Finding]:
    """Someone opened the case of a person with the same surname, or at the same address."""
    known = (reading for reading in readings if reading.opened in of_case and reading.person_id in marks)
    for together in _grouped(known, lambda one: (one.person_id, one.opened)):
        person, case = marks[together[0].person_id], of_case[together[0].opened]
        if person.names & case.names:
            yield Finding(Sign.SAME_NAME, together, together[0].opened)
        if person.addresses & case.addresses:
            yield Finding(Sign.SAME_ADDRESS, together, together[0].opened)


def read_without_task(
    readings: Iterable[Reading], relations: Mapping[str, Relation], across_cases: Collection[Role]
) -> Iterator[Finding]:
    """Someone opened a case in which they had nothing to do: not theirs, no task, no referral, no meeting."""
    strange = (
        reading
        for reading in readings
        if reading.opened in relations
        and reading.role not in across_cases
        and not relations[reading.opened].holds(reading)
    )
    for together in _grouped(strange, lambda one: (one.person_id, one.opened)):
        yield Finding(Sign.NO_TASK, together, together[0].opened)


def _grouped(
    readings: Iterable[Reading], key: Callable[[Reading], Hashable]
) -> Iterator[tuple[Reading, ...]]:
    groups: dict[Hashable, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(key(reading), []).append(reading)
    for group in groups.values():
        yield tuple(sorted(group, key=lambda one: one.at))
