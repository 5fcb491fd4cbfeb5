"""Read the decision log, replay a decision, and answer "why?" without releasing anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Actor, Role
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.rules import Question, answer, answer_again, permissions_that_tell, with_erased
from tijdig.disclosure.services import Request, question_of
from tijdig.disclosure.versions import version_of, version_on
from tijdig.problems import Decision


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded decision beside what the same rules say of it today (C4).

    ``erased``: outcomes of conditions about the person were dropped when the data was (R53). Permits can still be held
    against the covenant; whether a condition failed or was not known cannot be told any more. ``told_together``: the
    permissions by which the log tells this decision, so that none of them tells of a benefit; empty: as recorded.
    ``decided`` holds today's decision on each field, whose sentences explain it.
    """

    permitted_then: frozenset[str]
    permitted_now: frozenset[str]
    reasons_then: Mapping[str, tuple[str, ...]]
    reasons_now: Mapping[str, tuple[str, ...]]
    decided: Mapping[str, Decision]
    erased: bool = False
    told_together: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether permits and (as far as they are still kept) the codes of the reasons are the same."""
        same_reasons = self.erased or self.reasons_then == self.reasons_now
        return self.permitted_then == self.permitted_now and same_reasons


def decisions_about(controller_id: str, subject_kind: str, subject_id: str) -> QuerySet[DecisionRecord]:
    """Return every decision about one subject under one controller, newest first: who received what, when, why."""
    return DecisionRecord.objects.filter(
        controller_id=controller_id, subject_kind=subject_kind, subject_id=subject_id
    ).order_by("-id")


def replay(record: DecisionRecord) -> Replay:
    """Decide a recorded request again, under its own covenant version, on its own day (C4)."""
    (again,) = replay_each((record,))
    return again


def replay_each(records: Sequence[DecisionRecord]) -> tuple[Replay, ...]:
    """Decide each recorded request again, in the same order; each covenant version is looked up once."""
    named = {(record.controller_id, record.covenant_hash) for record in records}
    covenants = {key: version_of(*key) for key in named}
    return tuple(_replay(record, covenants[record.controller_id, record.covenant_hash]) for record in records)


def recorded_question(record: DecisionRecord) -> Question:
    """Return the question that a recorded decision answered."""
    asked = (*record.permitted_fields, *record.withheld_fields)
    return Question(record.sender, record.recipient, record.purpose, Role(record.role), asked)


def _replay(record: DecisionRecord, covenant: Covenant | None) -> Replay:
    recorded_state, erased = record.facts["state"], record.erased_conditions
    question = recorded_question(record)
    decided = answer_again(
        covenant,
        CovenantState(recorded_state) if recorded_state else None,
        question,
        with_erased(record.conditions, erased, record.exchanges),
        timezone.localdate(record.at),
    )
    denied = {name: decision for name, decision in decided.items() if not decision.permitted}
    return Replay(
        permitted_then=frozenset(record.permitted_fields),
        permitted_now=frozenset(decided) - frozenset(denied),
        reasons_then={name: tuple(codes) for name, codes in record.withheld_fields.items()},
        reasons_now={name: tuple(r.code for r in denial.reasons) for name, denial in denied.items()},
        decided=decided,
        erased=bool(erased),
        told_together=permissions_that_tell(covenant, question) if covenant else (),
    )


def why(*, actor: Actor, request: Request) -> Mapping[str, Decision]:
    """Say for each field whether the actor may have it and on what ground, without releasing or recording anything.

    The reasons of each decision are the sentences to show: of a permit the exchange, article, purpose and ground.
    """
    today = timezone.localdate()
    version = version_on(actor.controller_id, request.covenant_hash, today)
    asked = answer(version.covenant, version.state, question_of(actor, request), request.facts, today)
    return asked.decisions
