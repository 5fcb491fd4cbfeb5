"""The only door: decide, record, release, in one transaction (L1). Nothing personal reaches anyone another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.rules.facts import Facts, KnownFact
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.rules import Answer, Question, answer
from tijdig.disclosure.versions import Version, version_on
from tijdig.ledger.trace import current_span, current_trace
from tijdig.problems import Decision

type Value = str | int | bool | date | tuple[str, ...] | None
type FactValue = KnownFact | None


@dataclass(frozen=True, slots=True)
class Request:
    """What one person wants to have about one subject, for one purpose.

    ``subject_kind`` and ``subject_id`` name the row it is about (``"signal"``, its UUID). ``sender`` is the code of
    the party that the data came from; for register facts and the municipality's own case data, the municipality's
    own code. ``covenant_hash`` names the version that the data came in under; what governs today decides.
    ``fields`` maps each covenant field (``signaal.naam``) to its value; ``facts`` holds what is known for the
    covenant's conditions.
    """

    subject_kind: str
    subject_id: str
    sender: str
    purpose: str
    covenant_hash: str
    fields: Mapping[str, Value]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The answer to one request: the values that may be known, and for each field the decision with its reasons."""

    subject_kind: str
    subject_id: str
    values: Mapping[str, Value]
    granted: Mapping[str, Decision]
    withheld: Mapping[str, Decision]


@transaction.atomic
def disclose(*, actor: Actor, requests: Sequence[Request]) -> tuple[Disclosed, ...]:
    """Release to the actor what its party may have, one answer per request, in the same order (C1).

    Each field is decided under the version that governs today of the covenant that the request names, and the record
    names that version; one that is unknown, of another controller or not in force permits nothing. One decision
    record per request is written first; when that fails the exception passes through and nothing is released (L1, S7).
    """
    now = timezone.now()
    today = timezone.localdate(now)
    versions = {
        covenant_hash: version_on(actor.controller_id, covenant_hash, today)
        for covenant_hash in {request.covenant_hash for request in requests}
    }
    answers = [_answer(actor, request, versions[request.covenant_hash], today) for request in requests]
    DecisionRecord.objects.bulk_create(
        [
            _record(actor, request, versions[request.covenant_hash], given, now)
            for request, given in zip(requests, answers, strict=True)
        ],
        batch_size=500,
    )
    return tuple(_release(request, given) for request, given in zip(requests, answers, strict=True))


def question_of(actor: Actor, request: Request) -> Question:
    """Return the question that this request puts to the covenant; the recipient is the actor's own party."""
    return Question(request.sender, actor.party, request.purpose, actor.role, tuple(request.fields))


def _answer(actor: Actor, request: Request, version: Version, today: date) -> Answer:
    return answer(version.covenant, version.state, question_of(actor, request), request.facts, today)


def _record(actor: Actor, request: Request, version: Version, given: Answer, now: datetime) -> DecisionRecord:
    permits = [decision for decision in given.decisions.values() if decision.permitted]
    return DecisionRecord(
        controller_id=actor.controller_id,
        at=now,
        trace_id=current_trace(),
        span_id=current_span(),
        person_id=actor.person_id,
        role=actor.role,
        sender=request.sender,
        recipient=actor.party,
        purpose=request.purpose,
        covenant_hash=version.covenant.hash if version.covenant else request.covenant_hash,
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        permitted_fields=[name for name, decision in given.decisions.items() if decision.permitted],
        withheld_fields={
            name: [reason.code for reason in decision.reasons]
            for name, decision in given.decisions.items()
            if not decision.permitted
        },
        exchanges=list(dict.fromkeys(decision.exchange for decision in permits)),
        **_rested_on(version, given.conditions),
    )


def _rested_on(version: Version, conditions: Mapping[str, bool | None]) -> dict[str, object]:
    """Return what the decision rested on, with what tells of benefit and household apart: it must be able to go."""
    telling = version.telling & conditions.keys()
    return {
        "facts": {
            "state": version.state,
            "conditions": {key: held for key, held in conditions.items() if key not in telling},
            "telling": sorted(telling),
        },
        "outcomes": {key: conditions[key] for key in telling} or None,
    }


def _release(request: Request, given: Answer) -> Disclosed:
    granted = {name: decision for name, decision in given.decisions.items() if decision.permitted}
    return Disclosed(
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        values={name: request.fields[name] for name in granted},
        granted=granted,
        withheld={name: decision for name, decision in given.decisions.items() if name not in granted},
    )
