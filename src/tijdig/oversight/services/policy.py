"""How a controller reviews its log, and what people who work here let it compare with (L9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import time

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.ledger.services import record_event
from tijdig.oversight.models import OwnMark, ReviewPolicy
from tijdig.oversight.queries.marks import mark_of_address, marks_of_name
from tijdig.problems import NotFound


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """What the privacy officer decides about reviews and breaches; ``work_days`` are ISO days of the week."""

    sample_size: int
    sign_within_days: int
    work_from: time
    work_until: time
    work_days: tuple[int, ...]
    most_cases_a_day: int
    roles_across_cases: tuple[Role, ...]
    breach_hours: int


@transaction.atomic
def set_review_policy(*, actor: Actor, settings: PolicySettings) -> ReviewPolicy:
    """Keep how the log is reviewed from now on; what was drawn keeps the policy it was drawn under."""
    require(actor, Action.SET_REVIEW_POLICY)
    policy, _created = ReviewPolicy.objects.update_or_create(
        controller_id=actor.controller_id,
        defaults={
            **asdict(settings),
            "work_days": list(settings.work_days),
            "roles_across_cases": [str(role) for role in settings.roles_across_cases],
            "decided_by": actor.person_id,
            "decided_at": timezone.now(),
        },
    )
    record_event(
        actor=actor,
        action="oversight.set-policy",
        object_kind="controller",
        object_id=actor.controller_id,
        details={
            "sample_size": settings.sample_size,
            "sign_within_days": settings.sign_within_days,
            "work_from": settings.work_from.isoformat("minutes"),
            "work_until": settings.work_until.isoformat("minutes"),
            "work_days": " ".join(str(day) for day in settings.work_days),
            "most_cases_a_day": settings.most_cases_a_day,
            "across_cases": " ".join(settings.roles_across_cases),
            "breach_hours": settings.breach_hours,
        },
    )
    return policy


@transaction.atomic
def declare_own_marks(
    *,
    actor: Actor,
    surnames: Collection[str],
    postcode: str = "",
    house_number: int | None = None,
    suffix: str = "",
) -> int:
    """Keep hashes of one's own surnames and home address in the place of earlier ones; returns how many.

    Nothing of what was given is kept or recorded but the hashes (L6): they can be compared with those of a case.
    """
    require(actor, Action.DECLARE_OWN_MARKS)
    if actor.person_id is None:
        raise NotFound
    marks = set[str]().union(*(marks_of_name(actor.controller_id, surname) for surname in surnames))
    marks |= {mark_of_address(actor.controller_id, postcode, house_number, suffix)}
    own = OwnMark.objects.filter(controller_id=actor.controller_id, person_id=actor.person_id)
    own.delete()
    now = timezone.now()
    kept = [
        OwnMark(controller_id=actor.controller_id, person_id=actor.person_id, mark=mark, declared_at=now)
        for mark in sorted(marks - {""})
    ]
    OwnMark.objects.bulk_create(kept)
    record_event(
        actor=actor,
        action="oversight.declare-own-marks",
        object_kind="person",
        object_id=str(actor.person_id),
        details={"count": len(kept)},
    )
    return len(kept)
