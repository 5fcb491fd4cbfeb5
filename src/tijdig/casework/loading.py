"""Load a case and what rules need to see of it. A case of another controller does not exist (A6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from tijdig.actors import Actor, Role
from tijdig.casework.leave import stand_ins_of
from tijdig.casework.models import Case, Referral, SignalNews
from tijdig.casework.rules.case_facts import SignalView, eviction_threatens, read_kept_facts
from tijdig.casework.rules.partner_news import PartnerNews, PaymentNews
from tijdig.casework.rules.states import (
    OPEN_REFERRALS,
    CaseState,
    CaseView,
    HelpDecision,
    ReferralOutcome,
    ReferralState,
    ReferralView,
    TaskKind,
)
from tijdig.casework.term_pauses import is_paused
from tijdig.covenant import queries
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenant_of
from tijdig.covenant.rules.document import HELPING_ROLES, Covenant
from tijdig.covenant.rules.facts import EvictionStage, Facts
from tijdig.ddas import AttemptKind, Result
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.problems import NotFound

CASE_OF_LINK = "notification__worked_in__case"


@dataclass(frozen=True, slots=True)
class LinkedSignal:
    """A signal of a case with the link that says whom it is about, and what its partner told later, when asked for."""

    signal: Signal
    link: Link
    news: tuple[PartnerNews, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it is known whom the signal is about, or that it is about nobody in the register."""
        return self.link.outcome == Outcome.CERTAIN or self.link.decided_at is not None


def case_of_actor(actor: Actor, case_id: UUID) -> Case:
    """Return the case; :class:`NotFound` when there is none with this id under the actor's controller."""
    case = (
        Case.objects.filter(controller_id=actor.controller_id, pk=case_id)
        .select_related("notification")
        .first()
    )
    if case is None:
        raise NotFound
    return case


def referral_at_hand(actor: Actor, referral_id: UUID) -> Referral:
    """Return an open referral to the actor's own organisation, of a case that is open; another does not exist (A6)."""
    referral = (
        Referral.objects.filter(
            controller_id=actor.controller_id,
            party=actor.party,
            pk=referral_id,
            state__in=OPEN_REFERRALS,
            case__closed_on__isnull=True,
        )
        .select_related("case")
        .first()
    )
    if referral is None:
        raise NotFound
    return referral


def covenant_of_case(case: Case) -> Covenant:
    """Return the covenant that governs the case today; :class:`NotFound` when its version was never registered."""
    return governing(case.controller_id, case.covenant_hash, timezone.localdate())


def governing(controller_id: str, covenant_hash: str, on: date) -> Covenant:
    """Return the version that governs today of the covenant that ``covenant_hash`` is a version of.

    When the parties sign a new version, work that began under the old one follows the new one. :class:`NotFound` when
    the controller has no such version.
    """
    standing = queries.governing(controller_id, covenant_hash, on)
    if standing is None:
        raise NotFound
    return standing.covenant


def covenant_with_hash(controller_id: str, covenant_hash: str) -> Covenant | None:
    """Return the controller's covenant version with this hash, or None when it has none such."""
    version = CovenantVersion.objects.filter(controller_id=controller_id, hash=covenant_hash).first()
    return covenant_of(version) if version else None


type SignalsById = Mapping[UUID, tuple[LinkedSignal, ...]]


def signals_of_cases(case_ids: Iterable[UUID]) -> SignalsById:
    """Return the signals of each case, of all its notifications, with their standing links, in order of receipt."""
    return _linked(case_ids, CASE_OF_LINK)


def signals_of_notifications(notification_ids: Iterable[UUID]) -> SignalsById:
    """Return the signals of each notification with their standing links, in order of receipt."""
    return _linked(notification_ids, "notification_id")


def signals_of_case(case: Case) -> tuple[LinkedSignal, ...]:
    """Return the signals of one case, in order of receipt."""
    return signals_of_cases([case.pk]).get(case.pk, ())


def standing_links(case_ids: Iterable[UUID]) -> QuerySet[Link]:
    """Return the links of the signals of these cases that stand."""
    return Link.objects.filter(undone_at__isnull=True, **{f"{CASE_OF_LINK}__in": list(case_ids)})


def _linked(ids: Iterable[UUID], key: str) -> SignalsById:
    links = (
        Link.objects.filter(undone_at__isnull=True, **{f"{key}__in": list(ids)})
        .select_related("signal")
        .annotate(belongs_to=F(key))
        .order_by("signal__received_on", "signal__row", "signal_id")
    )
    found: dict[UUID, tuple[LinkedSignal, ...]] = {}
    for link in links:
        found[link.belongs_to] = (*found.get(link.belongs_to, ()), LinkedSignal(link.signal, link))
    return found


