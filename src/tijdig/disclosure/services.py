"""The only door: decide, record, release, in one transaction (L1). Nothing personal reaches anyone another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts, KnownFact
from tijdig.disclosure.models import DecisionRecord, Given
from tijdig.disclosure.rules import Answer, Answering, Question
from tijdig.disclosure.services_processing import UNNAMED, Act, Status, Touched, begin_act_on, write_rows
from tijdig.disclosure.subjects import Subject
from tijdig.disclosure.versions import Version, version_on
from tijdig.ledger.trace import current_trace, name_of_trace, new_span, new_span_id, some_trace
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
    """The answer to one request: the values that may be known, and for each field the decision with its reasons.

    ``covenant`` is the version that decided; None where the controller has none, and nothing is granted.
    """

    subject_kind: str
    subject_id: str
    values: Mapping[str, Value]
    granted: Mapping[str, Decision]
    withheld: Mapping[str, Decision]
    covenant: Covenant | None = None


class About(NamedTuple):
    """A data subject, and the activity of the register under which it was asked about; empty when there is none."""

    subject: Subject
    activity: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, the version that decides it, and what it decided."""

    request: Request
    version: Version
    given: Answer

    @property
    def about(self) -> About:
        """Whom it is about, under which activity."""
        return _about(self.request, self.version)

    @property
    def permits(self) -> bool:
        """Whether any field is released."""
        return bool(self.given.granted)


@transaction.atomic
def disclose(*, actor: Actor, requests: Sequence[Request]) -> tuple[Disclosed, ...]:
    """Release to the actor what its party may have, one answer per request, in the same order (C1).

    Each field is decided under the version that governs today of the covenant that the request names, and the record
    names that version; one that is unknown, of another controller or not in force permits nothing. One decision
    record per request and one processing record per data subject are written first, with the same trace and span;
    when that fails the exception passes through and nothing is released (L1, L2, S7).
    """
    with some_trace(), new_span() as span:
        now = timezone.now()
        today = timezone.localdate(now)
        versions = {
            covenant_hash: version_on(actor.controller_id, covenant_hash, today)
            for covenant_hash in {request.covenant_hash for request in requests}
        }
        act = Act(name_of_trace() or UNNAMED, now, span)
        begin_act_on(actor=actor, act=act, touched=_begun(requests, versions))
        asked = _asked(actor, requests, versions, today)
        touched = _touched(act, asked)
        DecisionRecord.objects.bulk_create(
            _record(actor, one, touched[one.about].span_id, now) for one in asked
        )
        write_rows(actor=actor, act=act, touched=[one for one in touched.values() if one.activity])
        return tuple(_release(one) for one in asked)


def question_of(actor: Actor, request: Request) -> Question:
    """Return the question that this request puts to the covenant; the recipient is the actor's own party."""
    return Question(request.sender, actor.party, request.purpose, actor.role, tuple(request.fields))


def _asked(
    actor: Actor, requests: Sequence[Request], versions: Mapping[str, Version], today: date
) -> list[Asked]:
    answering = Answering(today)
    return [
        Asked(
            request,
            version,
            answering.answer(version.covenant, version.state, question_of(actor, request), request.facts),
        )
        for request in requests
        for version in (versions[request.covenant_hash],)
    ]


def _about(request: Request, version: Version) -> About:
    activity = "" if version.covenant is None else activity_uri(version.covenant, request.purpose)
    return About(Subject(request.subject_kind, request.subject_id), activity)


def _begun(requests: Sequence[Request], versions: Mapping[str, Version]) -> Sequence[Touched]:
    """Return whom these requests are about, each with its activity, before anything is decided."""
    abouts = dict.fromkeys(_about(request, versions[request.covenant_hash]) for request in requests)
    return [Touched(about.subject, about.activity, new_span_id()) for about in abouts if about.activity]


def _touched(act: Act, asked: Sequence[Asked]) -> Mapping[About, Touched]:
    """Return each data subject with the purpose that it was asked for, once, in a span of its own.

    An act about one data subject is that span. A purpose without an entry in the register permits nothing: there
    was no processing then, and the refusal stands in the decision log.
    """
    given = {one.about: False for one in asked}
    for one in asked:
        given[one.about] |= one.permits
    return {
        about: Touched(
            about.subject,
            about.activity,
            act.span_id if len(given) == 1 else new_span_id(),
            Status.OK if is_given else Status.UNSET,
        )
        for about, is_given in given.items()
    }


def _record(actor: Actor, asked: Asked, span_id: str, now: datetime) -> DecisionRecord:
    request, version, given = asked.request, asked.version, asked.given
    return DecisionRecord(
        controller_id=actor.controller_id,
        at=now,
        trace_id=current_trace(),
        span_id=span_id,
        person_id=actor.person_id,
        role=actor.role,
        sender=request.sender,
        recipient=actor.party,
        purpose=request.purpose,
        covenant_hash=version.covenant.hash if version.covenant else request.covenant_hash,
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        permitted_fields=list(given.granted),
        withheld_fields={
            name: [reason.code for reason in decision.reasons] for name, decision in given.withheld.items()
        },
        given=Given.NOTHING if not given.granted else Given.SOME if given.withheld else Given.ALL,
        exchanges=list(dict.fromkeys(decision.exchange for decision in given.granted.values())),
        **_rested_on(version, given.conditions, outside_authority=actor.outside_authority),
    )


def _rested_on(
    version: Version, conditions: Mapping[str, bool | None], *, outside_authority: bool
) -> dict[str, object]:
    """Return what the decision rested on, with what tells of benefit and household apart: it must be able to go."""
    telling = version.telling & conditions.keys()
    return {
        "facts": {
            "state": version.state,
            "conditions": {key: held for key, held in conditions.items() if key not in telling},
            "telling": sorted(telling),
            **({"outside_authority": True} if outside_authority else {}),  # a glass was broken for it (A5)
        },
        "outcomes": {key: conditions[key] for key in telling} or None,
    }


def _release(asked: Asked) -> Disclosed:
    request, given = asked.request, asked.given
    return Disclosed(
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        values={name: request.fields[name] for name in given.granted},
        granted=given.granted,
        withheld=given.withheld,
        covenant=asked.version.covenant,
    )
