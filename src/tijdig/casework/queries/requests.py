"""What is asked of ``disclosure`` about a case: which fields, from whom, for which purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from tijdig.actors import Actor, Role
from tijdig.casework.loading import LinkedSignal, facts_of_case, signal_view
from tijdig.casework.models import Case, ContactAttempt, HelperEntry, Referral, Task
from tijdig.casework.queries.people import PersonText, people_of, written_postcode
from tijdig.casework.rules.case_facts import facts_of_signal
from tijdig.casework.rules.covenant_fields import (
    CONTACT,
    OFFER,
    RANK,
    RECEIVED,
    RESIDENT_STATUS,
    SIGNAL_STATUS,
    STATUS,
    TASKS,
    TERMS,
    status_of,
)
from tijdig.casework.rules.reasons import retold
from tijdig.casework.rules.states import (
    OUTCOME_NAMES_NL,
    REFERRAL_NAMES_NL,
    STATE_NAMES_NL,
    CaseState,
    HelperEntryKind,
    ReferralOutcome,
    ReferralState,
)
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Request, Value
from tijdig.intake.models import Signal

# What the covenants' partners get of a signal with a referral or in a meeting.
NAME_OF_SIGNAL = "signaal.naam"
SIGNAL_FIELDS = (
    "signaal.kenmerk",
    NAME_OF_SIGNAL,
    "signaal.geboortedatum",
    "signaal.adres",
    "signaal.telefoon",
    "signaal.email",
    "signaal.bedrag",
    "signaal.maanden",
    "signaal.ontstaansdatum",
    "signaal.crisis",
    "signaal.warme_overdracht",
)
MARKS = {"bewoner.geheimhouding": "geheimhouding", "bewoner.in_onderzoek": "in onderzoek"}
COLLECTION_FIELDS = (
    "signaal.contact_gezocht",
    "signaal.gewezen_op_hulp",
    "signaal.herinnering",
    "signaal.aanbod_doorgeven",
    "signaal.geinformeerd",
)


def signal_values(signal: Signal) -> Mapping[str, Value]:
    """Return every field of a signal by its covenant name; ``signaal.bedrag`` is in cents."""
    house = (signal.street, str(signal.house_number), signal.house_letter, signal.addition)
    place = " ".join(part for part in (written_postcode(signal.postcode), signal.town) if part)
    return {
        "signaal.kenmerk": signal.reference,
        "signaal.naam": " ".join(part for part in (signal.initials, signal.prefix, signal.surname) if part),
        "signaal.geboortedatum": signal.birth_date,
        "signaal.adres": f"{' '.join(part for part in house if part)}, {place}",
        "signaal.telefoon": signal.phone,
        "signaal.email": signal.email,
        "signaal.bedrag": signal.amount_cents,
        "signaal.maanden": signal.months,
        "signaal.ontstaansdatum": signal.onset_on,
        "signaal.contact_gezocht": signal.contact_sought_on,
        "signaal.gewezen_op_hulp": signal.pointed_to_help_on,
        "signaal.herinnering": signal.reminder_on,
        "signaal.aanbod_doorgeven": signal.offer_to_share_on,
        "signaal.geinformeerd": signal.informed_on,
        "signaal.crisis": signal.crisis,
        "signaal.warme_overdracht": signal.warm_transfer,
        "signaal.status": signal.status,
        "signaal.ontvangen_op": signal.received_on,
    }


def chosen(values: Mapping[str, Value], names: Iterable[str]) -> dict[str, Value]:
    """Return only these fields."""
    return {name: values[name] for name in names}


def request_for_signal(linked: LinkedSignal, covenant: Covenant, purpose: PurposeCode) -> Request:
    """Ask for a signal as the partner sent it: its own exchange, with its own facts as conditions."""
    return Request(
        subject_kind="signal",
        subject_id=str(linked.signal.pk),
        sender=linked.signal.party_code,
        purpose=purpose,
        covenant_hash=covenant.hash,
        fields=chosen(
            signal_values(linked.signal),
            (*SIGNAL_FIELDS, *COLLECTION_FIELDS, "signaal.ontvangen_op"),
        ),
        facts=facts_of_signal(signal_view(linked, covenant)),
    )


def statuses_of(signals: Sequence[LinkedSignal]) -> Mapping[str, Value]:
    """Return what became of the signals of a case, each status once."""
    return {SIGNAL_STATUS: tuple(dict.fromkeys(one.signal.status for one in signals))}


def purpose_of(actor: Actor) -> PurposeCode:
    """Return for what the municipality opens a case: a case director to help, a coordinator to see to triage."""
    return PurposeCode.HELP if actor.role is Role.CASE_DIRECTOR else PurposeCode.TRIAGE


def request_for_status(
    actor: Actor, case: Case, covenant: Covenant, signals: Sequence[LinkedSignal]
) -> Request:
    """Ask for no more of a case than what became of its signals."""
    return Request(
        subject_kind="case",
        subject_id=str(case.pk),
        sender=actor.party,
        purpose=purpose_of(actor),
        covenant_hash=covenant.hash,
        fields=statuses_of(signals),
        facts=facts_of_case(case),
    )


def request_for_message(
    referral: Referral, covenant: Covenant, purpose: PurposeCode, facts: Facts
) -> Request:
    """Ask for what a helper wrote back and when it sought contact: it travels from the helper to the municipality."""
    return Request(
        subject_kind="case",
        subject_id=str(referral.case_id),
        sender=referral.party,
        purpose=purpose,
        covenant_hash=covenant.hash,
        fields={
            "doorgeleiding.bericht": referral.report or referral.answer_reason,
            CONTACT: contacts_of(referral.entries.all()),
        },
        facts=facts,
    )


def contacts_of(entries: Iterable[HelperEntry]) -> tuple[str, ...]:
    """Return a helper's own attempts and appointments, in words; never its notes."""
    return tuple(_contact_of(one) for one in entries if HelperEntryKind(one.kind) is not HelperEntryKind.NOTE)


