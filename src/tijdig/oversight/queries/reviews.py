"""Reviews of the log: the next period, what is open, one review with its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.rules.atw import recognised_holidays
from tijdig.covenant.queries import covenants_in_force, covenants_of
from tijdig.covenant.rules.period import Period
from tijdig.disclosure.models import DecisionRecord
from tijdig.oversight.models import LogReview, Reminder, ReviewItem, ReviewPolicy
from tijdig.oversight.rules.reviewing import NO_POLICY, Span, Verdict, next_span
from tijdig.oversight.rules.unusual import WorkingHours
from tijdig.problems import NotFound, Refused


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in the list: its days, how much of it is judged, and whether it is signed."""

    pk: UUID
    from_day: date
    to_day: date
    due_on: date
    items: int
    judged: int
    questions: int
    signed_on: date | None
    signed_by: UUID | None


def policy_of(controller_id: str) -> ReviewPolicy:
    """Return how this controller reviews its log; :class:`Refused` when that was never set."""
    policy = ReviewPolicy.objects.filter(controller_id=controller_id).first()
    if policy is None:
        raise Refused(NO_POLICY())
    return policy


def hours_of(policy: ReviewPolicy) -> WorkingHours:
    """Return the working hours of a policy; the holidays are those of the Algemene termijnenwet."""
    return WorkingHours(
        frozenset(policy.work_days),
        policy.work_from,
        policy.work_until,
        lambda day: day in recognised_holidays(day.year),
    )


def review_every(controller_id: str, on: date) -> Period | None:
    """Return how often the log is reviewed: the shortest period of the covenants in force, else of those that were."""
    covenants = covenants_in_force(controller_id, on) or [
        one.covenant for one in covenants_of(controller_id, on)
    ]
    periods = [covenant.accountability.log_review_every for covenant in covenants]
    return min(periods, key=lambda period: period.most_days, default=None)


def next_review(controller_id: str, on: date) -> Span | None:
    """Return the period to review now; None when none is over, or when nobody was ever shown anything."""
    every = review_every(controller_id, on)
    begin = _next_day(controller_id)
    return next_span(begin, every, on) if every is not None and begin is not None else None


def _next_day(controller_id: str) -> date | None:
    """Return the day after the last review, else the day of the first record."""
    last = LogReview.objects.filter(controller_id=controller_id).order_by("-to_day").first()
    if last is not None:
        return date.fromordinal(last.to_day.toordinal() + 1)
    first = DecisionRecord.objects.filter(controller_id=controller_id).order_by("at").first()
    return timezone.localdate(first.at) if first is not None else None


def reviews_of(actor: Actor) -> tuple[ReviewLine, ...]:
    """Return every review of the controller, newest first."""
    require(actor, Action.REVIEW_LOG)
    reviews = LogReview.objects.filter(controller_id=actor.controller_id).order_by("-to_day")
    judged, question = ~Q(items__verdict=""), Q(items__verdict=Verdict.QUESTION)
    counted = reviews.annotate(
        number=Count("items"), judged=Count("items", filter=judged), questions=Count("items", filter=question)
    )
    return tuple(
        ReviewLine(
            pk=one.pk,
            from_day=one.from_day,
            to_day=one.to_day,
            due_on=one.due_on,
            items=one.number,
            judged=one.judged,
            questions=one.questions,
            signed_on=timezone.localdate(one.signed_at) if one.signed_at else None,
            signed_by=one.signed_by,
        )
        for one in counted
    )


def review_of_actor(actor: Actor, review_id: UUID) -> tuple[LogReview, tuple[ReviewItem, ...]]:
    """Return a review and its items; :class:`NotFound` for a foreign or unknown one alike (A6)."""
    require(actor, Action.REVIEW_LOG)
    review = LogReview.objects.filter(controller_id=actor.controller_id, pk=review_id).first()
    if review is None:
        raise NotFound
    return review, tuple(review.items.order_by("sign", "person_id", "first_at", "id"))


def item_of_actor(actor: Actor, item_id: UUID) -> ReviewItem:
    """Return an item with its review; :class:`NotFound` for a foreign or unknown one alike (A6)."""
    found = (
        ReviewItem.objects.filter(controller_id=actor.controller_id, pk=item_id)
        .select_related("review")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def open_reminders(controller_id: str) -> tuple[Reminder, ...]:
    """Return the overdue reviews for which a task stands, oldest first: for the desk and for the coordinator."""
    found = Reminder.objects.filter(controller_id=controller_id, done_at__isnull=True).select_related(
        "review"
    )
    return tuple(found.order_by("due_on", "id"))


def counts_of(items: tuple[ReviewItem, ...]) -> Mapping[str, int]:
    """Return how often each verdict was given; the empty one stands for none."""
    return {verdict: sum(item.verdict == verdict for item in items) for verdict in ("", *Verdict)}
