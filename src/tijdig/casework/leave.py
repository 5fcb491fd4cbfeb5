"""Who is away today, who stands in for them, and until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tijdig.casework.models import Leave


@dataclass(frozen=True, slots=True)
class Away:
    """Someone's leave: its first and last day, and who stands in (None: nobody)."""

    leave_id: UUID
    person: UUID
    first_day: date
    last_day: date
    replacement: UUID | None


def leaves(controller_id: str, on: date) -> tuple[Away, ...]:
    """Return the leaves that run on day ``on`` or are still to come, first to begin first."""
    rows = _standing(controller_id, Q(last_day__gte=on)).order_by("first_day", "pk")
    return tuple(Away(one.pk, one.person, one.first_day, one.last_day, one.replacement) for one in rows)


def away_on(controller_id: str, on: date) -> Mapping[UUID, Away]:
    """Return who is away on day ``on``, by person."""
    return {one.person: one for one in leaves(controller_id, on) if one.first_day <= on}


def covered_by(controller_id: str, person_id: UUID | None, on: date) -> frozenset[UUID]:
    """Return for whom this person stands in on day ``on``."""
    rows = _standing(controller_id, Q(first_day__lte=on, last_day__gte=on, replacement=person_id))
    return frozenset(rows.order_by().values_list("person", flat=True)) if person_id else frozenset()


def _standing(controller_id: str, condition: Q) -> QuerySet[Leave]:
    return Leave.objects.filter(condition, controller_id=controller_id, ended_at__isnull=True)


def stand_ins_of(controller_id: str, people: Collection[UUID | None], on: date) -> frozenset[UUID]:
    """Return who stands in on day ``on`` for any of these people."""
    who = [person for person in people if person]
    rows = _standing(controller_id, Q(first_day__lte=on, last_day__gte=on, person__in=who))
    found = rows.order_by().values_list("replacement", flat=True) if who else ()
    return frozenset(person for person in found if person is not None)
