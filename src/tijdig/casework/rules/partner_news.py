"""What a signal partner tells of its own signal after the delivery: paid, or a step on the way to eviction (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.covenant.rules.facts import EvictionStage
from tijdig.intake.rules.values.withdrawals import Withdrawal
from tijdig.problems import Problem, ProblemKind

# Stages in which there is no threat (any more).
THREAT_IS_OVER = frozenset({EvictionStage.NONE, EvictionStage.CARRIED_OUT})


def is_threat(stage: str) -> bool:
    """Say whether eviction threatens in this stage; the empty one is no stage."""
    return bool(stage) and EvictionStage(stage) not in THREAT_IS_OVER


class PaymentNews(StrEnum):
    """What a partner tells of paying: the arrears themselves, or the new instalments that a pause asks for (R45)."""

    PAID = "paid"
    ARRANGED = "arranged"
    INSTALMENTS_PAID = "instalments-paid"
    INSTALMENT_MISSED = "instalment-missed"


INSTALMENT_NEWS = frozenset({PaymentNews.INSTALMENTS_PAID, PaymentNews.INSTALMENT_MISSED})


@dataclass(frozen=True, slots=True)
class PartnerNews:
    """One message, received on day ``on``: a ``stage`` of the eviction, or that the signal is ``withdrawn``.

    Neither: something was paid, or not; ``payment`` None there is a message that the arrears were paid.
    """

    on: date
    stage: EvictionStage | None = None
    eviction_on: date | None = None
    withdrawn: bool = False
    payment: PaymentNews | None = None

    @property
    def settles(self) -> bool:
        """Whether it says that the arrears are paid, or that there is an arrangement for them."""
        return self.stage is None and not self.withdrawn and self.payment not in INSTALMENT_NEWS

    @property
    def code(self) -> str:
        """What was told, in one word for the logs."""
        return self.stage or ("withdrawn" if self.withdrawn else self.payment or PaymentNews.PAID)

    @property
    def is_threat(self) -> bool:
        """Whether it says that eviction threatens now."""
        return self.stage is not None and is_threat(self.stage)


ANNOUNCED_WITHOUT_DAY = ProblemKind(
    code="casework.announced-without-day",
    rule="R27",
    nl="Bij een aangezegde ontruiming hoort de dag, en bij ander nieuws geen dag.",
    en="An announced eviction needs its day, and other news has none.",
    remedy_nl="Noem de dag waarvoor de ontruiming is aangezegd.",
    remedy_en="Name the day for which the eviction was announced.",
)


def check_eviction_has_its_day(news: PartnerNews) -> Problem | None:
    """An announced eviction comes with its day, and only that (R27)."""
    fits = (news.stage is EvictionStage.ANNOUNCED) is (news.eviction_on is not None)
    return None if fits else ANNOUNCED_WITHOUT_DAY()


_STAGE_OF_FILE = {
    Withdrawal.SUMMONS: EvictionStage.SUMMONS,
    Withdrawal.JUDGMENT: EvictionStage.JUDGMENT,
    Withdrawal.ANNOUNCED: EvictionStage.ANNOUNCED,
    Withdrawal.CARRIED_OUT: EvictionStage.CARRIED_OUT,
    Withdrawal.CANCELLED: EvictionStage.NONE,
}
_PAYMENT_OF_FILE = {Withdrawal.PAID: PaymentNews.PAID, Withdrawal.ARRANGED: PaymentNews.ARRANGED}


def news_of_file(told: Withdrawal, on: date, eviction_on: date | None) -> PartnerNews:
    """Return what a row of a delivery told, received on day ``on``, as news like any other."""
    return PartnerNews(
        on,
        stage=_STAGE_OF_FILE.get(told),
        eviction_on=eviction_on,
        withdrawn=told is Withdrawal.WITHDRAWN,
        payment=_PAYMENT_OF_FILE.get(told),
    )


@dataclass(frozen=True, slots=True)
class ThreatSoFar:
    """How the threat of one signal stands: ``since`` its first day until now (None: none), ``told_on`` its last word.

    ``ended_on`` is the day on which the partner said that there is no threat (any more), None when it never did.
    """

    since: date | None = None
    told_on: date | None = None
    ended_on: date | None = None


def threat_so_far(flagged_on: date | None, news: Sequence[PartnerNews]) -> ThreatSoFar:
    """Follow a signal from its crisis flag (``flagged_on``, None without) through its news, in the order told.

    A next stage is the same threat going on, so its first day stays (R27); only "not any more" ends it.
    """
    since, told_on, ended_on = flagged_on, flagged_on, None
    for one in news:
        if one.stage is None:
            continue
        told_on = one.on
        if one.is_threat:
            since, ended_on = since or one.on, None
        else:
            since, ended_on = None, one.on
    return ThreatSoFar(since, told_on, ended_on)


def last_stage(news: Sequence[PartnerNews]) -> PartnerNews | None:
    """Return the last message about the eviction, or None."""
    return next((one for one in reversed(news) if one.stage is not None), None)


def last_paid_on(news: Sequence[PartnerNews]) -> date | None:
    """Return the day of the last message that it was paid or arranged, or None; a missed instalment undoes it."""
    for one in reversed(news):
        if one.payment is PaymentNews.INSTALMENT_MISSED:
            return None
        if one.settles:
            return one.on
    return None