def _contact_of(entry: HelperEntry) -> str:
    if entry.kind == HelperEntryKind.APPOINTMENT:
        return _written("afspraak", entry.on)
    return f"{entry.on:%d-%m-%Y}: {entry.attempt}, {'bereikt' if entry.reached else 'niet bereikt'}"


def request_for_state(case: Case, party: str, purpose: PurposeCode) -> Request:
    """Ask how a case stands, on the list or beside another; contact and offer decide how much of the state is told."""
    values = {RECEIVED: case.received_on, CONTACT: None, OFFER: None}
    return Request(
        subject_kind="case",
        subject_id=str(case.pk),
        sender=party,
        purpose=purpose,
        covenant_hash=case.covenant_hash,
        fields={STATUS: STATE_NAMES_NL[status_of(CaseState(case.state))], **values},
        facts=facts_of_case(case),
    )


def resident_values(case: Case, signals: Sequence[LinkedSignal]) -> Mapping[str, Value]:
    """Return what register and benefit administration say of the people in a case."""
    people = people_of(case.controller_id, {one.link.person for one in signals})
    persons = [
        people[person] for person in dict.fromkeys(one.link.person for one in signals) if person in people
    ]
    return {
        "bewoner.naam": _together(person.name for person in persons),
        "bewoner.adres": _together(person.address for person in persons),
        "bewoner.geboortedatum": _together(_day(person) for person in persons),
        RESIDENT_STATUS: (
            *dict.fromkeys(one.link.register_state for one in signals),
            *marks_of(facts_of_case(case)),
        ),
        "huishouden.minderjarigen": case.minors,
        "uitkering.participatiewet": case.benefit,
    }


def marks_of(facts: Facts) -> tuple[str, ...]:
    """Return what the register marks its data with, by the facts that stand with a case."""
    return tuple(mark for name, mark in MARKS.items() if (fact := facts.get(name)) and fact.value is True)


def case_values(case: Case) -> Mapping[str, Value]:
    """Return all that the municipality itself knows of a case, with how its referrals stand."""
    return {**fields_of_case(case, _OF_CASE), **referral_values(case.referrals.all(), {})}


def fields_of_case(case: Case, names: Iterable[str]) -> dict[str, Value]:
    """Return these fields of the case itself: only what they tell is read, and opened."""
    return {name: _OF_CASE[name](case) for name in names}


def referral_values(referrals: Iterable[Referral], names: Mapping[str, str]) -> Mapping[str, Value]:
    """Return how these referrals of one case stand and why they were made; ``names`` are those of parties by code."""
    shown = tuple(referrals)
    return {
        "doorgeleiding.status": tuple(
            f"{names.get(one.party, one.party)}: {REFERRAL_NAMES_NL[ReferralState(one.state)]}{_outcome(one.outcome)}"
            for one in shown
        ),
        "doorgeleiding.reden": tuple(one.reason for one in shown),
    }


def _is_open(task: Task) -> bool:
    return task.done_on is None and not task.dropped


def _attempt(attempt: ContactAttempt) -> str:
    reached = "bereikt" if attempt.reached else "niet bereikt"
    return f"{attempt.on:%d-%m-%Y} {attempt.part_of_day}: {attempt.kind}, {reached}"


def _outcome(outcome: str) -> str:
    return f" ({OUTCOME_NAMES_NL[ReferralOutcome(outcome)]})" if outcome else ""


def _offer(case: Case) -> str:
    if case.offered_on is None:
        return ""
    offered = _written("aangeboden", case.offered_on)
    if case.offer_answered_on is None:
        return offered
    answer = "niet gewenst" if case.state == CaseState.DECLINED else "aanvaard"
    return f"{offered}; {_written(answer, case.offer_answered_on)}"


def _written(what: str, day: date) -> str:
    return f"{what}: {day:%d-%m-%Y}"


def _together(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _day(person: PersonText) -> str:
    text = person.birth_date
    return f"{text[6:8]}-{text[4:6]}-{text[:4]}" if len(text) == 8 else ""


# What the municipality itself knows of a case; texts are in Dutch.
_OF_CASE: Mapping[str, Callable[[Case], Value]] = {
    STATUS: lambda case: STATE_NAMES_NL[status_of(CaseState(case.state))],
    "zaak.route": lambda case: case.route,
    RANK: lambda case: tuple(reason.nl for reason in retold(case.rank_reasons)),
    TERMS: lambda case: (
        _written("eerste gesprek", case.first_conversation_by),
        _written("informeren", case.inform_by),
    ),
    TASKS: lambda case: tuple(task.description for task in case.tasks.all() if _is_open(task)),
    CONTACT: lambda case: tuple(_attempt(attempt) for attempt in case.attempts.all()),
    OFFER: _offer,
    "zaak.resultaat": lambda case: case.result,
    "zaak.subreden": lambda case: case.sub_reason,
    "zaak.notities": lambda case: tuple(note.text for note in case.notes.all()),
    "ontruiming.fase": lambda case: case.eviction_stage,
    "ontruiming.datum": lambda case: case.eviction_on,
}
