"""The file of a data breach, from a selection in the log to its end (R60); each step is on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import Detail, record_event
from tijdig.oversight.models import Breach, BreachRecord, ReviewItem
from tijdig.oversight.queries.breaches import breach_of_actor, extent_of, view_of
from tijdig.oversight.queries.reviews import item_of_actor, policy_of
from tijdig.oversight.rules.breaches import (
    BREACH_CLOSED,
    IN_THE_FUTURE,
    LATE_WITHOUT_REASON,
    NOTHING_SELECTED,
    Risk,
    report_by,
    still_to_do,
)
from tijdig.problems import Refused


@transaction.atomic
def open_breach(
    *,
    actor: Actor,
    records: Collection[int],
    discovered_at: datetime,
    what: str,
    review_item: UUID | None = None,
) -> Breach:
    """Open the file of a breach from records of the decision log; what they gave is counted, nothing is copied.

    The clock of the report runs from ``discovered_at`` for as many hours as the controller has set.
    """
    require(actor, Action.REPORT_BREACH)
    now = timezone.now()
    if discovered_at > now:
        raise Refused(IN_THE_FUTURE())
    extent = extent_of(actor.controller_id, records)
    if not extent.records:
        raise Refused(NOTHING_SELECTED())
    item = item_of_actor(actor, review_item) if review_item else None
    breach = Breach.objects.create(
        controller_id=actor.controller_id,
        number=_next_number(actor.controller_id, timezone.localdate(now).year),
        discovered_at=discovered_at,
        report_by=report_by(discovered_at, policy_of(actor.controller_id).breach_hours),
        what=what.strip()[:4000],
        opened_by=actor.person_id,
        opened_at=now,
        review_item=item,
        records=len(extent.records),
        subjects=extent.subjects,
        fields=list(extent.fields),
        recipients=list(extent.recipients),
        first_at=extent.first_at,
        last_at=extent.last_at,
    )
    BreachRecord.objects.bulk_create(
        [
            BreachRecord(controller_id=actor.controller_id, breach=breach, record_id=pk)
            for pk in extent.records
        ],
        batch_size=500,
    )
    _record(actor, "open", breach, {"records": breach.records, "subjects": breach.subjects, **_from(item)})
    return breach


def _from(item: ReviewItem | None) -> Mapping[str, Detail]:
    return {"review_item": str(item.pk)} if item else {}


def _next_number(controller_id: str, year: int) -> str:
    begins = f"L{year}-"
    numbers = Breach.objects.filter(controller_id=controller_id, number__startswith=begins).order_by(
        "-number"
    )
    last = numbers.values_list("number", flat=True).first()
    return f"{begins}{int(last.removeprefix(begins)) + 1 if last else 1:03}"


@transaction.atomic
def assess_breach(*, actor: Actor, breach_id: UUID, risk: Risk, assessment: str, measures: str) -> Breach:
    """Record the risk to the people concerned, why, and what is done about it."""
    breach = _open_one(actor, breach_id)
    breach.risk, breach.assessment, breach.measures = risk, assessment.strip()[:4000], measures.strip()[:4000]
    breach.assessed_at = timezone.now()
    breach.save(update_fields=["risk", "assessment", "measures", "assessed_at"])
    _record(actor, "assess", breach, {"risk": risk.value})
    return breach


@transaction.atomic
def record_authority_told(
    *, actor: Actor, breach_id: UUID, told_at: datetime, reference: str, late_because: str = ""
) -> Breach:
    """Record that the supervisory authority was told, under which number; too late needs the reason (art. 33(1))."""
    breach = _open_one(actor, breach_id)
    if not breach.discovered_at <= told_at <= timezone.now():
        raise Refused(IN_THE_FUTURE())
    if told_at > breach.report_by and not late_because.strip():
        hours = round((breach.report_by - breach.discovered_at).total_seconds() / 3600)
        raise Refused(LATE_WITHOUT_REASON(hours=hours))
    breach.authority_told_at, breach.authority_reference = told_at, reference.strip()[:64]
    breach.late_because = late_because.strip()[:500]
    breach.save(update_fields=["authority_told_at", "authority_reference", "late_because"])
    _record(actor, "tell-authority", breach, {"in_time": told_at <= breach.report_by})
    return breach


@transaction.atomic
def record_subjects_told(*, actor: Actor, breach_id: UUID, on: date, how: str) -> Breach:
    """Record when and how the people concerned were told (art. 34)."""
    breach = _open_one(actor, breach_id)
    if not timezone.localdate(breach.discovered_at) <= on <= timezone.localdate():
        raise Refused(IN_THE_FUTURE())
    breach.subjects_told_on, breach.subjects_told_how = on, how.strip()[:500]
    breach.save(update_fields=["subjects_told_on", "subjects_told_how"])
    _record(actor, "tell-subjects", breach, {"on": on.isoformat()})
    return breach


@transaction.atomic
def close_breach(*, actor: Actor, breach_id: UUID) -> Breach:
    """Close the file once everything that its risk asks for is done."""
    breach = _open_one(actor, breach_id)
    if problems := still_to_do(view_of(breach)):
        raise Refused(problems)
    breach.closed_at = timezone.now()
    breach.save(update_fields=["closed_at"])
    _record(actor, "close", breach, {"risk": breach.risk})
    return breach


def _open_one(actor: Actor, breach_id: UUID) -> Breach:
    require(actor, Action.REPORT_BREACH)
    breach = breach_of_actor(actor, breach_id)
    if breach.closed_at is not None:
        raise Refused(BREACH_CLOSED())
    return breach


def _record(actor: Actor, step: str, breach: Breach, details: Mapping[str, Detail]) -> None:
    record_event(
        actor=actor,
        action=f"breach.{step}",
        object_kind="breach",
        object_id=str(breach.pk),
        details={"number": breach.number, **details},
    )
