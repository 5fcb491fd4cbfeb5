"""Everything for the one page of a case: what may be seen and why, what is planned, what may be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.colleagues import Colleague, case_directors, inviting_people
from tijdig.casework.loading import (
    LinkedSignal,
    case_of_actor,
    case_view,
    covenant_of_case,
    facts_of_case,
    linked_signals,
)
from tijdig.casework.models import Case, ContactAttempt, Note, Override, Referral, Task
from tijdig.casework.queries.requests import case_values, request_for_signal, resident_values
from tijdig.casework.rules.reasons import Reason, fact_description, retold, source_name
from tijdig.casework.rules.referrals import check_may_refer
from tijdig.casework.rules.results import results_now
from tijdig.casework.rules.states import CaseState, CaseView
from tijdig.casework.rules.transitions import Act, may_act
from tijdig.covenant.rules.document import Covenant, Route, TaskTerms
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import Result
from tijdig.disclosure.services import Disclosed, Request, Value, disclose
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.queries import events_of_object
from tijdig.parties.queries import names_of_people
from tijdig.problems import Decision, Problem

LONGEST_TIMELINE = 200


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field on the page: its value when granted, and in both cases the decision with its reasons."""

    code: str
    label: str
    value: Value
    granted: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """A signal of the case: who sent it, when, under which exchange, and its fields."""

    signal_id: UUID
    party: str
    party_name: str
    received_on: date
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact that route and rank rest on: what, since when, from whom. ``value`` None: not known."""

    name: str
    description: str
    value: str | int | bool | None
    source: str
    on: str


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A line of the timeline, from the audit log."""

    at: datetime
    action: str
    result: str
    person: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PossibleReferral:
    """A helping partner, and why it may not have the case now (empty: it may)."""

    party: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Possibilities:
    """What may be done now; a decision that denies carries the reason for the disabled button."""

    acts: Mapping[Act, Decision]
    results: Mapping[Result, tuple[Problem, ...]]
    referrals: tuple[PossibleReferral, ...]
    routes: tuple[Route, ...]
    covenant_tasks: tuple[TaskTerms, ...]
    directors: tuple[Colleague, ...]
    inviters: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The days and numbers of a case that tell nothing about a person by themselves."""

    case_id: UUID
    number: str
    version: int
    state: CaseState
    received_on: date
    opened_on: date
    first_conversation_by: date
    inform_by: date
    informed_on: date | None
    invited_on: date | None
    spoken_on: date | None
    offered_on: date | None
    offer_answered_on: date | None
    help_requested_on: date | None
    help_decided_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page. Lists are empty where the covenant withholds them; ``fields`` then says why."""

    head: CaseHead
    state: CaseState
    covenant: Covenant
    owner: UUID | None
    is_mine: bool
    owner_name: str
    second_owner_name: str
    fields: tuple[ShownField, ...]
    signals: tuple[ShownSignal, ...]
    facts: tuple[ShownFact, ...]
    route_reasons: tuple[Reason, ...]
    rank_reasons: tuple[Reason, ...]
    proposed_reasons: tuple[Reason, ...]
    attempts: tuple[ContactAttempt, ...]
    tasks: tuple[Task, ...]
    referrals: tuple[Referral, ...]
    overrides: tuple[Override, ...]
    notes: tuple[Note, ...]
    timeline: tuple[ShownEvent, ...]
    earlier: tuple[CaseHead, ...]
    possible: Possibilities


def case_page(actor: Actor, case_id: UUID) -> CasePage:
    """Return everything for the page of one case; :class:`NotFound` for a foreign or unknown one (A6).

    A case director looks for the purpose of helping, a coordinator for that of triage; each field is decided by the
    covenant and recorded. Raises :class:`Refused` for a role that reads no cases.
    """
    require(actor, Action.READ_CASES)
    case = case_of_actor(actor, case_id)
    covenant = covenant_of_case(case)
    signals = linked_signals([case.notification_id]).get(case.notification_id, ())
    view = case_view(case, covenant, [one.link for one in signals])
    own, *sent = disclose(actor=actor, requests=_requests(actor, case, signals, covenant))
    may = own.granted
    names = _names(actor, case)
    return CasePage(
        head=head_of(case),
        state=CaseState(case.state),
        covenant=covenant,
        owner=case.owner,
        is_mine=actor.person_id is not None and actor.person_id in {case.owner, case.second_owner},
        owner_name=names.get(case.owner, "") if case.owner else "",
        second_owner_name=names.get(case.second_owner, "") if case.second_owner else "",
        fields=shown_fields(own),
        signals=tuple(
            _shown_signal(one, answer, covenant) for one, answer in zip(signals, sent, strict=True)
        ),
        facts=_facts(case, may),
        route_reasons=retold(case.route_reasons) if "zaak.route" in may else (),
        rank_reasons=retold(case.rank_reasons) if "zaak.rang" in may else (),
        proposed_reasons=retold(case.proposed_reason) if "zaak.route" in may else (),
        attempts=tuple(case.attempts.all()) if "zaak.contactpogingen" in may else (),
        tasks=tuple(task for task in case.tasks.all() if not task.dropped) if "zaak.taken" in may else (),
        referrals=tuple(case.referrals.all()) if "doorgeleiding.status" in may else (),
        overrides=tuple(case.overrides.all()) if "zaak.route" in may else (),
        notes=tuple(case.notes.all()) if "zaak.notities" in may else (),
        timeline=_timeline(case, names),
        earlier=_earlier(case),
        possible=_possibilities(actor, case, view, covenant),
    )


