"""What a helping partner sees of a case that was referred to it: only the fields it may have (R44, C1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import LinkedSignal, SignalsById, facts_of_case, governing, signals_of_cases
from tijdig.casework.models import Referral
from tijdig.casework.queries.partner_list import own_referrals
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
    has_ended: bool
    answers: tuple[Answer, ...]
    fields: tuple[ShownField, ...]
    signals: tuple[tuple[ShownField, ...], ...]
    assigned_name: str
    is_mine: bool
    report_by: date | None
    entries: tuple[ShownEntry, ...]
    own_fields: tuple[ShownField, ...]

    @property
    def name(self) -> str:
        """Who it is about, as the partner who signalled wrote it; empty when withheld."""
        return signalled_name(self.signals)


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
    return own_referrals(actor).select_related("case").prefetch_related("case__attempts", "entries")


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
    state = ReferralState(referral.state)
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
        answers=tuple(
            answer for (before, answer) in REFERRAL_STEPS if before is state and answer is not Answer.WITHDRAW
        ),
        has_ended=_has_ended(referral),
        fields=shown_fields(answers[0]) if answers else (),
        signals=tuple(shown_fields(answer) for answer in answers[first_signal:]),
        assigned_name=names.get(referral.assigned_to, "") if referral.assigned_to else "",
        is_mine=referral.assigned_to == actor.person_id,
        report_by=referral.report_by,
        entries=_entries(referral, own, names) if own else (),
        own_fields=shown_fields(own) if own else (),
    )
