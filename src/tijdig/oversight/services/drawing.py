"""Draw the reviews that are due: sample and what the rules point out, at once, one review per period (L9)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.ledger.services import record_event
from tijdig.oversight.models import LogReview, Reminder, ReviewItem, ReviewPolicy
from tijdig.oversight.queries.marks import marks_of_cases, marks_of_people
from tijdig.oversight.queries.readings import readings_in
from tijdig.oversight.queries.relations import relations_of
from tijdig.oversight.queries.reviews import hours_of, next_review, policy_of
from tijdig.oversight.rules.readings import Reading
from tijdig.oversight.rules.reviewing import Span
from tijdig.oversight.rules.sampling import drawn
from tijdig.oversight.rules.unusual import (
    Finding,
    Marks,
    Sign,
    read_in_bulk,
    read_out_of_hours,
    read_own_family,
    read_without_task,
)

SEED_BYTES = 32


@transaction.atomic
def draw_due_reviews(*, actor: Actor, on: date) -> int:
    """Draw a review for every period that is over on day ``on`` and has none; returns how many.

    Raises :class:`Refused` when it was never set how this controller reviews its log.
    """
    require(actor, Action.REVIEW_LOG)
    policy = policy_of(actor.controller_id)
    count = 0
    while (span := next_review(actor.controller_id, on)) is not None:
        _draw(actor, policy, span, on)
        count += 1
    return count


def _draw(actor: Actor, policy: ReviewPolicy, span: Span, on: date) -> LogReview:
    readings = readings_in(actor.controller_id, span)
    people = {reading.person_id for reading in readings}
    marks = marks_of_people(actor.controller_id, people)
    seed = secrets.token_bytes(SEED_BYTES)
    review = LogReview.objects.create(
        controller_id=actor.controller_id,
        from_day=span.first,
        to_day=span.last,
        due_on=on + timedelta(days=policy.sign_within_days),
        seed=seed.hex(),
        policy=_as_it_stands(policy),
        readings=len(readings),
        people=len(people),
        people_without_address=sum(1 for person in people if not marks.get(person, Marks()).addresses),
        drawn_at=timezone.now(),
    )
    sample = drawn(readings, seed=seed, size=policy.sample_size)
    findings = [
        *(Finding(Sign.SAMPLE, (reading,), reading.opened) for reading in sample),
        *_pointed_out(actor.controller_id, policy, readings, marks),
    ]
    ReviewItem.objects.bulk_create([_item(review, finding) for finding in findings], batch_size=500)
    record_event(
        actor=actor,
        action="oversight.draw-review",
        object_kind="log-review",
        object_id=str(review.pk),
        details={
            "seed": seed.hex(),
            "from_day": span.first.isoformat(),
            "to_day": span.last.isoformat(),
            "due_on": review.due_on.isoformat(),
            "readings": len(readings),
            "sample": len(sample),
            "pointed_out": len(findings) - len(sample),
        },
    )
    return review


def _pointed_out(
    controller_id: str, policy: ReviewPolicy, readings: Sequence[Reading], marks: Mapping[UUID, Marks]
) -> Iterator[Finding]:
    opened = {reading.opened for reading in readings if reading.opened}
    across = [Role(role) for role in policy.roles_across_cases]
    yield from read_out_of_hours(readings, hours_of(policy))
    yield from read_in_bulk(readings, policy.most_cases_a_day)
    yield from read_own_family(readings, marks, marks_of_cases(controller_id, opened))
    yield from read_without_task(readings, relations_of(controller_id, opened), across)


def _item(review: LogReview, finding: Finding) -> ReviewItem:
    first, last = finding.readings[0], finding.readings[-1]
    return ReviewItem(
        controller_id=review.controller_id,
        review=review,
        sign=finding.sign,
        person_id=first.person_id,
        role=first.role,
        party=first.party,
        first_at=first.at,
        last_at=last.at,
        readings=len(finding.readings),
        cases=len(finding.cases),
        case_id=finding.case,
        traces=[str(trace) for trace in finding.traces],
    )


def _as_it_stands(policy: ReviewPolicy) -> dict[str, object]:
    kept = model_to_dict(policy, exclude=["controller", "decided_by", "decided_at"])
    return {name: value if isinstance(value, int | list) else str(value) for name, value in kept.items()}


@transaction.atomic
def raise_overdue_reviews(*, actor: Actor, on: date) -> int:
    """Raise a task for every review that should have been signed before day ``on``; returns how many were new."""
    require(actor, Action.REVIEW_LOG)
    late = LogReview.objects.filter(
        controller_id=actor.controller_id, signed_at__isnull=True, due_on__lt=on, reminder__isnull=True
    ).order_by("due_on", "id")
    count = 0
    for review in late:
        Reminder.objects.create(
            controller_id=actor.controller_id, review=review, due_on=review.due_on, raised_at=timezone.now()
        )
        record_event(
            actor=actor,
            action="oversight.remind-to-review",
            object_kind="log-review",
            object_id=str(review.pk),
            details={"due_on": review.due_on.isoformat()},
        )
        count += 1
    return count
