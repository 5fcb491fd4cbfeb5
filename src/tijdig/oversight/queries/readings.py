"""The readings of a period, from the decision log, each with the cases that it was about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Role
from tijdig.casework.loading import CASE_OF_LINK
from tijdig.casework.models import Case
from tijdig.disclosure.models import DecisionRecord
from tijdig.linkage.models import Link
from tijdig.oversight.queries.searching import begin_of, end_of
from tijdig.oversight.rules.readings import Reading
from tijdig.oversight.rules.reviewing import Span

AT_ONCE = 400  # ids in one query: below what SQLite takes


@dataclass(slots=True)
class _Gathered:
    role: str
    party: str
    at: datetime
    subjects: set[str] = field(default_factory=set)


def readings_in(controller_id: str, span: Span) -> tuple[Reading, ...]:
    """Return what people were shown in this period, one for each request, oldest first."""
    rows = (
        DecisionRecord.objects.filter(
            controller_id=controller_id,
            person_id__isnull=False,
            at__gte=begin_of(span.first),
            at__lt=end_of(span.last),
        )
        .order_by("at", "pk")
        .values_list("trace_id", "person_id", "role", "recipient", "at", "subject_id")
    )
    gathered: dict[tuple[UUID, UUID], _Gathered] = {}
    for trace_id, person_id, role, party, at, subject_id in rows.iterator(chunk_size=5_000):
        if person_id is not None:
            one = gathered.setdefault((trace_id, person_id), _Gathered(role, party, at))
            one.subjects.add(subject_id)
    subjects = set[str]().union(*(one.subjects for one in gathered.values()))
    case_of = _case_of(controller_id, subjects)
    return tuple(_reading(trace, person, one, case_of) for (trace, person), one in gathered.items())


def _reading(trace_id: UUID, person_id: UUID, one: _Gathered, case_of: Mapping[str, str]) -> Reading:
    placed = {subject: case_of[subject] for subject in one.subjects if subject in case_of}
    return Reading(
        trace_id=trace_id,
        person_id=person_id,
        role=Role(one.role),
        party=one.party,
        at=timezone.localtime(one.at),
        cases=frozenset(placed.values()),
        unplaced=len(one.subjects) - len(placed),
    )


def _case_of(controller_id: str, subjects: Collection[str]) -> Mapping[str, str]:
    """Return of which case each subject (a case, a signal, a link) is a part; other ids are not in it."""
    found: dict[str, str] = {}
    for ids in batched(sorted(_uuids(subjects)), AT_ONCE):
        cases = Case.objects.filter(controller_id=controller_id, pk__in=ids).order_by("pk")
        found |= {str(pk): str(pk) for pk in cases.values_list("pk", flat=True)}
        for key in ("pk", "signal_id"):
            links = Link.objects.filter(
                controller_id=controller_id, undone_at__isnull=True, **{f"{key}__in": ids}
            )
            rows = links.order_by("pk").values_list(key, CASE_OF_LINK)
            found |= {str(one): str(case) for one, case in rows if case is not None}
    return found


def _uuids(texts: Collection[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