def head_of(case: Case) -> CaseHead:
    """Return the head of a case."""
    return CaseHead(
        case_id=case.pk,
        number=case.number,
        version=case.version,
        state=CaseState(case.state),
        received_on=case.received_on,
        opened_on=case.opened_on,
        first_conversation_by=case.first_conversation_by,
        inform_by=case.inform_by,
        informed_on=case.informed_on,
        invited_on=case.invited_on,
        spoken_on=case.spoken_on,
        offered_on=case.offered_on,
        offer_answered_on=case.offer_answered_on,
        help_requested_on=case.help_requested_on,
        help_decided_on=case.help_decided_on,
        closed_on=case.closed_on,
    )


def shown_fields(disclosed: Disclosed) -> tuple[ShownField, ...]:
    """Return every field that was asked, granted or not, in the order of the covenant's vocabulary."""
    decisions = {**disclosed.granted, **disclosed.withheld}
    return tuple(
        ShownField(name, field.description, disclosed.values.get(name), name in disclosed.granted, decisions[name])
        for name, field in FIELDS.items()
        if name in decisions
    )  # fmt: skip


def _requests(
    actor: Actor, case: Case, signals: Sequence[LinkedSignal], covenant: Covenant
) -> tuple[Request, ...]:
    own = Request(
        subject_kind="case",
        subject_id=str(case.pk),
        sender=actor.party,
        purpose=PurposeCode.HELP if actor.role is Role.CASE_DIRECTOR else PurposeCode.TRIAGE,
        covenant_hash=covenant.hash,
        fields={**resident_values(case, signals), **case_values(case)},
        facts=facts_of_case(case),
    )
    return (own, *(request_for_signal(one, covenant, PurposeCode.EARLY_SIGNAL) for one in signals))


def _shown_signal(linked: LinkedSignal, disclosed: Disclosed, covenant: Covenant) -> ShownSignal:
    party = covenant.parties.get(linked.signal.party_code)
    return ShownSignal(
        signal_id=linked.signal.pk,
        party=linked.signal.party_code,
        party_name=party.name if party else linked.signal.party_code,
        received_on=linked.signal.received_on,
        fields=shown_fields(disclosed),
    )


def _facts(case: Case, granted: Mapping[str, Decision]) -> tuple[ShownFact, ...]:
    """The facts on which triage rests, and only those whose field was granted, or that have no field of their own."""
    known = tuple(
        ShownFact(name, fact_description(name), kept["value"], source_name(str(kept["source"])), str(kept["on"]))
        for name, kept in case.facts.items()
        if name in granted or name not in FIELDS
    )  # fmt: skip
    unknown = tuple(ShownFact(name, fact_description(name), None, "", "") for name in case.to_find_out)
    return (*known, *unknown)


def _names(actor: Actor, case: Case) -> Mapping[UUID, str]:
    people = {case.owner, case.second_owner, *(attempt.made_by for attempt in case.attempts.all())}
    people |= {event.person_id for event in _events(case)}
    return names_of_people(actor.controller_id, {person for person in people if person is not None})


def _events(case: Case) -> list[AuditEvent]:
    return list(events_of_object(case.controller_id, "case", str(case.pk))[:LONGEST_TIMELINE])


def _timeline(case: Case, names: Mapping[UUID, str]) -> tuple[ShownEvent, ...]:
    return tuple(
        ShownEvent(
            at=event.at,
            action=event.action,
            result=event.result,
            person=names.get(event.person_id, "") if event.person_id else "",
            details=event.details,
        )
        for event in _events(case)
    )


def _earlier(case: Case) -> tuple[CaseHead, ...]:
    """Other cases on the same address, newest first: a successive notification shows what went before (R19)."""
    others = Case.objects.filter(
        controller_id=case.controller_id, notification__address_key=case.notification.address_key
    ).exclude(pk=case.pk)
    return tuple(head_of(other) for other in others.order_by("-received_on", "-number")[:10])


def _possibilities(actor: Actor, case: Case, view: CaseView, covenant: Covenant) -> Possibilities:
    facts, today = facts_of_case(case), timezone.localdate()
    return Possibilities(
        acts={act: may_act(actor, act, view) for act in Act},
        results=results_now(view),
        referrals=tuple(
            PossibleReferral(
                code,
                covenant.parties[code].name,
                check_may_refer(covenant, view, party=code, facts=facts, on=today),
            )
            for code in sorted(view.helping_parties)
        ),
        routes=covenant.routes,
        covenant_tasks=tuple(covenant.tasks.values()),
        directors=case_directors(actor.controller_id),
        inviters=inviting_people(actor.controller_id),
    )