def with_news(found: SignalsById) -> SignalsById:
    """Return the same signals, each with what its partner told later, in that order."""
    news = news_of_signals([one.signal.pk for signals in found.values() for one in signals])
    return {
        key: tuple(replace(one, news=news.get(one.signal.pk, ())) for one in signals)
        for key, signals in found.items()
    }


def news_of_signals(ids: Collection[UUID]) -> Mapping[UUID, tuple[PartnerNews, ...]]:
    """Return what was told of each of these signals after their delivery, in that order; without news left out."""
    news: dict[UUID, tuple[PartnerNews, ...]] = {}
    for row in SignalNews.objects.filter(signal_id__in=ids).order_by("on", "told_at", "pk"):
        one = PartnerNews(
            row.on,
            EvictionStage(row.stage) if row.stage else None,
            row.eviction_on,
            row.withdrawn,
            PaymentNews(row.payment) if row.payment else None,
        )
        news[row.signal_id] = (*news.get(row.signal_id, ()), one)
    return news


def signal_view(linked: LinkedSignal, covenant: Covenant) -> SignalView:
    """Return what casework's rules need to know of a signal."""
    signal, link = linked.signal, linked.link
    party = covenant.parties.get(signal.party_code)
    return SignalView(
        id=str(signal.pk),
        party=signal.party_code,
        sector=party.sector.value if party and party.sector else "",
        reference=signal.reference,
        received_on=signal.received_on,
        amount_cents=signal.amount_cents,
        months=signal.months,
        days=signal.days,
        onset_on=signal.onset_on,
        crisis=signal.crisis,
        warm_transfer=signal.warm_transfer,
        repeat=link.repeat,
        register_state=link.register_state,
        person_found=bool(link.person),
        collection={
            "incasso.contact_gezocht": signal.contact_sought_on,
            "incasso.gewezen_op_hulp": signal.pointed_to_help_on,
            "incasso.herinnering": signal.reminder_on,
            "incasso.aanbod_doorgeven": signal.offer_to_share_on,
            "huurder.geinformeerd": signal.informed_on,
        },
        news=linked.news,
        corrected=signal.corrected_at is not None,
    )


def facts_of_case(case: Case) -> Facts:
    """Return the facts that stand with the case."""
    return read_kept_facts(case.facts)


def case_view(case: Case, covenant: Covenant, links: Sequence[Link], actor: Actor) -> CaseView:
    """Return the case as the rules of transitions and results see it, for one who wants to act on it."""
    attempts = [
        attempt.reached for attempt in case.attempts.all() if attempt.kind != AttemptKind.ADMINISTRATIVE
    ]
    tasks = [task for task in case.tasks.all() if not task.dropped]
    return CaseView(
        state=CaseState(case.state),
        owner=case.owner,
        second_owner=case.second_owner,
        stand_ins=_stand_ins(actor, case),
        route_actions=tuple(case.route_actions),
        benefit=case.benefit,
        contact_waits=bool(case.contact_reasons),
        may_write=case.may_write,
        frozen_on=case.frozen_on,
        attempts=len(attempts),
        reached=sum(attempts),
        spoken_on=case.spoken_on,
        help_requested=case.help_requested_on is not None,
        help_decision=HelpDecision(case.help_decision) if case.help_decision else None,
        decision_paused=is_paused(case, timezone.localdate()),
        referrals=tuple(
            ReferralView(
                referral.party,
                ReferralState(referral.state),
                ReferralOutcome(referral.outcome) if referral.outcome else None,
            )
            for referral in case.referrals.all()
        ),
        open_tasks=frozenset(TaskKind(task.kind) for task in tasks if task.done_on is None),
        done_tasks=frozenset(TaskKind(task.kind) for task in tasks if task.done_on is not None),
        register_states=frozenset(link.register_state for link in links),
        proposed=Result(case.proposed_result) if case.proposed_result else None,
        all_repeat=bool(links) and all(link.repeat for link in links),
        paid_reported=case.paid_reported_on is not None,
        eviction_threatens=eviction_threatens(facts_of_case(case)),
        helping_parties=helping_parties(covenant),
    )


def _stand_ins(actor: Actor, case: Case) -> frozenset[UUID]:
    """Who works on the case while its owner is away; not asked where it makes no difference to this actor."""
    own = {case.owner, case.second_owner}
    if actor.role is not Role.CASE_DIRECTOR or actor.person_id in own:
        return frozenset()
    return stand_ins_of(case.controller_id, own, timezone.localdate())


def helping_parties(covenant: Covenant) -> frozenset[str]:
    """Return the codes of the partners that a case can be referred to."""
    return frozenset(code for code, party in covenant.parties.items() if party.role in HELPING_ROLES)
