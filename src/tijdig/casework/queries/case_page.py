"""Everything for the one page of a case: what may be seen and why, what is planned, what may be done now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import (
    LinkedSignal,
    case_of_actor,
    case_view,
    covenant_of_case,
    facts_of_case,
    news_of_signals,
    signal_view,
    signals_of_case,
)
from tijdig.casework.models import Case, Referral, Task
from tijdig.casework.pauses import pauses_of_case
from tijdig.casework.queries.possible import possibilities
from tijdig.casework.queries.requests import (
    case_values,
    purpose_of,
    request_for_message,
    request_for_signal,
    request_for_state,
    resident_values,
    statuses_of,
)
from tijdig.casework.queries.shown import (
    CaseHead,
    CasePage,
    EarlierCase,
    ShownContact,
    ShownEvent,
    ShownFact,
    ShownField,
    ShownNote,
    ShownReferral,
    ShownSignal,
    shown_fields,
)
from tijdig.casework.queries.terms import terms_of_case
from tijdig.casework.rules.arrears import ArrearsPoint, arrears_over_time
from tijdig.casework.rules.contact_choice import check_written_contact
from tijdig.casework.rules.covenant_fields import (
    AMOUNT,
    CONTACT,
    FIELD_OF_DAY,
    MESSAGE,
    OFFER,
    RECEIVED,
    REFERRAL,
    RESIDENT_STATUS,
    ROUTE,
    SIGNAL_STATUS,
    event_is_granted,
    fact_is_granted,
    state_as_granted,
    task_is_granted,
)
from tijdig.casework.rules.reasons import Reason, fact_description, retold, source_name
from tijdig.casework.rules.states import CaseState, ReferralState, TaskKind
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.queries import events_of_object
from tijdig.parties.queries import names_of_people
from tijdig.problems import Decision

LONGEST_TIMELINE = 200
TOLD_DETAILS = (
    "version",
    "kind",
    "change",
    "reached",
    "on",
    "in_time",
    "told",
)  # all that a line of the timeline tells of its event


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is asked for beside the case itself."""

    signals: tuple[LinkedSignal, ...]
    referrals: tuple[Referral, ...]
    earlier: tuple[Case, ...]


def case_page(actor: Actor, case_id: UUID) -> CasePage:
    """Return everything for the page of one case; :class:`NotFound` for a foreign or unknown one (A6).

    A case director looks for the purpose of helping, a coordinator for that of triage; each field is decided by the
    covenant and recorded. Raises :class:`Refused` for a role that reads no cases.
    """
    require(actor, Action.READ_CASES)
    case = case_of_actor(actor, case_id)
    actor = within_authority(actor, case)
    covenant = covenant_of_case(case)
    signals = signals_of_case(case)
    prefetch_related_objects([case], "attempts", "tasks", "referrals", *_asked_when_requested(case))
    view = case_view(case, covenant, [one.link for one in signals], actor)
    beside = _Beside(signals, tuple(case.referrals.all()), _other_cases(case))
    answers = iter(disclose(actor=actor, requests=_asked(actor, case, covenant, beside)))
    own = next(answers)
    sent = tuple(islice(answers, len(signals)))
    messages = tuple(islice(answers, len(beside.referrals)))
    may = frozenset(own.granted).union(*(answer.granted for answer in sent))
    names = _names(actor, case)
    state = state_as_granted(CaseState(case.state), may)
    head, tasks = _head(case, may), _tasks(case, may)
    withdrawn = _withdrawn(signals)
    return CasePage(
        head=head,
        state=state,
        covenant=covenant,
        owner=case.owner,
        is_mine=actor.person_id is not None and actor.person_id in {case.owner, case.second_owner},
        owner_name=names.get(case.owner, "") if case.owner else "",
        second_owner_name=names.get(case.second_owner, "") if case.second_owner else "",
        fields=(*shown_fields(own), *_asked_messages(messages, may)),
        signals=tuple(
            _shown_signal(one, answer, covenant, may, withdrawn)
            for one, answer in zip(signals, sent, strict=True)
        ),
        pauses=pauses_of_case(case, timezone.localdate()) if OFFER in may else (),
        arrears=_arrears(signals, sent, covenant),
        facts=_facts(case, may),
        route_reasons=_reasons(case.route_reasons, ROUTE, may),
        rank_reasons=_reasons(case.rank_reasons, "zaak.rang", may),
        proposed_reasons=_reasons(case.proposed_reason, ROUTE, may),
        contact=_contact(case, may),
        attempts=tuple(case.attempts.all()) if CONTACT in may else (),
        tasks=tasks,
        terms=terms_of_case(
            case,
            head=head,
            tasks=tasks,
            referrals=beside.referrals,
            covenant=covenant,
            granted=may,
            on=timezone.localdate(),
        ),
        referrals=_shown_referrals(beside.referrals, messages, may),
        overrides=tuple(case.overrides.all()) if ROUTE in may else (),
        notes=_notes(case, names) if "zaak.notities" in may else (),
        timeline=_timeline(case, names, may, own.withheld),
        earlier=tuple(_earlier(other, answer) for other, answer in zip(beside.earlier, answers, strict=True)),
        possible=possibilities(actor, case, replace(view, state=state or CaseState.TAKEN_UP), covenant, own),
    )


