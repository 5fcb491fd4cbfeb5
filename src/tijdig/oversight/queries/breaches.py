"""Data breaches: the list, one file, and what the log says of the records that were selected."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenants_in_force
from tijdig.disclosure.models import DecisionRecord
from tijdig.oversight.models import Breach, BreachRecord
from tijdig.oversight.queries.readings import AT_ONCE
from tijdig.oversight.rules.breach_paper import BreachFile
from tijdig.oversight.rules.breaches import BreachView, Risk
from tijdig.parties.queries import party_names
from tijdig.problems import NotFound

MOST_RECORDS = 1_000  # in one selection: as many as one search counts


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a selection of records reaches, counted from the log: no contents, no names."""

    records: tuple[int, ...]
    readings: int
    subjects: int
    fields: tuple[str, ...]
    recipients: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None


def extent_of(controller_id: str, ids: Collection[int]) -> Extent:
    """Count what these records of the controller gave; records of others are not in it."""
    found = sorted(_records(controller_id, ids))
    given = [one for one in found if one[3]]
    return Extent(
        records=tuple(one[0] for one in found),
        readings=len(given),
        subjects=len({one[1] for one in given}),
        fields=tuple(sorted({name for one in given for name in one[3]})),
        recipients=tuple(sorted({one[4] for one in given})),
        first_at=min((one[2] for one in given), default=None),
        last_at=max((one[2] for one in given), default=None),
    )


def _records(
    controller_id: str, ids: Collection[int]
) -> Iterator[tuple[int, tuple[str, str], datetime, list[str], str]]:
    for some in batched(sorted(ids), AT_ONCE):
        rows = DecisionRecord.objects.filter(controller_id=controller_id, pk__in=some).order_by("pk")
        columns = ("pk", "subject_kind", "subject_id", "at", "permitted_fields", "recipient")
        for pk, kind, subject, at, fields, recipient in rows.values_list(*columns):
            yield pk, (kind, subject), at, fields, recipient


def breaches_of(actor: Actor) -> tuple[Breach, ...]:
    """Return the breaches of the controller: open ones first, then the newest."""
    require(actor, Action.REPORT_BREACH)
    found = Breach.objects.filter(controller_id=actor.controller_id).order_by("-discovered_at", "id")
    return tuple(sorted(found, key=lambda breach: breach.closed_at is not None))


def breach_of_actor(actor: Actor, breach_id: UUID) -> Breach:
    """Return a breach; :class:`NotFound` for a foreign or unknown one alike (A6)."""
    require(actor, Action.REPORT_BREACH)
    breach = Breach.objects.filter(controller_id=actor.controller_id, pk=breach_id).first()
    if breach is None:
        raise NotFound
    return breach


def selected_records(breach: Breach) -> tuple[int, ...]:
    """Return the addresses of the records of the log that belong to a breach."""
    selected = BreachRecord.objects.filter(breach=breach).order_by("record_id")
    return tuple(selected.values_list("record_id", flat=True))


def view_of(breach: Breach) -> BreachView:
    """Return a breach as its rules see it."""
    return BreachView(
        risk=Risk(breach.risk) if breach.risk else None,
        measures=breach.measures,
        authority_told_at=_local(breach.authority_told_at),
        subjects_told_on=breach.subjects_told_on,
    )


def file_of(breach: Breach) -> BreachFile:
    """Return a breach as its document tells it."""
    controller = breach.controller_id
    names = party_names(controller)
    return BreachFile(
        number=breach.number,
        made_on=timezone.localdate(),
        municipality=f"Gemeente {breach.controller.name}",
        what=breach.what,
        discovered_at=timezone.localtime(breach.discovered_at),
        report_by=timezone.localtime(breach.report_by),
        first_at=_local(breach.first_at),
        last_at=_local(breach.last_at),
        records=breach.records,
        subjects=breach.subjects,
        fields=tuple(breach.fields),
        recipients=tuple(names.get(code, code) for code in breach.recipients),
        assessment=breach.assessment,
        authority_reference=breach.authority_reference,
        late_because=breach.late_because,
        subjects_told_how=breach.subjects_told_how,
        state=view_of(breach),
        covenant=next(iter(covenants_in_force(controller, timezone.localdate())), None),
    )


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None
