"""What a helping partner sees: only the cases that were referred to it, and only the fields it may have (R44, C1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import LinkedSignal, facts_of_case, governing, signals_of_cases
from tijdig.casework.models import Referral
from tijdig.casework.queries.requests import SIGNAL_FIELDS, case_values, chosen, signal_values
from tijdig.casework.queries.shown import ShownField, shown_fields
from tijdig.casework.rules.referrals import REFERRAL_STEPS, Answer
from tijdig.casework.rules.states import OPEN_REFERRALS, REFERRAL_NAMES_NL, ReferralState
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.problems import NotFound

# Of the case itself a helper gets how contact and offer went, and why it was referred; never rank, notes or register.
CASE_FIELDS = (
    "zaak.contactpogingen",
    "zaak.aanbod",
    "zaak.resultaat",
    "doorgeleiding.status",
    "doorgeleiding.reden",
    "ontruiming.fase",
    "ontruiming.datum",
)
KEPT_STATES = OPEN_REFERRALS | {ReferralState.REPORTED}


@dataclass(frozen=True, slots=True)
class ReferredCase:
    """A referral as its helper sees it: its own steps, and per subject the fields with their decisions.

    ``has_ended``: the helper reported back or the municipality closed the case; then there are no fields any more.
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

    @property
    def name(self) -> str:
        """Who it is about, as the partner who signalled wrote it; empty when withheld."""
        for fields in self.signals:
            for field in fields:
                if field.code == "signaal.naam" and field.granted:
                    return str(field.value or "")
        return ""


def cases_for_partner(actor: Actor) -> tuple[ReferredCase, ...]:
    """Return the open referrals to the actor's organisation of cases that are open, those to answer first."""
    require(actor, Action.ANSWER_REFERRAL)
    at_hand = _referrals(actor).filter(state__in=OPEN_REFERRALS, case__closed_on__isnull=True)
    return _shown(actor, list(at_hand.order_by("-state", "answer_by", "pk")))


def referred_case(actor: Actor, referral_id: UUID) -> ReferredCase:
    """Return one referral to the actor's organisation; any other does not exist (A6).

    Of one that has ended nothing of the resident is asked for or shown; the page says so.
    """
    require(actor, Action.ANSWER_REFERRAL)
    referral = _referrals(actor).filter(pk=referral_id, state__in=KEPT_STATES).first()
    if referral is None:
        raise NotFound
    if _has_ended(referral):
        return _one(referral, (), timezone.localdate())
    return _shown(actor, [referral])[0]


def _has_ended(referral: Referral) -> bool:
    return referral.state not in OPEN_REFERRALS or referral.case.closed_on is not None


def _referrals(actor: Actor) -> QuerySet[Referral]:
    return (
        Referral.objects.filter(controller_id=actor.controller_id, party=actor.party)
        .select_related("case")
        .prefetch_related("case__attempts", "case__tasks", "case__referrals", "case__notes")
    )


def _shown(actor: Actor, referrals: Sequence[Referral]) -> tuple[ReferredCase, ...]:
    if not referrals:
        return ()
    today = timezone.localdate()
    covenants = {
        old: governing(actor.controller_id, old, today) for old in {one.covenant_hash for one in referrals}
    }
    signals = signals_of_cases([referral.case_id for referral in referrals])
    requests: list[Request] = []
    counts: list[int] = []
    for referral in referrals:
        asked = _requests(
            referral,
            signals.get(referral.case_id, ()),
            covenants[referral.covenant_hash],
        )
        requests += asked
        counts.append(len(asked))
    answers = iter(disclose(actor=actor, requests=requests))
    return tuple(
        _one(referral, [next(answers) for _ in range(count)], today)
        for referral, count in zip(referrals, counts, strict=True)
    )


def _requests(referral: Referral, signals: Sequence[LinkedSignal], covenant: Covenant) -> list[Request]:
    """Ask for the case and its signals.

    The page shows the case as it is now, so the municipality gives it anew at each look, and the conditions of the
    exchange must still hold: consent that was withdrawn or a benefit that was granted ends it, also after acceptance.
    """
    sender = covenant.municipality.code
    facts = facts_of_case(referral.case)
    values = dict(chosen(case_values(referral.case), CASE_FIELDS))
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
    return [case, *about]


def _one(referral: Referral, answers: Sequence[Disclosed], today: date) -> ReferredCase:
    state = ReferralState(referral.state)
    return ReferredCase(
        referral_id=referral.pk,
        number=referral.case.number,
        version=referral.version,
        state=state,
        state_name=REFERRAL_NAMES_NL[state],
        offered_on=referral.offered_on,
        answer_by=referral.answer_by,
        is_late=state is ReferralState.OFFERED and referral.answer_by < today,
        answers=tuple(
            answer for (before, answer) in REFERRAL_STEPS if before is state and answer is not Answer.WITHDRAW
        ),
        has_ended=_has_ended(referral),
        fields=shown_fields(answers[0]) if answers else (),
        signals=tuple(shown_fields(answer) for answer in answers[1:]),
    )
