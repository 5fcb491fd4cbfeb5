"""What should have been done by now, or soon: informing, erasing, evaluating, renewing, reviewing, reporting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.covenant.queries import covenants_in_force, covenants_of
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.ddas import Result
from tijdig.oversight.models import Breach, EvaluationHeld, LogReview, ReviewItem, ReviewPolicy
from tijdig.oversight.queries.breaches import view_of
from tijdig.oversight.rules.breaches import is_running
from tijdig.oversight.rules.evaluations import evaluations_to_hold
from tijdig.oversight.rules.reviewing import Verdict
from tijdig.rights.queries import find_overdue
from tijdig.rights.queries_requests import open_requests
from tijdig.rights.rules.retention import erase_case_from

ENDED = (CovenantState.EXPIRED, CovenantState.REVOKED, CovenantState.REPLACED)


class DutyKind(StrEnum):
    """What is asked."""

    BREACH = "breach"
    POLICY = "policy"
    REVIEW = "review"
    QUESTION = "question"
    RIGHTS = "rights"
    INFORM = "inform"
    ERASE = "erase"
    EVALUATE = "evaluate"
    COVENANT_ENDS = "covenant-ends"
    NO_COVENANT = "no-covenant"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits: by which day, for how many cases or items, and what it is about.

    ``about`` is the id of a review, breach or covenant version, ``name`` what people call it. ``late``: its
    day is past.
    """

    kind: DutyKind
    due_on: date | None
    late: bool
    count: int = 1
    about: UUID | None = None
    name: str = ""


def duties_of(actor: Actor, on: date) -> tuple[Duty, ...]:
    """Return what waits under the actor's controller on day ``on``: late ones first, each group by its day."""
    require(actor, Action.READ_LOG)
    controller = actor.controller_id
    found = (
        *_breaches(controller, on),
        *_policy(controller),
        *_reviews(controller, on),
        *_questions(controller),
        *_rights(controller, on),
        *_informing(controller, on),
        *_erasing(controller, on),
        *_evaluations(controller, on),
        *_covenants(controller, on),
    )
    return tuple(sorted(found, key=lambda duty: (not duty.late, duty.due_on or date.min)))


def _breaches(controller: str, on: date) -> Iterator[Duty]:
    for breach in Breach.objects.filter(controller_id=controller, closed_at__isnull=True).order_by(
        "report_by"
    ):
        runs = is_running(view_of(breach))
        due_on = timezone.localdate(breach.report_by) if runs else None
        late = runs and breach.report_by < timezone.now()
        yield Duty(DutyKind.BREACH, due_on, late, about=breach.pk, name=breach.number)


def _policy(controller: str) -> Iterator[Duty]:
    if not ReviewPolicy.objects.filter(controller_id=controller).exists():
        yield Duty(DutyKind.POLICY, None, late=True)


def _reviews(controller: str, on: date) -> Iterator[Duty]:
    for review in LogReview.objects.filter(controller_id=controller, signed_at__isnull=True).order_by(
        "due_on"
    ):
        open_ones = review.items.filter(verdict="").count()
        name = f"{review.from_day:%d-%m-%Y} – {review.to_day:%d-%m-%Y}"
        yield Duty(DutyKind.REVIEW, review.due_on, review.due_on < on, open_ones, review.pk, name)


def _questions(controller: str) -> Iterator[Duty]:
    asked = ReviewItem.objects.filter(
        controller_id=controller, verdict=Verdict.QUESTION, review__signed_at__isnull=False
    )
    for review in LogReview.objects.filter(items__in=asked).distinct().order_by("due_on"):
        name = f"{review.from_day:%d-%m-%Y} – {review.to_day:%d-%m-%Y}"
        count = asked.filter(review=review).count()
        yield Duty(DutyKind.QUESTION, None, late=False, count=count, about=review.pk, name=name)


def _rights(controller: str, on: date) -> Iterator[Duty]:
    """Requests of residents that are not answered (R55)."""
    for asked in open_requests(controller):
        yield Duty(DutyKind.RIGHTS, asked.answer_by, asked.answer_by < on, name=asked.reference)


def _informing(controller: str, on: date) -> Iterator[Duty]:
    """Tenants who should have been informed (R18)."""
    late = tuple(find_overdue(controller, on))
    if late:
        yield Duty(DutyKind.INFORM, min(one.inform_by for one in late), late=True, count=len(late))


def _erasing(controller: str, on: date) -> Iterator[Duty]:
    """People who should have been erased before today: the daily work did not run, or failed (R53)."""
    closed = Case.objects.filter(controller_id=controller, closed_on__lt=on, erased_on__isnull=True)
    days = []
    for case in closed.order_by("closed_on", "pk"):
        ending = erase_case_from(
            covenant_of_case(case), closed_on=case.closed_on or on, result=Result(case.result)
        )
        if ending.erase_from is not None and ending.erase_from < on:
            days.append(ending.erase_from)
    if days:
        yield Duty(DutyKind.ERASE, min(days), late=True, count=len(days))


def running_covenants(controller: str, on: date) -> tuple[Covenant, ...]:
    """Return the covenants in force, and those of which the term ended without a successor: duties outlive the term."""
    ended = (one.covenant for one in covenants_of(controller, on) if one.state is CovenantState.EXPIRED)
    found = {covenant.id: covenant for covenant in ended}
    return tuple(
        {**found, **{covenant.id: covenant for covenant in covenants_in_force(controller, on)}}.values()
    )


def evaluations_due(controller: str, on: date) -> Iterator[tuple[Covenant, date]]:
    """Yield each covenant with the days of its evaluations that are not recorded, up to and including ``on``."""
    for covenant in running_covenants(controller, on):
        held = EvaluationHeld.objects.filter(controller_id=controller, covenant_urn=covenant.id).order_by(
            "due_on"
        )
        for day in evaluations_to_hold(covenant, set(held.values_list("due_on", flat=True)), on):
            yield covenant, day


def _evaluations(controller: str, on: date) -> Iterator[Duty]:
    for covenant, day in evaluations_due(controller, on):
        yield Duty(DutyKind.EVALUATE, day, late=day < on, name=covenant.title)


def _covenants(controller: str, on: date) -> Iterator[Duty]:
    """A covenant that ends soon, or none in force at all (R4)."""
    standings = covenants_of(controller, on)
    in_force = [one for one in standings if one.state is CovenantState.IN_FORCE]
    for one in in_force:
        if one.days_until_end is not None:
            until, title = one.covenant.valid_until, one.covenant.title
            yield Duty(DutyKind.COVENANT_ENDS, until, late=False, about=one.version_id, name=title)
    if not in_force and any(one.state in ENDED for one in standings):
        yield Duty(DutyKind.NO_COVENANT, None, late=True)
