"""What tied people to the cases that they opened: owning it, acts, tasks, referrals, meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from django.utils import timezone

from tijdig.casework.loading import CASE_OF_LINK
from tijdig.casework.models import Case, Referral, Task
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.meeting.models import AgendaItem
from tijdig.oversight.queries.readings import AT_ONCE
from tijdig.oversight.rules.unusual import Relation

type Span = tuple[str, date, date]


@dataclass(slots=True)
class _Ties:
    people: set[UUID] = field(default_factory=set)
    signalled_by: set[str] = field(default_factory=set)
    free_until: date | None = None
    spans: list[Span] = field(default_factory=list)


def relations_of(controller_id: str, case_ids: Collection[str]) -> Mapping[str, Relation]:
    """Return what ties people to each of these cases; a case that is gone is not in it."""
    found: dict[str, Relation] = {}
    for ids in batched(sorted(case_ids), AT_ONCE):
        ties: dict[str, _Ties] = {}
        for pk, owner, second, taken_up_at in _cases(controller_id, ids):
            ties[str(pk)] = _Ties({person for person in (owner, second) if person})
            ties[str(pk)].free_until = timezone.localdate(taken_up_at) if taken_up_at else None
        for case, people, spans in (*_people(controller_id, ids), *_handed(ids), *_discussed(ids)):
            ties[case].people |= {person for person in people if person}
            ties[case].spans += spans
        for case, party in _signalled(controller_id, ids):
            ties[case].signalled_by.add(party)
        found |= {case: _relation(one) for case, one in ties.items()}
    return found


def _relation(ties: _Ties) -> Relation:
    return Relation(frozenset(ties.people), frozenset(ties.signalled_by), ties.free_until, tuple(ties.spans))


def _cases(
    controller_id: str, ids: Collection[str]
) -> Iterator[tuple[UUID, UUID | None, UUID | None, datetime | None]]:
    cases = Case.objects.filter(controller_id=controller_id, pk__in=ids).order_by("pk")
    yield from cases.values_list("pk", "owner", "second_owner", "taken_up_at")


def _people(
    controller_id: str, ids: Collection[str]
) -> Iterator[tuple[str, tuple[UUID | None, ...], list[Span]]]:
    """Who did something in the case, and who was given something to do."""
    standing = {str(pk) for pk in Case.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)}
    acts = AuditEvent.objects.filter(
        controller_id=controller_id, object_kind="case", object_id__in=ids, person_id__isnull=False
    )
    for case, person in acts.order_by().values_list("object_id", "person_id").distinct():
        if case in standing:
            yield case, (person,), []
    tasks = Task.objects.filter(case_id__in=ids).order_by("pk")
    for pk, *people in tasks.values_list("case_id", "assigned_to", "planned_by", "done_by"):
        yield str(pk), tuple(people), []


def _handed(ids: Collection[str]) -> Iterator[tuple[str, tuple[UUID | None, ...], list[Span]]]:
    """To which parties the case was handed, from the offer until the end."""
    referrals = Referral.objects.filter(case_id__in=ids).order_by("pk")
    for pk, party, offered_on, ended_on, person in referrals.values_list(
        "case_id", "party", "offered_on", "ended_on", "answered_by"
    ):
        yield str(pk), (person,), [(party, offered_on, ended_on or date.max)]


def _discussed(ids: Collection[str]) -> Iterator[tuple[str, tuple[UUID | None, ...], list[Span]]]:
    """When the case was on the agenda, from its tabling up to and including the meeting: for all who take part."""
    items = AgendaItem.objects.filter(case_id__in=ids).order_by("pk")
    for pk, tabled_at, on, person in items.values_list("case_id", "tabled_at", "meeting__on", "proposed_by"):
        yield str(pk), (person,), [("", timezone.localdate(tabled_at), on)]


def _signalled(controller_id: str, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    links = Link.objects.filter(controller_id=controller_id, **{f"{CASE_OF_LINK}__in": ids}).order_by("pk")
    parties: dict[str, set[str]] = defaultdict(set)
    for case, party in links.values_list(CASE_OF_LINK, "signal__party_code"):
        parties[str(case)].add(party)
    yield from ((case, party) for case, found in parties.items() for party in found)