def _notes(case: Case, names: Mapping[UUID, str]) -> tuple[ShownNote, ...]:
    """Return the notes with who wrote them."""
    return tuple(
        ShownNote(one.text, names.get(one.written_by, "") if one.written_by else "", one.written_at)
        for one in case.notes.all()
    )


def _asked_when_requested(case: Case) -> tuple[str, ...]:
    """What only a case with a request for debt help can have (R38)."""
    return ("term_pauses",) if case.help_requested_on else ()


def _head(case: Case, granted: Collection[str]) -> CaseHead:
    """Return the head of a case with the days whose field was granted."""
    days = {day: getattr(case, day) if field in granted else None for day, field in FIELD_OF_DAY.items()}
    return CaseHead(case_id=case.pk, number=case.number, version=case.version, **days)


def _asked(actor: Actor, case: Case, covenant: Covenant, beside: _Beside) -> tuple[Request, ...]:
    """Ask for the case, each signal, each helper's message, and each other case on the address, in this order."""
    purpose = purpose_of(actor)
    facts = facts_of_case(case)
    values = {
        **resident_values(case, beside.signals),
        **case_values(case),
        **statuses_of(beside.signals),
    }
    return (
        Request("case", str(case.pk), actor.party, purpose, covenant.hash, values, facts),
        *(request_for_signal(one, covenant, PurposeCode.EARLY_SIGNAL) for one in beside.signals),
        *(request_for_message(one, covenant, purpose, facts) for one in beside.referrals),
        *(request_for_state(one, actor.party, purpose) for one in beside.earlier),
    )


def _withdrawn(signals: Sequence[LinkedSignal]) -> Mapping[UUID, date]:
    """When a partner took back a signal of its own (R14); the others are not in it."""
    told = news_of_signals([one.signal.pk for one in signals])
    return {key: one.on for key, many in told.items() for one in many if one.withdrawn}


def _shown_signal(
    linked: LinkedSignal,
    disclosed: Disclosed,
    covenant: Covenant,
    granted: Collection[str],
    withdrawn: Mapping[UUID, date],
) -> ShownSignal:
    return ShownSignal(
        signal_id=linked.signal.pk,
        party=linked.signal.party_code,
        party_name=covenant.name_of(linked.signal.party_code),
        received_on=linked.signal.received_on if RECEIVED in disclosed.granted else None,
        status=SignalStatus(linked.signal.status) if SIGNAL_STATUS in granted else None,
        fields=shown_fields(disclosed),
        withdrawn_on=withdrawn.get(linked.signal.pk) if SIGNAL_STATUS in granted else None,
        corrected_on=_corrected_on(linked) if SIGNAL_STATUS in granted else None,
    )


def _corrected_on(linked: LinkedSignal) -> date | None:
    at = linked.signal.corrected_at
    return timezone.localdate(at) if at else None


def _arrears(
    signals: Sequence[LinkedSignal], sent: Sequence[Disclosed], covenant: Covenant
) -> tuple[ArrearsPoint, ...]:
    """The amounts that were granted, over time."""
    seen = [
        signal_view(one, covenant)
        for one, answer in zip(signals, sent, strict=True)
        if {AMOUNT, RECEIVED} <= set(answer.granted)
    ]
    return arrears_over_time(seen)


def _contact(case: Case, granted: Collection[str]) -> ShownContact:
    problem = check_written_contact(
        frozen_on=case.frozen_on, waits_for_choice=bool(case.contact_reasons), may_write=case.may_write
    )
    may_know = CONTACT in granted and RESIDENT_STATUS in granted
    return ShownContact(
        reasons=_reasons(case.contact_reasons, RESIDENT_STATUS, granted),
        may_write=case.may_write if may_know else None,
        why=case.contact_choice_reason if may_know else "",
        writing=Decision(problem is None, (problem,) if problem else ()),
    )


