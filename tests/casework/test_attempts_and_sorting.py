"""Contact attempts (R35, R36), sorting of signals (R14, R21, R25, R26, R31), tasks' requirements (R30, R42)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.town import shipped
from tijdig.casework.rules.attempts import Attempt, check_attempt, part_of_day
from tijdig.casework.rules.case_facts import (
    SignalView,
    facts_of_signals,
    kept_facts,
    read_kept_facts,
    threatened_since,
)
from tijdig.casework.rules.joint_invitation import check_joint_invitation
from tijdig.casework.rules.route_actions import ActionKind, RouteAction, invited_disciplines, read_action
from tijdig.casework.rules.settable_facts import SETTABLE_FACTS, check_settable
from tijdig.casework.rules.sorting import find_unjustified, sort_notification, sort_signal
from tijdig.casework.rules.task_requirements import Proof, check_task_proof, withholding_task
from tijdig.covenant.rules.document import UnjustifiedTerms
from tijdig.covenant.rules.facts import FACTS, FactSource, KnownFact
from tijdig.ddas import AttemptKind, PartOfDay, Result, Sector, SignalStatus
from tijdig.problems import Problem

TODAY = date(2026, 3, 20)
RECEIVED = date(2026, 3, 4)
ME, COLLEAGUE = UUID(int=1), UUID(int=2)
SIGNAL = SignalView(
    id="s", party="wonen-limburg", sector=Sector.RENT, received_on=RECEIVED, amount_cents=50_000
)
WEERT = shipped("weert")


@pytest.mark.parametrize(
    ("at", "part"),
    [
        (time(0, 0), PartOfDay.MORNING),
        (time(11, 59, 59), PartOfDay.MORNING),
        (time(12, 0), PartOfDay.AFTERNOON),
        (time(17, 59, 59), PartOfDay.AFTERNOON),
        (time(18, 0), PartOfDay.EVENING),
        (time(23, 59), PartOfDay.EVENING),
    ],
)
def test_r35_the_part_of_the_day_follows_from_the_clock(at: time, part: PartOfDay) -> None:
    assert part_of_day(at) is part


@pytest.mark.parametrize("kind", list(AttemptKind))
@pytest.mark.parametrize("reached", [True, False])
def test_r36_looking_something_up_reaches_nobody(kind: AttemptKind, reached: bool) -> None:
    problems = check_attempt(
        Attempt(kind, TODAY, PartOfDay.MORNING, reached), received_on=RECEIVED, today=TODAY
    )

    assert bool(problems) is (kind is AttemptKind.ADMINISTRATIVE and reached)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (TODAY + timedelta(days=1), "casework.attempt-in-future"),
        (RECEIVED - timedelta(days=1), "casework.attempt-before-receipt"),
        (TODAY, None),
        (RECEIVED, None),
    ],
)
def test_r35_an_attempt_lies_between_receipt_and_today(on: date, code: str | None) -> None:
    problems = check_attempt(
        Attempt(AttemptKind.PHONE, on, PartOfDay.MORNING, reached=True), received_on=RECEIVED, today=TODAY
    )

    assert [problem.code for problem in problems] == ([code] if code else [])


SORTED = [
    (replace(SIGNAL), SignalStatus.TAKEN_UP, None),
    (replace(SIGNAL, repeat=True), SignalStatus.REPEAT, "R21"),
    (replace(SIGNAL, repeat=True, crisis=True), SignalStatus.TAKEN_UP, None),
    (replace(SIGNAL, register_state="deceased", repeat=True), SignalStatus.DECEASED, "R26"),
    (replace(SIGNAL, register_state="moved-away"), SignalStatus.NOT_RESIDENT, "R25"),
    (replace(SIGNAL, register_state="moved-within"), SignalStatus.TAKEN_UP, None),
    (replace(SIGNAL, register_state="unknown", person_found=False), SignalStatus.NOT_RESIDENT, "R25"),
]


@pytest.mark.parametrize(("signal", "status", "rule"), SORTED)
def test_r14_each_signal_gets_its_status_and_why(
    signal: SignalView, status: SignalStatus, rule: str | None
) -> None:
    found = sort_signal(signal, WEERT)

    assert found.status is status
    assert (found.reason.rule if found.reason else None) == rule


@pytest.mark.parametrize(
    ("signals", "opens", "proposed", "to_work"),
    [
        ([SORTED[0][0]], True, None, 1),
        ([SORTED[1][0]], False, None, 0),
        ([SORTED[3][0]], True, Result.DECEASED, 0),
        ([SORTED[4][0]], True, Result.NOT_RESIDENT, 0),
        ([SORTED[4][0], SORTED[3][0]], True, Result.DECEASED, 0),
        ([SORTED[3][0], SORTED[0][0]], True, None, 1),
        ([SORTED[1][0], SORTED[4][0]], True, Result.NOT_RESIDENT, 0),
        ([], False, None, 0),
    ],
)
def test_r20_a_case_follows_when_there_is_something_to_do_or_to_decide(
    signals: list[SignalView], opens: bool, proposed: Result | None, to_work: int
) -> None:
    sorting = sort_notification(signals, WEERT)

    assert (sorting.opens_case, sorting.proposed, len(sorting.to_work)) == (opens, proposed, to_work)


@pytest.mark.parametrize(
    ("terms", "signal", "unjustified"),
    [
        (UnjustifiedTerms(), SIGNAL, False),
        (UnjustifiedTerms(below_cents=50_001), SIGNAL, True),
        (UnjustifiedTerms(below_cents=50_000), SIGNAL, False),
        (UnjustifiedTerms(older_than_days=90), replace(SIGNAL, days=91), True),
        (UnjustifiedTerms(older_than_days=90), replace(SIGNAL, days=90), False),
        (
            UnjustifiedTerms(older_than_days=90),
            replace(SIGNAL, onset_on=RECEIVED - timedelta(days=120)),
            True,
        ),
        (UnjustifiedTerms(older_than_days=90), SIGNAL, False),  # age not known: no ground to leave it
    ],
)
def test_r31_threshold_and_age_window_are_the_covenants(
    terms: UnjustifiedTerms, signal: SignalView, unjustified: bool
) -> None:
    found = find_unjustified(signal, terms)

    assert (found is not None) is unjustified
    assert found is None or found.rule == "R31"


def test_facts_of_several_signals_are_those_of_the_household() -> None:
    energy = replace(SIGNAL, sector=Sector.ENERGY, crisis=True, months=3, received_on=date(2026, 3, 9))
    facts = facts_of_signals([replace(SIGNAL, months=2, warm_transfer=True), energy])

    values = {name: fact.value for name, fact in facts.items() if fact is not None}
    assert values["achterstand.maanden"] == 3
    assert values["achterstand.bedrag"] == 100_000
    assert (values["signaal.crisis"], values["ontruiming.dreigt"]) == (True, False)  # a cut-off, not the home
    assert values["signaal.warme_overdracht"] is True
    assert threatened_since(facts) == date(2026, 3, 9)
    assert facts_of_signals([]) == {}


fact_values = st.sampled_from(
    [
        ("huishouden.minderjarigen", True, FactSource.REGISTER),
        ("achterstand.bedrag", 123_45, FactSource.DELIVERY),
        ("ontruiming.datum", date(2026, 4, 1), FactSource.DELIVERY),
        ("ontruiming.fase", "vonnis", FactSource.CASEWORK),
    ]
)


@given(st.lists(fact_values, unique_by=lambda one: one[0]))
def test_kept_facts_read_back_the_same(values: list[tuple[str, bool | int | date | str, FactSource]]) -> None:
    facts = {name: KnownFact(value, RECEIVED, source) for name, value, source in values}

    assert read_kept_facts(kept_facts(facts)) == facts


def test_r29_people_may_set_what_the_vocabulary_lets_them_and_nothing_else() -> None:
    by_tenant = KnownFact(True, RECEIVED, FactSource.TENANT)

    assert check_settable("huishouden.minderjarigen", by_tenant) is None
    assert check_settable("signaal.crisis", by_tenant) is not None  # the partner's own flag
    assert check_settable("bewoner.overleden", by_tenant) is not None  # the register's
    assert check_settable("geen.feit", by_tenant) is not None
    assert check_settable("huishouden.minderjarigen", replace(by_tenant, value="ja")) is not None
    assert (
        check_settable("huishouden.minderjarigen", replace(by_tenant, source=FactSource.REGISTER)) is not None
    )
    assert "uitkering.participatiewet" in SETTABLE_FACTS
    assert not {name for name in SETTABLE_FACTS if FACTS[name].sources <= {FactSource.REGISTER}}


@pytest.mark.parametrize(
    ("present", "complete"),
    [
        ({"schulddienstverlening", "participatie"}, True),
        ({"participatie", "schulddienstverlening", "welzijnswerk"}, True),
        ({"schulddienstverlening"}, False),
        (set(), False),
    ],
)
def test_r30_the_invitation_comes_from_all_disciplines_together(present: set[str], complete: bool) -> None:
    asked = invited_disciplines(WEERT.routes[0].actions)

    assert asked == ("schulddienstverlening", "participatie")
    assert (check_joint_invitation(asked, present) is None) is complete


def test_route_actions_are_read_from_the_covenants_words() -> None:
    assert read_action("doorgeleiding") == RouteAction(ActionKind.REFER)
    assert read_action("taak:inhouding-huur") == RouteAction(ActionKind.TASK, task="inhouding-huur")
    with pytest.raises(ValueError, match="onbekend"):
        read_action("onbekend:iets")


@pytest.mark.parametrize(
    ("requires", "proof", "met"),
    [
        ("", Proof(), True),
        ("besluitkenmerk", Proof(reference="B-1"), True),
        ("besluitkenmerk", Proof(reference="  "), False),
        ("toestemming", Proof(consents=frozenset({"toestemming.doorgeleiding"})), True),
        ("toestemming", Proof(reference="B-1"), False),
        ("tweede-persoon", Proof(second_person=COLLEAGUE, done_by=ME), True),
        ("tweede-persoon", Proof(second_person=ME, done_by=ME), False),
        ("iets-nieuws", Proof(reference="B-1"), False),
    ],
)
def test_r30_r42_a_task_is_done_with_what_the_covenant_requires(
    requires: str, proof: Proof, met: bool
) -> None:
    assert (check_task_proof(requires, proof) is None) is met


def test_r30_rent_is_withheld_only_on_a_route_that_knows_it() -> None:
    assert withholding_task(WEERT, WEERT.routes[0].actions) == "inhouding-huur"
    assert isinstance(withholding_task(WEERT, WEERT.routes[1].actions), Problem)
