"""Read the decision log, replay a decision, and answer "why?" without releasing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Actor, Role
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.rules import Question, answer, answer_again
from tijdig.disclosure.services import Request, question_of
from tijdig.disclosure.versions import version_of, version_on
from tijdig.problems import Decision, Problem, retell


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the privacy officer looks for; empty values do not narrow. Both days are included, in local time."""

    subject_id: str = ""
    person_id: UUID | None = None
    recipient: str = ""
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded decision beside what the same rules say of it today (C4)."""

    permitted_then: frozenset[str]
    permitted_now: frozenset[str]
    reasons_then: Mapping[str, tuple[str, ...]]
    reasons_now: Mapping[str, tuple[str, ...]]

    @property
    def is_same(self) -> bool:
        """Whether permits and the codes of the reasons are the same."""
        return self.permitted_then == self.permitted_now and self.reasons_then == self.reasons_now


def decisions_about(controller_id: str, subject_kind: str, subject_id: str) -> QuerySet[DecisionRecord]:
    """Return every decision about one subject under one controller, newest first: who received what, when, why."""
    return DecisionRecord.objects.filter(
        controller_id=controller_id, subject_kind=subject_kind, subject_id=subject_id
    ).order_by("-id")


def decisions(controller_id: str, wanted: DecisionFilter) -> QuerySet[DecisionRecord]:
    """Return the decisions under one controller that fit the filter, newest first."""
    found = DecisionRecord.objects.filter(controller_id=controller_id).order_by("-id")
    if wanted.subject_id:
        found = found.filter(subject_id=wanted.subject_id)
    if wanted.person_id:
        found = found.filter(person_id=wanted.person_id)
    if wanted.recipient:
        found = found.filter(recipient=wanted.recipient)
    if wanted.from_day:
        found = found.filter(at__date__gte=wanted.from_day)
    if wanted.to_day:
        found = found.filter(at__date__lte=wanted.to_day)
    return found


def recipients(controller_id: str) -> tuple[str, ...]:
    """Return the codes of the parties that ever asked for data under this controller."""
    codes = DecisionRecord.objects.filter(controller_id=controller_id).order_by("recipient")
    return tuple(codes.values_list("recipient", flat=True).distinct())


def replay(record: DecisionRecord) -> Replay:
    """Decide a recorded request again, under its own covenant version, on its own day (C4)."""
    asked = (*record.permitted_fields, *record.withheld_fields)
    question = Question(record.sender, record.recipient, record.purpose, Role(record.role), asked)
    recorded_state = record.facts["state"]
    decided = answer_again(
        version_of(record.controller_id, record.covenant_hash),
        CovenantState(recorded_state) if recorded_state else None,
        question,
        record.facts["conditions"],
        timezone.localdate(record.at),
    )
    denied = {name: decision for name, decision in decided.items() if not decision.permitted}
    return Replay(
        permitted_then=frozenset(record.permitted_fields),
        permitted_now=frozenset(decided) - frozenset(denied),
        reasons_then={name: tuple(codes) for name, codes in record.withheld_fields.items()},
        reasons_now={name: tuple(r.code for r in denial.reasons) for name, denial in denied.items()},
    )


def why(*, actor: Actor, request: Request) -> Mapping[str, Decision]:
    """Say for each field whether the actor may have it and on what ground, without releasing or recording anything.

    The reasons of each decision are the sentences to show: of a permit the exchange, article, purpose and ground.
    """
    today = timezone.localdate()
    version = version_on(actor.controller_id, request.covenant_hash, today)
    asked = answer(version.covenant, version.state, question_of(actor, request), request.facts, today)
    return asked.decisions


def reasons_of(record: DecisionRecord) -> Mapping[str, tuple[Problem, ...]]:
    """Return why each field was withheld, as sentences where the code has no parameters, else by its code alone."""
    return {
        name: tuple(_told(code) for code in codes) for name, codes in sorted(record.withheld_fields.items())
    }


def _told(code: str) -> Problem:
    try:
        return retell(code, {})
    except KeyError:
        return Problem(code=code, rule="", nl=code, en=code)