def _facts(case: Case, granted: Collection[str]) -> tuple[ShownFact, ...]:
    """The facts on which triage rests, known or to be found out, and only those whose field was granted."""
    known = tuple(
        ShownFact(name, fact_description(name), kept["value"], source_name(str(kept["source"])), str(kept["on"]))
        for name, kept in case.facts.items()
        if fact_is_granted(name, granted)
    )  # fmt: skip
    unknown = tuple(
        ShownFact(name, fact_description(name), None, "", "")
        for name in case.to_find_out
        if fact_is_granted(name, granted)
    )
    return (*known, *unknown)


def _reasons(kept: list[dict[str, object]], field: str, granted: Collection[str]) -> tuple[Reason, ...]:
    """The reasons under this field, without those that rest on a fact that is withheld."""
    if field not in granted:
        return ()
    return tuple(one for one in retold(kept) if not one.fact or fact_is_granted(one.fact, granted))


def _tasks(case: Case, granted: Collection[str]) -> tuple[Task, ...]:
    return tuple(
        task
        for task in case.tasks.all()
        if not task.dropped and task_is_granted(TaskKind(task.kind), task.code, granted)
    )


def _shown_referrals(
    referrals: Sequence[Referral], messages: Sequence[Disclosed], granted: Collection[str]
) -> tuple[ShownReferral, ...]:
    if REFERRAL not in granted:
        return ()
    return tuple(
        ShownReferral(
            pk=one.pk,
            party=one.party,
            state=ReferralState(one.state),
            outcome=one.outcome,
            offered_on=one.offered_on,
            answer_by=one.answer_by,
            reason=one.reason if "doorgeleiding.reden" in granted else "",
            answer_reason=one.answer_reason if MESSAGE in answer.granted else "",
            report=one.report if MESSAGE in answer.granted else "",
            contacts=_contacts(answer),
        )
        for one, answer in zip(referrals, messages, strict=True)
    )


def _contacts(answer: Disclosed) -> tuple[str, ...]:
    """The helper's own attempts and appointments, as far as the covenant lets the municipality know them."""
    told = answer.values.get(CONTACT)
    return told if isinstance(told, tuple) else ()


def _asked_messages(messages: Sequence[Disclosed], granted: Collection[str]) -> tuple[ShownField, ...]:
    """Name the helpers' messages once, without their text, to who may know that there is a referral at all.

    A message that is withheld goes first: the page then says why.
    """
    asked = [
        replace(field, value=None)
        for answer in messages
        for field in shown_fields(answer)
        if field.code == MESSAGE
    ]
    asked.sort(key=lambda field: field.granted)
    return tuple(asked[:1]) if REFERRAL in granted else ()


def _names(actor: Actor, case: Case) -> Mapping[UUID, str]:
    people = {case.owner, case.second_owner, *(attempt.made_by for attempt in case.attempts.all())}
    people |= {event.person_id for event in _events(case)}
    return names_of_people(actor.controller_id, {person for person in people if person is not None})


def _events(case: Case) -> list[AuditEvent]:
    return list(events_of_object(case.controller_id, "case", str(case.pk))[:LONGEST_TIMELINE])


def _timeline(
    case: Case, names: Mapping[UUID, str], granted: Collection[str], withheld: Collection[str]
) -> tuple[ShownEvent, ...]:
    return tuple(
        ShownEvent(
            at=event.at,
            action=event.action,
            person=names.get(event.person_id, "") if event.person_id else "",
            details={name: event.details[name] for name in TOLD_DETAILS if name in event.details},
        )
        for event in _events(case)
        if event_is_granted(event.action, event.details, granted, withheld)
    )


def _other_cases(case: Case) -> tuple[Case, ...]:
    """Other cases on the same address, newest first: a successive notification shows what went before (R19)."""
    others = Case.objects.filter(
        controller_id=case.controller_id,
        # Of the same controller, which the database cannot know: only so it finds the address by its index.
        notification__controller_id=case.controller_id,
        notification__address_key=case.notification.address_key,
    ).exclude(pk=case.pk)
    return tuple(others.order_by("-received_on", "-number")[:10])


def _earlier(other: Case, answer: Disclosed) -> EarlierCase:
    return EarlierCase(
        case_id=other.pk,
        number=other.number,
        state=state_as_granted(CaseState(other.state), answer.granted),
        received_on=other.received_on if RECEIVED in answer.granted else None,
        fields=shown_fields(answer),
    )
