"""What a helping partner sees: only the cases that were referred to it, and only the fields it may have (R44, C1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import LinkedSignal, SignalsById, facts_of_case, governing, signals_of_cases
from tijdig.casework.models import Referral
from tijdig.casework.queries.requests import SIGNAL_FIELDS, chosen, contacts_of, fields_of_case, signal_values
from tijdig.casework.queries.shown import ShownField, shown_fields, signalled_name
from tijdig.casework.rules.covenant_fields import CONTACT
from tijdig.casework.rules.referrals import REFERRAL_STEPS, Answer
from tijdig.casework.rules.states import (
    KEPT_REFERRALS,
    OPEN_REFERRALS,
    REFERRAL_NAMES_NL,
    HelperEntryKind,
    ReferralState,
)
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Disclosed, Request, Value, disclose
from tijdig.parties.queries import names_of_people
from tijdig.problems import NotFound
from tijdig.vault.rows import SealedRow, fetch_keys

# Of the case itself a helper gets how contact and offer went, and why it was referred; never rank, notes or register.
OF_THE_CASE = (CONTACT, "zaak.aanbod", "zaak.resultaat", "ontruiming.fase", "ontruiming.datum")
CASE_FIELDS = (*OF_THE_CASE, "doorgeleiding.status", "doorgeleiding.reden")
NOTE = "doorgeleiding.aantekening"


class Standing(StrEnum):
    """Where a referral belongs on the helper's list."""

    TO_ANSWER = "to-answer"
    TO_REPORT = "to-report"
    MINE = "mine"
    OTHERS = "others"


SOON = timedelta(days=7)  # of a term to report back: the list then says that it comes near


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """What a helper wrote down itself: an attempt, an appointment, or a note."""

    kind: HelperEntryKind
    on: date
    attempt: str
    reached: bool | None
    text: str
    person: str


@dataclass(frozen=True, slots=True)
class ReferredCase:
    """A referral as its helper sees it: its own steps, and per subject the fields with their decisions.

    ``has_ended``: the helper reported back or the municipality closed the case; then there are no fields any more.
    ``assigned_name``: who at the helper has it on her name; empty for nobody yet. ``own_fields``: what the helper may
    keep of its own work.
    """

    referral_id: UUID
    number: str
    version: int
    state: ReferralState
    state_name: str
    offered_on: date
    answer_by: date
    is_late: bool
    has_ended: bool
    answers: tuple[Answer, ...]
    fields: tuple[ShownField, ...]
    signals: tuple[tuple[ShownField, ...], ...]
    assigned_name: str
    is_mine: bool
    report_by: date | None
    standing: Standing
    entries: tuple[ShownEntry, ...]
    own_fields: tuple[ShownField, ...]

    @property
    def name(self) -> str:
        """Who it is about, as the partner who signalled wrote it; empty when withheld."""
        return signalled_name(self.signals)


def cases_for_partner(actor: Actor) -> tuple[ReferredCase, ...]:
    """Return the open referrals to the actor's organisation of cases that are open, those to answer first."""
    return shown_to_partner(actor, list(referrals_at_hand(actor)))


def referrals_at_hand(actor: Actor) -> QuerySet[Referral]:
    """Return the same referrals unopened: to be cut into pages, of which :func:`shown_to_partner` opens one."""
    require(actor, Action.ANSWER_REFERRAL)
    at_hand = _referrals(actor).filter(state__in=OPEN_REFERRALS, case__closed_on__isnull=True)
    return at_hand.order_by("-state", "answer_by", "pk")


def shown_to_partner(actor: Actor, referrals: Sequence[Referral]) -> tuple[ReferredCase, ...]:
    """Return what the actor's organisation may know of these referrals of its own."""
    require(actor, Action.ANSWER_REFERRAL)
    return _shown(actor, referrals)


@dataclass(frozen=True, slots=True)
class EndedReferral:
    """A referral that is over: its number and when; nothing of the resident."""

    number: str
    state_name: str
    ended_on: date | None


MOST_ENDED = 20


def ended_for_partner(actor: Actor) -> tuple[EndedReferral, ...]:
    """Return the referrals that this organisation reported back or whose case was closed, the last ones first."""
    require(actor, Action.ANSWER_REFERRAL)
    own = _own(actor)
    # Each in the order of an index of its own: in one question, all that were ever reported back are sorted.
    reported = own.filter(state=ReferralState.REPORTED).order_by("-ended_on", "pk")
    closed = own.filter(state=ReferralState.ACCEPTED, case__closed_on__isnull=False)
    found = [
        *_last_ended(reported, "ended_on"),
        *_last_ended(closed.order_by("-case__closed_on", "pk"), "case__closed_on"),
    ]
    found.sort(key=lambda one: one.ended_on or date.min, reverse=True)
    return tuple(found[:MOST_ENDED])


def _last_ended(referrals: QuerySet[Referral], day: str) -> Iterator[EndedReferral]:
    for number, state, ended_on in referrals.values_list("case__number", "state", day)[:MOST_ENDED]:
        yield EndedReferral(number, REFERRAL_NAMES_NL[ReferralState(state)], ended_on)


def referred_case(actor: Actor, referral_id: UUID) -> ReferredCase:
    """Return one referral to the actor's organisation; any other does not exist (A6).

    Of one that has ended nothing of the resident is asked for or shown; the page says so.
    """
    require(actor, Action.ANSWER_REFERRAL)
    referral = _referrals(actor).filter(pk=referral_id, state__in=KEPT_REFERRALS).first()
    if referral is None:
        raise NotFound
    if _has_ended(referral):
        return _one(actor, referral, (), {})
    return _shown(actor, [referral])[0]


def _has_ended(referral: Referral) -> bool:
    return referral.state not in OPEN_REFERRALS or referral.case.closed_on is not None


