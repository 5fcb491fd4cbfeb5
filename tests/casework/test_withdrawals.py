"""What a partner took back in its delivery: not picked up any more, or told to who has the case (R14)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tijdig.actors import system_actor
from tijdig.casework.models import Case, SignalNews, Task
from tijdig.casework.queries import case_page
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import take_in_withdrawals
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal, SignalWithdrawal
from tijdig.intake.rules.values.withdrawals import Withdrawal
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.problems import Refused

FAMILY = BSNS[0]
SYSTEM = system_actor("0988")


@pytest.fixture
def family(weert: Town) -> Town:
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    return weert


def take_back(signal: Signal, kind: Withdrawal, eviction_on: date | None = None) -> None:
    SignalWithdrawal.objects.create(
        controller_id=signal.controller_id, signal=signal, delivery=signal.delivery, kind=kind, on=RECEIVED,
        eviction_on=eviction_on,
    )  # fmt: skip
    assert take_in_withdrawals(actor=SYSTEM) == 1
    assert take_in_withdrawals(actor=SYSTEM) == 0


def test_r14_a_withdrawn_signal_that_nobody_picked_up_opens_no_case(family: Town) -> None:
    signal = family.add_signal(FAMILY, outcome=Outcome.REVIEW)
    take_back(signal, Withdrawal.WITHDRAWN)
    Link.objects.update(decided_at=MOMENT)

    assert family.open() == []
    signal.refresh_from_db()
    assert signal.status == SignalStatus.UNJUSTIFIED
    assert SignalNews.objects.get().withdrawn


@pytest.mark.any_database
def test_r14_who_has_the_case_of_a_withdrawn_signal_is_asked_to_look(family: Town) -> None:
    signal = family.add_signal(FAMILY)
    (case,) = family.open()
    take_back(signal, Withdrawal.WITHDRAWN)

    assert Task.objects.filter(case=case, kind=TaskKind.NEWS, done_on__isnull=True).count() == 1
    signal.refresh_from_db()
    assert signal.status == SignalStatus.TAKEN_UP
    assert Case.objects.get().paid_reported_on is None
    assert AuditEvent.objects.filter(action="case.report-withdrawn", object_id=str(case.pk)).count() == 1
    (shown,) = case_page(family.people["debt-director"], case.pk).signals
    assert shown.withdrawn_on == RECEIVED


@pytest.mark.any_database
def test_paid_since_is_news_as_if_it_was_told_on_the_page(family: Town) -> None:
    signal = family.add_signal(FAMILY)
    family.open()
    take_back(signal, Withdrawal.PAID)
    assert Case.objects.get().paid_reported_on == RECEIVED


@pytest.mark.any_database
def test_only_who_opens_cases_takes_it_in(family: Town) -> None:
    with pytest.raises(Refused):
        take_in_withdrawals(actor=family.people["landlord-clerk"])


def test_r27_a_row_that_tells_of_an_announced_eviction_is_a_threat_like_any_other(family: Town) -> None:
    signal = family.add_signal(FAMILY)
    (case,) = family.open()
    take_back(signal, Withdrawal.ANNOUNCED, date(2026, 3, 20))

    case.refresh_from_db()
    assert (case.threatened, case.eviction_stage, case.eviction_on) == (True, "aanzegging", date(2026, 3, 20))
    take_back(signal, Withdrawal.ANNOUNCED, date(2026, 3, 27))  # the day was moved
    take_back(signal, Withdrawal.CANCELLED)
    assert [news.stage for news in SignalNews.objects.order_by("told_at", "pk")].count("geen") == 1
