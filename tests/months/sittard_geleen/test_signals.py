"""The fictitious month in Sittard-Geleen, from proposal to cases: articles 1 to 4, 7 and 8 of its covenant show."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.months.sittard_geleen.tenants import DECEASED, DOUBTFUL, EARLY, FAMILY, IN_DEBT, MOVED, THREATENED
from tests.months.world import DELIVERED, MARCH, MonthWorld, owes, proposed
from tests.sealed import person_of, signal_of
from tijdig.casework.models import Task
from tijdig.casework.queries import case_page, work_list
from tijdig.casework.services import report_eviction
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenant_in_force, standing_of
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.ddas import Result, SignalStatus
from tijdig.intake.models import Signal
from tijdig.intake.queries import delivery_result
from tijdig.linkage.models import Link
from tijdig.linkage.queries import review_queue
from tijdig.monitor.queries import figures_until, month_at_a_glance
from tijdig.problems import Refused

pytestmark = pytest.mark.django_db
LATE_IN_MARCH = date(2026, 3, 20)


def test_article_1_nothing_moves_before_all_six_partners_have_signed(
    db: None, clock: time_machine.Traveller
) -> None:
    world = proposed("sittard-geleen")
    *first_five, last = world.covenant.parties
    assert len(world.covenant.parties) == 6
    for party in first_five:
        world.sign(party)
    with pytest.raises(Refused):
        world.activate()
    with pytest.raises(Refused, match=r"no-covenant|not-in-force"):
        world.deliver("zowonen", owes(FAMILY, months=2))

    world.sign(last)
    world.activate()

    assert covenant_in_force(world.code, DELIVERED) is not None
    assert len(world.deliver("zowonen", owes(FAMILY, months=2)).new) == 1


def test_article_2_problematic_debts_and_threatened_evictions_have_their_own_route(month: MonthWorld) -> None:
    routes = {tenant.surname: month.case_of(tenant).route for tenant in (FAMILY, THREATENED, IN_DEBT, EARLY)}

    assert routes == {
        "Adriaens": "gezin-met-dreigende-ontruiming",
        "Bovens": "dreigende-ontruiming",
        "Crins": "problematische-schulden",
        "Deumens": "vroeg-erbij",
    }
    assert month.case_of(THREATENED).first_conversation_by == date(2026, 3, 9)  # three working days
    assert month.case_of(EARLY).first_conversation_by == date(2026, 4, 1)  # four weeks


def test_article_3_a_threatened_family_gets_special_attention_and_goes_first(month: MonthWorld) -> None:
    order = [row.case_id for row in work_list(month["director"]).rows]

    assert order[:3] == [month.case_of(one).pk for one in (FAMILY, THREATENED, IN_DEBT)]
    task = Task.objects.get(case=month.case_of(FAMILY), code="bijzondere-aandacht-gezin")
    assert task.due_on == date(2026, 3, 9)
    (first, *_) = work_list(month["director"]).rows
    assert "Gezin met minderjarige kinderen en een dreigende ontruiming" in first.rank_reasons[0].nl


def test_article_4_one_month_of_arrears_is_enough_and_less_is_refused(month: MonthWorld) -> None:
    assert month.case_of(EARLY).facts["achterstand.maanden"]["value"] == 1

    received = month.deliver(
        "wonen-limburg",
        owes(EARLY, months=0, reference="X1", cents=9_000, onset=date(2026, 3, 1)),
        owes(THREATENED, months=2, reference="X2", reminder=None),
        owes(IN_DEBT, months=2, reference="X3", objected=True),
    )

    result = delivery_result(month["wonen-limburg clerk"], received.delivery_id, DELIVERED)
    refused = {row.row: {problem.code for problem in row.problems} for row in result.refused}
    assert (len(received.new), received.refused) == (0, 3)
    assert "intake.below-covenant-minimum" in refused[1]
    assert "intake.no-reminder" in refused[2]
    assert 3 not in refused  # who objected is counted, and nothing of the row is kept (R6)
    assert "intake.objected-rows" in {remark.code for remark in result.remarks}
    assert not {signal.reference for signal in Signal.objects.all()} & {"X1", "X2", "X3"}


def test_article_4_a_crisis_comes_in_on_any_day(month: MonthWorld, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 3, 20, 9, tzinfo=UTC))

    received = month.deliver(
        "zowonen", owes(EARLY, months=1, reference="CRISIS", crisis=True), on=LATE_IN_MARCH
    )
    month.work_up(on=LATE_IN_MARCH)

    assert (len(received.new), received.remarks) == (1, ())
    case = month.case_of(EARLY)  # the same household, so the same case
    assert (case.route, case.first_conversation_by) == ("dreigende-ontruiming", date(2026, 3, 25))


def test_article_7_the_covenant_warns_before_its_end_and_then_nothing_moves(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    version = CovenantVersion.objects.get()
    assert standing_of(version, date(2027, 11, 28)).days_until_end is None
    assert standing_of(version, date(2027, 11, 29)).days_until_end == 92

    clock.move_to(datetime(2028, 3, 1, 9, tzinfo=UTC))

    assert standing_of(version, date(2028, 3, 1)).state is CovenantState.EXPIRED
    with pytest.raises(Refused):
        month.deliver("zowonen", owes(FAMILY, months=2), on=date(2028, 3, 1))
    assert set(month.told("zowonen").values()) <= {""}
    page = case_page(month["director"], month.case_of(FAMILY).pk)
    assert not any(one.granted for one in page.fields)


def test_article_8_the_process_is_followed_and_evaluated_in_between(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    coordinator = month["coordinator"]
    figures = figures_until(coordinator, MARCH, DELIVERED)
    assert figures is not None
    assert figures.smallest_cell == 10
    assert figures.last.signals.hidden  # seven signals: fewer than the covenant shows

    evaluations = {one.next_on for one in month_at_a_glance(coordinator, MARCH, DELIVERED).evaluations}
    assert evaluations == {date(2026, 9, 1)}  # six months after the covenant began


def test_r25_r26_r44_death_and_move_are_told_by_their_code_only(month: MonthWorld) -> None:
    statuses = {signal.reference: signal.status for signal in Signal.objects.all()}
    assert statuses[owes(DECEASED, months=2).reference] == SignalStatus.DECEASED
    assert statuses[owes(MOVED, months=2).reference] == SignalStatus.NOT_RESIDENT
    assert month.case_of(DECEASED).proposed_result == Result.DECEASED

    assert month.told("woningbeheer-born-grevenbicht")[owes(DECEASED, months=2).reference] == "overleden"
    assert month.told("wonen-limburg")[owes(MOVED, months=2).reference] == "geen_inwoner"


def test_r24_the_doubt_was_settled_by_a_person_and_became_a_case(month: MonthWorld) -> None:
    link = Link.objects.get(signal=signal_of(owes(DOUBTFUL, months=3).reference), undone_at__isnull=True)

    assert (link.person, link.decided_by) == (
        person_of(month.code, DOUBTFUL.bsn),
        month["coordinator"].person_id,
    )
    assert month.case_of(DOUBTFUL).route == "problematische-schulden"
    assert not review_queue(month.code).exists()


def test_r27_an_announced_eviction_puts_a_household_on_the_threatened_route(month: MonthWorld) -> None:
    signal = signal_of(owes(IN_DEBT, months=4).reference)
    report_eviction(
        actor=month["zowonen clerk"],
        signal_id=signal.pk,
        stage=EvictionStage.ANNOUNCED,
        on=DELIVERED,
        eviction_on=date(2026, 3, 30),
    )

    case = month.case_of(IN_DEBT)
    assert (case.route, case.first_conversation_by) == ("dreigende-ontruiming", date(2026, 3, 9))