def _referrals(actor: Actor) -> QuerySet[Referral]:
    return _own(actor).select_related("case").prefetch_related("case__attempts", "entries")


def _own(actor: Actor) -> QuerySet[Referral]:
    return Referral.objects.filter(controller_id=actor.controller_id, party=actor.party)


def _shown(actor: Actor, referrals: Sequence[Referral]) -> tuple[ReferredCase, ...]:
    if not referrals:
        return ()
    today = timezone.localdate()
    covenants = {
        old: governing(actor.controller_id, old, today) for old in {one.covenant_hash for one in referrals}
    }
    signals = signals_of_cases([referral.case_id for referral in referrals])
    fetch_keys(_to_open(referrals, signals))
    requests: list[Request] = []
    counts: list[int] = []
    for referral in referrals:
        asked = _requests(
            actor,
            referral,
            signals.get(referral.case_id, ()),
            covenants[referral.covenant_hash],
        )
        requests += asked
        counts.append(len(asked))
    answers = iter(disclose(actor=actor, requests=requests))
    people = {one.assigned_to for one in referrals} | {
        entry.written_by for one in referrals for entry in one.entries.all()
    }
    names = names_of_people(actor.controller_id, {person for person in people if person is not None})
    return tuple(
        _one(actor, referral, [next(answers) for _ in range(count)], names)
        for referral, count in zip(referrals, counts, strict=True)
    )


def _to_open(referrals: Sequence[Referral], signals: SignalsById) -> Iterator[SealedRow]:
    """What is opened of these referrals: the keys of all come with one question."""
    for referral in referrals:
        yield from (referral, referral.case, *referral.entries.all())
    for linked in signals.values():
        yield from (one.signal for one in linked)


def _requests(
    actor: Actor, referral: Referral, signals: Sequence[LinkedSignal], covenant: Covenant
) -> list[Request]:
    """Ask for the case and its signals.

    The page shows the case as it is now, so the municipality gives it anew at each look, and the conditions of the
    exchange must still hold: consent that was withdrawn or a benefit that was granted ends it, also after acceptance.
    """
    sender = covenant.municipality.code
    facts = facts_of_case(referral.case)
    values = fields_of_case(referral.case, OF_THE_CASE)
    values["doorgeleiding.status"] = REFERRAL_NAMES_NL[ReferralState(referral.state)]
    values["doorgeleiding.reden"] = referral.reason
    case = Request("case", str(referral.case_id), sender, PurposeCode.HELP, covenant.hash, values, facts)
    about = [
        Request(
            "signal",
            str(one.signal.pk),
            sender,
            PurposeCode.HELP,
            covenant.hash,
            chosen(signal_values(one.signal), SIGNAL_FIELDS),
            facts,
        )
        for one in signals
    ]
    entries = referral.entries.all()
    written: dict[str, Value] = {
        NOTE: tuple(one.text for one in entries if one.kind == HelperEntryKind.NOTE),
        CONTACT: contacts_of(entries),
    }
    own = Request("case", str(referral.case_id), actor.party, PurposeCode.HELP, covenant.hash, written, facts)
    return [case, *([own] if _has_own_work(referral) else []), *about]


def _has_own_work(referral: Referral) -> bool:
    """Whether the helper can have written anything itself: it accepted the case."""
    return referral.state != ReferralState.OFFERED


def _term_of(referral: Referral) -> date:
    """The day by which the helper must do something now; the last day there is when there is none."""
    if referral.state == ReferralState.OFFERED:
        return referral.answer_by
    return referral.report_by or date.max


def _standing(actor: Actor, referral: Referral) -> Standing:
    if referral.state == ReferralState.OFFERED:
        return Standing.TO_ANSWER
    if referral.report_by is not None and referral.report_by <= timezone.localdate() + SOON:
        return Standing.TO_REPORT
    return Standing.MINE if referral.assigned_to == actor.person_id else Standing.OTHERS


def _entries(referral: Referral, own: Disclosed, names: Mapping[UUID, str]) -> tuple[ShownEntry, ...]:
    """What this organisation wrote itself, newest first; what the covenant does not let it keep is left out."""
    return tuple(
        ShownEntry(
            HelperEntryKind(one.kind),
            one.on,
            one.attempt,
            one.reached,
            one.text,
            names.get(one.written_by, "") if one.written_by else "",
        )
        for one in reversed(referral.entries.all())
        if (NOTE if one.kind == HelperEntryKind.NOTE else CONTACT) in own.granted
    )


def _one(
    actor: Actor, referral: Referral, answers: Sequence[Disclosed], names: Mapping[UUID, str]
) -> ReferredCase:
    state, today = ReferralState(referral.state), timezone.localdate()
    first_signal = 2 if _has_own_work(referral) else 1
    own = answers[1] if answers and _has_own_work(referral) else None
    return ReferredCase(
        referral_id=referral.pk,
        number=referral.case.number,
        version=referral.version,
        state=state,
        state_name=REFERRAL_NAMES_NL[state],
        offered_on=referral.offered_on,
        answer_by=referral.answer_by,
        is_late=_term_of(referral) < today,
        answers=tuple(
            answer for (before, answer) in REFERRAL_STEPS if before is state and answer is not Answer.WITHDRAW
        ),
        has_ended=_has_ended(referral),
        fields=shown_fields(answers[0]) if answers else (),
        signals=tuple(shown_fields(answer) for answer in answers[first_signal:]),
        assigned_name=names.get(referral.assigned_to, "") if referral.assigned_to else "",
        is_mine=referral.assigned_to == actor.person_id,
        report_by=referral.report_by,
        standing=_standing(actor, referral),
        entries=_entries(referral, own, names) if own else (),
        own_fields=shown_fields(own) if own else (),
    )
