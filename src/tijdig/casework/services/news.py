"""News from a signal partner on its own signal: paid, or eviction announced (narrow: dates and stages, no text).

It is kept with the signal whatever became of it, and the partner gets no other answer for it (R43, C8): whether there
is a case, and how that stands, is not the partner's to know.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.advising import put_news_on
from tijdig.casework.known import Known, known_of_case
from tijdig.casework.loading import CASE_OF_LINK, covenant_of_case, governing
from tijdig.casework.models import Case, SignalNews
from tijdig.casework.on_record import about_case, about_signal
from tijdig.casework.rules.case_facts import ALL_IS_PAID, all_is_paid, eviction_threatens
from tijdig.casework.rules.partner_news import (
    PartnerNews,
    PaymentNews,
    check_eviction_has_its_day,
    news_of_file,
)
from tijdig.casework.rules.reasons import reason, stored
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services.alarming import raise_alarm
from tijdig.casework.services.joining import advise_again, ask_to_look
from tijdig.casework.services.tasks import finish_tasks
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import Result, SignalStatus
from tijdig.disclosure.services_processing import record_change
from tijdig.intake.models import Signal, SignalWithdrawal
from tijdig.intake.rules.values.withdrawals import Withdrawal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link
from tijdig.problems import NotFound, Refused


@transaction.atomic
def report_eviction(
    *, actor: Actor, signal_id: UUID, stage: EvictionStage, on: date, eviction_on: date | None = None
) -> None:
    """Take in that eviction threatens, with its stage and (once announced) its day, from the partner itself.

    An open case is advised anew: a threatened family goes on top and the short term holds, from the first day of the
    threat (R27, R29). Raises :class:`NotFound` for a signal that is not the actor's own.
    """
    require(actor, Action.DELIVER_SIGNALS)
    take_in_news(
        actor=actor, party=actor.party, signal_id=signal_id, news=PartnerNews(on, stage, eviction_on)
    )


@transaction.atomic
def report_paid(*, actor: Actor, signal_id: UUID, on: date, payment: PaymentNews = PaymentNews.PAID) -> None:
    """Take in from the partner that the tenant has paid or made an arrangement; a person closes the case.

    Or how it goes with the new instalments of a collection pause (R45). Raises :class:`NotFound` for a signal that is
    not the actor's own.
    """
    require(actor, Action.DELIVER_SIGNALS)
    news = PartnerNews(on, payment=payment)
    take_in_news(actor=actor, party=actor.party, signal_id=signal_id, news=news)


@transaction.atomic
def report_news(*, actor: Actor, signal_id: UUID, news: PartnerNews) -> bool:
    """Take in what the partner's system tells of its own signal; told again that day, it is taken in once (I3).

    Returns whether it was new. Raises :class:`NotFound` for a signal that is not the actor's own, :class:`Refused` for
    an announced eviction without its day.
    """
    require(actor, Action.DELIVER_SIGNALS)
    problem = check_eviction_has_its_day(news)
    if problem is not None:
        raise Refused(problem)
    told = SignalNews.objects.filter(
        controller_id=actor.controller_id,
        signal_id=signal_id,
        signal__party_code=actor.party,
        on=news.on,
        stage=news.stage or "",
        eviction_on=news.eviction_on,
        payment=news.payment or "",
        withdrawn=news.withdrawn,
    )
    if told.exists():
        return False
    take_in_news(actor=actor, party=actor.party, signal_id=signal_id, news=news)
    return True


@transaction.atomic
def take_in_withdrawals(*, actor: Actor) -> int:
    """Take in what partners' deliveries told of earlier signals and nobody took in yet; returns how many messages.

    Paid since, or a step towards eviction, is news like any other. A signal that was reported by mistake is not picked
    up any more when it was not yet ("onterecht signaal", R14); whoever has its case is asked to look.
    """
    require(actor, Action.OPEN_CASES)
    pending = SignalWithdrawal.objects.select_for_update().filter(
        controller_id=actor.controller_id, taken_in_at__isnull=True
    )
    found = list(pending.order_by("on", "pk"))
    parties = dict(
        Signal.objects.filter(pk__in=[one.signal_id for one in found]).values_list("pk", "party_code")
    )
    for one in found:
        take_in_news(
            actor=actor,
            party=parties[one.signal_id],
            signal_id=one.signal_id,
            news=news_of_file(Withdrawal(one.kind), one.on, one.eviction_on),
            told_by=one.told_by,
        )
        one.taken_in_at = timezone.now()
    SignalWithdrawal.objects.bulk_update(found, ["taken_in_at"], batch_size=500)
    return len(found)


def take_in_news(
    *, actor: Actor, party: str, signal_id: UUID, news: PartnerNews, told_by: UUID | None = None
) -> None:
    """Keep this news of the party's own signal and let its case know; :class:`NotFound` for another's signal.

    Call it in the transaction of who may tell it.
    """
    signal, case = _locked(actor, party, signal_id)
    _keep(actor, signal, news, told_by or actor.person_id)
    if news.withdrawn and case is None and signal.status == SignalStatus.OPEN:
        signal.status = SignalStatus.UNJUSTIFIED
        signal.save(update_fields=["status"])
    if signal.status == SignalStatus.REPEAT and news.is_threat:
        _wake_repeat(signal, case)
    if case is None or case.erased_on is not None:
        return
    if case.closed_on is None:
        _tell_open_case(actor, case, signal, news)
    else:
        put_news_on(case, known_of_case(case, covenant_of_case(case)).signals)
        ask_to_look(actor=actor, case=case, kind=TaskKind.NEWS, on=news.on)
    _mind_eviction(actor, case, news)
    _save(actor, case, signal, news)


def _locked(actor: Actor, party: str, signal_id: UUID) -> tuple[Signal, Case | None]:
    """Lock the case, then the signal, as every change does, so that two messages are taken in one after the other (K5).

    A run that is opening the case just now holds the signal: once it lets go, the case is there.
    """
    case = _case_of(actor, party, signal_id)
    own = Signal.objects.select_for_update().filter(
        controller_id=actor.controller_id, party_code=party, pk=signal_id
    )
    signal = own.first()
    if signal is None:
        raise NotFound
    return signal, case or _case_of(actor, party, signal_id)


def _keep(actor: Actor, signal: Signal, news: PartnerNews, told_by: UUID | None) -> None:
    SignalNews.objects.create(
        controller_id=actor.controller_id,
        signal=signal,
        stage=news.stage or "",
        on=news.on,
        eviction_on=news.eviction_on,
        withdrawn=news.withdrawn,
        payment=news.payment or "",
        told_by=told_by,
        told_at=timezone.now(),
    )
    record_change(
        actor=actor,
        action="signal.tell-news",
        object_kind="signal",
        object_id=str(signal.pk),
        processings=about_signal(
            signal.pk, governing(actor.controller_id, signal.covenant_hash, timezone.localdate())
        ),
        details={"told": news.code, "on": news.on.isoformat()},
    )


def _case_of(actor: Actor, party: str, signal_id: UUID) -> Case | None:
    own = Link.objects.filter(
        signal_id=signal_id,
        signal__party_code=party,
        controller_id=actor.controller_id,
        undone_at__isnull=True,
    )
    return Case.objects.select_for_update().filter(pk__in=own.values(CASE_OF_LINK)).first()


def _wake_repeat(signal: Signal, case: Case | None) -> None:
    """A repeat made no work; that the home is now at stake is news, so it is looked at again (R21, R27)."""
    if case is None:
        signal.status = SignalStatus.OPEN  # the next run opens a case
    elif case.closed_on is None:
        signal.status = SignalStatus.TAKEN_UP
    signal.save(update_fields=["status"])


def _tell_open_case(actor: Actor, case: Case, signal: Signal, news: PartnerNews) -> None:
    known = known_of_case(case, covenant_of_case(case))
    if case.proposed_result == Result.PAID_OR_ARRANGED and not news.settles:
        case.proposed_result, case.proposed_reason = "", []
    if case.proposed_result or news.withdrawn or not _is_about(known, signal):
        ask_to_look(actor=actor, case=case, kind=TaskKind.NEWS, on=news.on)
    elif news.stage is not None:
        advise_again(actor=actor, case=case, known=known, on=news.on)
    elif not news.settles or not propose_paid(actor=actor, case=case, known=known):
        ask_to_look(actor=actor, case=case, kind=TaskKind.NEWS, on=news.on)
    put_news_on(case, known.signals)


@transaction.atomic
def propose_paid(*, actor: Actor, case: Case, known: Known) -> bool:
    """Propose to close the case when every debt in it was paid or arranged; a person confirms (R34, R41).

    False when a debt is left, or the home is at stake. The caller saves the case.
    """
    if eviction_threatens(known.facts) or not all_is_paid(known.signals):
        return False
    case.proposed_result = Result.PAID_OR_ARRANGED
    case.proposed_reason = stored((reason(ALL_IS_PAID),))
    record_event(
        actor=actor,
        action="case.propose-paid",
        object_kind="case",
        object_id=str(case.pk),
        reasons=[ALL_IS_PAID.code],
    )
    return True


def _mind_eviction(actor: Actor, case: Case, news: PartnerNews) -> None:
    """Raise the alarm, or end it and the watch once the partner says that it is over."""
    if news.is_threat:
        raise_alarm(actor=actor, case=case, on=news.on)
    elif news.stage is not None:
        for kind in (TaskKind.EVICTION, TaskKind.WATCH):
            finish_tasks(actor=actor, case=case, kind=kind, on=news.on)


def _is_about(known: Known, signal: Signal) -> bool:
    return str(signal.pk) in {one.id for one in known.signals}


def _save(actor: Actor, case: Case, signal: Signal, news: PartnerNews) -> None:
    case.version += 1
    case.save()
    record_change(
        actor=actor,
        action=f"case.report-{'eviction' if news.stage else news.code}",
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant_of_case(case)),
        details={"signal": str(signal.pk), "told": news.stage or news.on.isoformat()},
    )
