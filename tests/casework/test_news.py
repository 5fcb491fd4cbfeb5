"""A landlord's news is never lost, whatever became of its signal, and tells the landlord nothing (R27, R43, C8)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town, statuses
from tijdig.casework.models import Case, SignalNews, Task
from tijdig.casework.queries import WorkFilter, work_list
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.casework.services import (
    close_case,
    complete_task,
    reopen_case,
    report_eviction,
    report_paid,
    take_up_case,
)
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import Result, SignalStatus
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.problems import NotFound

FAMILY = BSNS[0]
TOMORROW = date(2026, 3, 5)
EVICTION = date(2026, 3, 20)
SHORT_TERM = date(2026, 3, 9)


def announce(town: Town, signal_id: UUID, on: date = RECEIVED) -> None:
    report_eviction(
        actor=town.people["landlord-clerk"],
        signal_id=signal_id,
        stage=EvictionStage.ANNOUNCED,
        on=on,
        eviction_on=EVICTION,
    )


@pytest.fixture
def family(weert: Town) -> Town:
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    return weert


@pytest.fixture
def closed(family: Town) -> Case:
    family.add_signal(FAMILY)
    (case,) = family.open()
    director = family.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)
    return close_case(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        closing=Closing(Result.UNJUSTIFIED, reason="Al betaald voor het signaal kwam"),
        on=RECEIVED,
    )


@pytest.mark.any_database
def test_r27_news_on_a_signal_in_review_counts_when_its_case_opens(family: Town) -> None:
    signal = family.add_signal(FAMILY, outcome=Outcome.REVIEW)
    announce(family, signal.pk)
    report_paid(actor=family.people["landlord-clerk"], signal_id=signal.pk, on=RECEIVED)
    assert family.open() == []
    Link.objects.update(decided_at=MOMENT)

    (case,) = family.open()

    assert (case.threatened, case.first_conversation_by) == (True, SHORT_TERM)
    assert (case.eviction_stage, case.eviction_on) == ("aanzegging", EVICTION)
    assert case.paid_reported_on == RECEIVED


def test_r27_news_on_a_signal_without_a_link_is_kept(family: Town) -> None:
    signal = family.add_signal(FAMILY)
    Link.objects.all().delete()

    announce(family, signal.pk)

    news = SignalNews.objects.get()
    assert (news.signal_id, news.stage, news.on, news.eviction_on) == (
        signal.pk,
        EvictionStage.ANNOUNCED,
        RECEIVED,
        EVICTION,
    )
    event = AuditEvent.objects.get(action="signal.tell-news")
    assert (event.object_id, event.details) == (
        str(signal.pk),
        {"told": "aanzegging", "on": RECEIVED.isoformat()},
    )


def test_r27_news_on_a_signal_that_joins_later_reaches_the_case(family: Town) -> None:
    notification = family.add_notification()
    family.add_signal(FAMILY, notification=notification)
    (case,) = family.open()
    doubtful = family.add_signal(FAMILY, notification=notification, outcome=Outcome.REVIEW)
    Link.objects.filter(signal=doubtful).update(notification=None)
    announce(family, doubtful.pk)
    Link.objects.filter(signal=doubtful).update(notification=notification, decided_at=MOMENT)

    (joined,) = family.open()

    assert (case.threatened, joined.threatened, joined.first_conversation_by) == (False, True, SHORT_TERM)


@pytest.mark.any_database
def test_r21_a_repeat_whose_home_is_at_stake_is_no_mere_repeat_any_more(family: Town) -> None:
    signal = family.add_signal(FAMILY, repeat=True)
    assert family.open() == []
    assert statuses(family) == [SignalStatus.REPEAT]

    announce(family, signal.pk)

    (case,) = family.open()
    assert (case.threatened, statuses(family)) == (True, [SignalStatus.TAKEN_UP])


@pytest.mark.any_database
def test_r34_news_after_closing_asks_a_person_to_look_and_decides_nothing(
    family: Town, closed: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to(MOMENT + timedelta(days=1))

    announce(family, Signal.objects.get().pk, TOMORROW)

    case = Case.objects.get()
    assert (case.state, case.closed_on, case.version) == (
        CaseState.CLOSED,
        closed.closed_on,
        closed.version + 1,
    )
    assert (case.eviction_stage, case.eviction_on) == ("aanzegging", EVICTION)
    task = Task.objects.get(kind=TaskKind.NEWS)
    assert (task.due_on, task.done_on, task.dropped) == (TOMORROW, None, False)
    for person in ("coordinator", "debt-director"):
        shown = work_list(family.people[person], shown=WorkFilter.TO_LOOK_AT)
        assert [row.case_id for row in shown.rows] == [case.pk]
        assert shown.counts[WorkFilter.ALL] == 0


@pytest.mark.any_database
def test_r34_a_case_that_is_opened_again_for_the_news_is_advised_on_it(
    family: Town, closed: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to(MOMENT + timedelta(days=1))
    announce(family, Signal.objects.get().pk, TOMORROW)

    again = reopen_case(
        actor=family.people["debt-director"],
        case_id=closed.pk,
        version=closed.version + 1,
        reason="Ontruiming aangezegd",
    )

    assert (again.state, again.threatened, again.first_conversation_by) == (
        CaseState.TAKEN_UP,
        True,
        date(2026, 3, 10),
    )
    assert Task.objects.get(kind=TaskKind.NEWS).done_on == TOMORROW


@pytest.mark.any_database
def test_r34_news_after_closing_can_be_looked_at_without_opening_again(family: Town, closed: Case) -> None:
    report_paid(actor=family.people["landlord-clerk"], signal_id=Signal.objects.get().pk, on=RECEIVED)
    task = Task.objects.get(kind=TaskKind.NEWS)

    complete_task(
        actor=family.people["debt-director"],
        case_id=closed.pk,
        version=closed.version + 1,
        task_id=task.pk,
        on=RECEIVED,
    )

    assert Case.objects.get().state == CaseState.CLOSED
    assert work_list(family.people["coordinator"]).counts[WorkFilter.TO_LOOK_AT] == 0


@pytest.mark.any_database
def test_r34_news_where_nobody_seemed_left_to_help_asks_a_person_to_look(family: Town) -> None:
    signal = family.add_signal(FAMILY, state=RegisterState.MOVED_AWAY)
    (case,) = family.open()

    announce(family, signal.pk)

    after = Case.objects.get()
    assert (after.proposed_result, after.rank_key) == (Result.NOT_RESIDENT, case.rank_key)
    assert Task.objects.filter(kind=TaskKind.NEWS).count() == 1
    assert after.eviction_stage == "aanzegging"


def test_a6_news_on_another_landlord_s_signal_is_a_404_and_is_not_kept(family: Town) -> None:
    signal = family.add_signal(FAMILY)

    for signal_id in (signal.pk, uuid4()):
        with pytest.raises(NotFound):
            report_paid(actor=family.people["other-clerk"], signal_id=signal_id, on=RECEIVED)

    assert not SignalNews.objects.exists()
