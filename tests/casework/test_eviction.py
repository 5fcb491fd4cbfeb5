"""The eviction track: the alarm, the household in view until it is over, and what "paid" does (R27, R29, R41)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core import mail

from tests.casework.town import BSNS, RECEIVED, Town
from tijdig.casework.models import Case, Task
from tijdig.casework.queries.day import day
from tijdig.casework.rules.case_facts import SignalView, all_is_paid, eviction_threatens
from tijdig.casework.rules.lines import Part
from tijdig.casework.rules.partner_news import PartnerNews, PaymentNews
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import (
    close_case,
    complete_task,
    report_eviction,
    report_paid,
    take_up_case,
)
from tijdig.covenant.rules.facts import EvictionStage, FactSource, KnownFact
from tijdig.ddas import Result
from tijdig.intake.models import Signal

FAMILY = BSNS[0]
LOOK_AGAIN = date(2026, 3, 20)
FLAG, STAGE = "ontruiming.dreigt", "ontruiming.fase"


@pytest.mark.parametrize(
    ("flag", "stage", "threatens"),
    [
        (None, None, False),
        (True, None, True),
        (False, None, False),
        (True, "vonnis", True),
        (False, "vonnis", True),  # the delivery said no, then the landlord told of the judgment
        (True, "geen", False),
        (True, "uitgevoerd", False),
    ],
)
def test_r27_whether_the_home_is_at_stake(flag: bool | None, stage: str | None, threatens: bool) -> None:
    told = {FLAG: flag, STAGE: stage}
    facts = {
        name: KnownFact(value, RECEIVED, FactSource.DELIVERY)
        for name, value in told.items()
        if value is not None
    }
    assert eviction_threatens(facts) is threatens
    found_out = KnownFact(False, RECEIVED, FactSource.CASEWORK)
    assert eviction_threatens({**facts, FLAG: found_out}) is False


ARRANGED, MISSED = PartnerNews(RECEIVED, payment=PaymentNews.ARRANGED), PaymentNews.INSTALMENT_MISSED


@pytest.mark.parametrize(
    ("news", "settled"),
    [
        ([()], False),
        ([(PartnerNews(RECEIVED),)], True),
        ([(ARRANGED,)], True),
        ([(ARRANGED, PartnerNews(RECEIVED, payment=MISSED))], False),
        ([(ARRANGED,), ()], False),  # another debt is left
        ([(PartnerNews(RECEIVED, withdrawn=True),)], False),
        ([], False),
    ],
)
def test_r41_a_case_is_settled_when_each_debt_is(news: list[tuple[PartnerNews, ...]], settled: bool) -> None:
    signals = [
        SignalView(str(number), f"partner-{number}", "huur", RECEIVED, 100_00, news=told)
        for number, told in enumerate(news)
    ]
    assert all_is_paid(signals) is settled


@pytest.fixture
def family(weert: Town) -> Case:
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    weert.add_signal(FAMILY)
    (case,) = weert.open()
    return take_up_case(actor=weert.people["debt-director"], case_id=case.pk, version=1)


@pytest.mark.any_database
def test_r27_a_threat_rings_for_coordinator_and_case_director_without_a_name(
    weert: Town, family: Case, django_capture_on_commit_callbacks
) -> None:
    clerk, signal = weert.people["landlord-clerk"], Signal.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        for stage in (EvictionStage.SUMMONS, EvictionStage.JUDGMENT):
            report_eviction(actor=clerk, signal_id=signal.pk, stage=stage, on=RECEIVED)

    alarm = Task.objects.get(kind=TaskKind.EVICTION)  # one, as long as nobody acted on it
    assert (alarm.due_on, alarm.done_on) == (RECEIVED, None)
    assert len(mail.outbox) == len({to for message in mail.outbox for to in message.to}) == 2
    for message in mail.outbox:
        assert family.number not in message.body
        assert "Zoek vandaag contact" in message.body

    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.NONE, on=RECEIVED)
    alarm.refresh_from_db()
    assert alarm.done_on == RECEIVED


def test_r27_a_household_stays_in_view_until_its_eviction_is_over(
    weert: Town, family: Case, clock: time_machine.Traveller
) -> None:
    director, clerk = weert.people["debt-director"], weert.people["landlord-clerk"]
    signal = Signal.objects.get()
    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.JUDGMENT, on=RECEIVED)
    closing = Closing(Result.OTHER_PROGRAMME, helper="Bewindvoerder B.", watch_on=LOOK_AGAIN)
    version = Case.objects.get().version
    closed = close_case(actor=director, case_id=family.pk, version=version, closing=closing, on=RECEIVED)
    (watch,) = closed.tasks.filter(done_on__isnull=True, dropped=False)
    assert (watch.kind, watch.due_on) == (TaskKind.WATCH, LOOK_AGAIN)
    told = []
    for on in (RECEIVED, LOOK_AGAIN):  # to look at on that day, not before
        clock.move_to(on)
        told.append([one.number for one in day(director, since=None).parts[Part.NEW].lines])
    assert told == [[], [family.number]]

    complete_task(actor=director, case_id=family.pk, version=closed.version, task_id=watch.pk, on=RECEIVED)
    again = closed.tasks.get(kind=TaskKind.WATCH, done_on__isnull=True)  # it still threatens
    assert again.due_on > RECEIVED

    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.CARRIED_OUT, on=RECEIVED)
    assert not closed.tasks.filter(kind=TaskKind.WATCH, done_on__isnull=True).exists()


@pytest.mark.any_database
def test_r41_paid_proposes_the_result_and_a_threat_takes_the_proposal_back(weert: Town, family: Case) -> None:
    clerk, signal = weert.people["landlord-clerk"], Signal.objects.get()
    report_paid(actor=clerk, signal_id=signal.pk, on=RECEIVED, payment=PaymentNews.ARRANGED)
    case = Case.objects.get()
    assert (case.proposed_result, case.closed_on) == (Result.PAID_OR_ARRANGED, None)
    assert [one["code"] for one in case.proposed_reason] == ["casework.all-is-paid"]

    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.SUMMONS, on=RECEIVED)
    case = Case.objects.get()
    assert (case.proposed_result, case.threatened) == ("", True)
