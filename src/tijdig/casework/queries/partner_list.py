"""A helper's list of referrals: those to answer first, each with its term and whom it is about, no more (C1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import facts_of_case, governing, signals_of_cases
from tijdig.casework.models import Referral
from tijdig.casework.queries.requests import NAME_OF_SIGNAL, signal_values
from tijdig.casework.queries.shown import ShownField, shown_fields, signalled_name
from tijdig.casework.rules.states import OPEN_REFERRALS, REFERRAL_NAMES_NL, ReferralState
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Request, disclose
from tijdig.intake.models import Signal
from tijdig.parties.queries import names_of_people
from tijdig.vault.rows import fetch_keys

SOON = timedelta(days=7)  # of a term to report back: the list then says that it comes near
MOST_ENDED = 20


class Standing(StrEnum):
    """Where a referral belongs on the helper's list."""

    TO_ANSWER = "to-answer"
    TO_REPORT = "to-report"
    MINE = "mine"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class ReferralInList:
    """A referral in a row: its term, who at the helper has it on her name (empty: nobody), and who it is about.

    ``named`` is the one field that the row asks, with its decision; empty when no signal of the case is there any more.
    """

    referral_id: UUID
    number: str
    version: int
    state: ReferralState
    offered_on: date
    answer_by: date
    report_by: date | None
    is_late: bool
    standing: Standing
    assigned_name: str
    named: tuple[ShownField, ...]

    @property
    def name(self) -> str:
        """Who it is about, as the partner who signalled wrote it; empty when withheld."""
        return signalled_name([self.named])


@dataclass(frozen=True, slots=True)
class EndedReferral:
    """A referral that is over: its number and when; nothing of the resident."""

    number: str
    state_name: str
    ended_on: date | None


def own_referrals(actor: Actor) -> QuerySet[Referral]:
    """Return all referrals to the actor's organisation, also those that are over."""
    return Referral.objects.filter(controller_id=actor.controller_id, party=actor.party)


def referrals_at_hand(actor: Actor) -> QuerySet[Referral]:
    """Return the open referrals of cases that are open, unopened, those to answer first: to be cut into pages."""
    require(actor, Action.ANSWER_REFERRAL)
    at_hand = own_referrals(actor).filter(state__in=OPEN_REFERRALS, case__closed_on__isnull=True)
    return at_hand.select_related("case").order_by("-state", "answer_by", "pk")


def cases_for_partner(actor: Actor) -> tuple[ReferralInList, ...]:
    """Return all of them as the list shows them."""
    return listed_for_partner(actor, list(referrals_at_hand(actor)))


def listed_for_partner(actor: Actor, referrals: Sequence[Referral]) -> tuple[ReferralInList, ...]:
    """Return what the list shows of these referrals of the actor's own organisation, in the same order.

    Of each the name is asked of ``disclosure`` and recorded as a read (L1); the rest is the referral's own.
    """
    require(actor, Action.ANSWER_REFERRAL)
    named = _names(actor, referrals)
    people = {one.assigned_to for one in referrals if one.assigned_to is not None}
    colleagues = names_of_people(actor.controller_id, people) if people else {}
    return tuple(_in_list(actor, one, named.get(one.pk, ()), colleagues) for one in referrals)


def ended_for_partner(actor: Actor) -> tuple[EndedReferral, ...]:
    """Return the referrals that this organisation reported back or whose case was closed, the last ones first."""
    require(actor, Action.ANSWER_REFERRAL)
    own = own_referrals(actor)
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


def _names(actor: Actor, referrals: Sequence[Referral]) -> Mapping[UUID, tuple[ShownField, ...]]:
    """Ask for the name on one signal of each case, and return the answers by referral."""
    found = signals_of_cases([one.case_id for one in referrals])
    about = [(one, found[one.case_id][0].signal) for one in referrals if found.get(one.case_id)]
    fetch_keys([row for pair in about for row in (pair[0].case, pair[1])])
    today = timezone.localdate()
    covenants = {
        old: governing(actor.controller_id, old, today)
        for old in {one.covenant_hash for one, _signal in about}
    }
    requests = [_request(one, signal, covenants[one.covenant_hash]) for one, signal in about]
    answers = disclose(actor=actor, requests=requests) if requests else ()
    return {one.pk: shown_fields(answer) for (one, _signal), answer in zip(about, answers, strict=True)}


def _request(referral: Referral, signal: Signal, covenant: Covenant) -> Request:
    name = {NAME_OF_SIGNAL: signal_values(signal)[NAME_OF_SIGNAL]}
    sender, facts = covenant.municipality.code, facts_of_case(referral.case)
    return Request("signal", str(signal.pk), sender, PurposeCode.HELP, covenant.hash, name, facts)


def _in_list(
    actor: Actor, referral: Referral, named: tuple[ShownField, ...], colleagues: Mapping[UUID, str]
) -> ReferralInList:
    return ReferralInList(
        referral_id=referral.pk,
        number=referral.case.number,
        version=referral.version,
        state=ReferralState(referral.state),
        offered_on=referral.offered_on,
        answer_by=referral.answer_by,
        report_by=referral.report_by,
        is_late=_term_of(referral) < timezone.localdate(),
        standing=_standing(actor, referral),
        assigned_name=colleagues.get(referral.assigned_to, "") if referral.assigned_to else "",
        named=named,
    )


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
