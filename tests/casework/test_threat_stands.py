"""A threat that is known stands from its first day, until someone who can know says that it is over (R27, R29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town, build_town
from tests.sealed import person_of
from tijdig.actors import Role
from tijdig.casework.models import Case
from tijdig.casework.rules.case_facts import SignalView, facts_of_signals, threatened_since
from tijdig.casework.rules.partner_news import PartnerNews, threat_so_far
from tijdig.casework.rules.standing_facts import standing_facts
from tijdig.casework.services import report_eviction, set_fact, take_up_case
from tijdig.covenant.rules.facts import EvictionStage, Facts, FactScalar, FactSource, KnownFact
from tijdig.ddas import Sector
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import Outcome

PROFILES = ("weert", "sittard-geleen", "landelijk")
FAMILY, OTHER = BSNS[:2]
NEXT_WEEK = date(2026, 3, 11)
IN_THREE_WORKING_DAYS = date(2026, 3, 9)
SIGNAL = SignalView(id="1", party="a", sector=Sector.RENT, received_on=RECEIVED, amount_cents=100)
STAGES = tuple(EvictionStage)


@pytest.fixture(params=PROFILES)
def town(request: pytest.FixtureRequest, db: None, clock: time_machine.Traveller) -> Town:
    town = build_town(request.param)
    town.add_person("clerk", Role.LANDLORD_CLERK, landlord_of(town))
    return town


def landlord_of(town: Town) -> str:
    return next(code for code, one in town.covenant.parties.items() if one.sector is Sector.RENT)


def threatened_case(town: Town) -> Case:
    """A family with a crisis signal of the landlord."""
    town.add_resident(FAMILY, children=["20150601"], benefit=True)
    town.add_signal(FAMILY, party=landlord_of(town), crisis=True, months=4, amount_cents=300_000)
    (case,) = town.open()
    return case


def add_ordinary_signal(town: Town, case: Case, clock: time_machine.Traveller) -> Case:
    """A second signal on the same address, a week later, that says nothing of a threat."""
    clock.move_to(MOMENT + timedelta(days=7))
    town.add_signal(
        FAMILY,
        party=landlord_of(town),
        notification=case.notification,
        received_on=NEXT_WEEK,
        months=1,
        amount_cents=50_000,
        onset_on=date(2026, 2, 1),  # another debt
    )
    (joined,) = town.open(on=NEXT_WEEK)
    return joined


def fact_of(case: Case, name: str) -> object:
    return case.facts[name]["value"]


@pytest.mark.any_database
def test_r27_a_later_ordinary_signal_does_not_switch_off_the_threat(
    town: Town, clock: time_machine.Traveller
) -> None:
    before = threatened_case(town)

    after = add_ordinary_signal(town, before, clock)

    assert after.pk == before.pk
    assert (after.threatened, after.threatened_since) == (True, RECEIVED)
    assert (fact_of(after, "ontruiming.dreigt"), fact_of(after, "signaal.crisis")) == (True, True)
    assert after.first_conversation_by == IN_THREE_WORKING_DAYS == before.first_conversation_by
    assert (after.rank_key, after.route) == (before.rank_key, before.route)


@pytest.mark.any_database
def test_r20_the_arrears_of_all_signals_of_a_case_add_up(town: Town, clock: time_machine.Traveller) -> None:
    after = add_ordinary_signal(town, threatened_case(town), clock)

    assert fact_of(after, "achterstand.bedrag") == 350_000
    assert fact_of(after, "achterstand.maanden") == 4


@pytest.mark.any_database
def test_r27_a_threat_that_the_landlord_told_of_outlives_an_ordinary_signal(
    town: Town, clock: time_machine.Traveller
) -> None:
    town.add_resident(FAMILY, children=["20150601"], benefit=True)
    signal = town.add_signal(FAMILY, party=landlord_of(town))
    (case,) = town.open()
    report_eviction(
        actor=town.people["clerk"], signal_id=signal.pk, stage=EvictionStage.JUDGMENT, on=RECEIVED
    )

    after = add_ordinary_signal(town, case, clock)

    assert (after.threatened, after.first_conversation_by) == (True, IN_THREE_WORKING_DAYS)
    assert fact_of(after, "ontruiming.fase") == "vonnis"


@pytest.mark.any_database
@pytest.mark.parametrize("fact", ["ontruiming.dreigt", "huurder.bezwaar"])
def test_r27_what_the_tenant_said_outlives_the_silence_of_a_later_signal(
    weert: Town, clock: time_machine.Traveller, fact: str
) -> None:
    weert.add_resident(FAMILY, benefit=True)
    weert.add_signal(FAMILY, party="wonen-limburg")
    (case,) = weert.open()
    director = weert.people["debt-director"]
    take_up_case(actor=director, case_id=case.pk, version=1)
    set_fact(
        actor=director,
        case_id=case.pk,
        version=2,
        fact=fact,
        value=True,
        source=FactSource.TENANT,
        on=RECEIVED,
    )

    after = add_ordinary_signal(weert, case, clock)

    assert after.facts[fact]["value"] is True
    assert after.facts[fact]["source"] == FactSource.TENANT


@pytest.mark.any_database
def test_r27_the_tenant_can_say_that_there_is_no_threat(weert: Town, clock: time_machine.Traveller) -> None:
    weert.add_resident(FAMILY, benefit=True)
    signal = weert.add_signal(FAMILY)
    (case,) = weert.open()
    director = weert.people["debt-director"]
    clerk = weert.people["landlord-clerk"]
    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.SUMMONS, on=RECEIVED)
    taken = take_up_case(actor=director, case_id=case.pk, version=2)
    clock.move_to(MOMENT + timedelta(days=2))

    said = set_fact(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        fact="ontruiming.dreigt",
        value=False,
        source=FactSource.TENANT,
        on=date(2026, 3, 6),
    )
    after = add_ordinary_signal(weert, case, clock)

    assert (said.threatened, after.threatened, after.threatened_since) == (False, False, None)


def test_r27_a_corrected_row_that_no_longer_raises_the_crisis_does_not_switch_it_off(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = threatened_case(weert)
    clock.move_to(MOMENT + timedelta(days=1))
    Signal.objects.update(crisis=False, corrected_at=MOMENT + timedelta(hours=20))

    (after,) = weert.open(on=date(2026, 3, 5))

    assert (after.pk, after.threatened, after.first_conversation_by) == (
        case.pk,
        True,
        IN_THREE_WORKING_DAYS,
    )


@pytest.mark.any_database
def test_r27_each_next_stage_keeps_the_first_day_of_the_threat(
    weert: Town, clock: time_machine.Traveller
) -> None:
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    signal = weert.add_signal(FAMILY)
    weert.open()
    clerk = weert.people["landlord-clerk"]
    terms = []
    for days, stage in enumerate([EvictionStage.SUMMONS, EvictionStage.JUDGMENT, EvictionStage.ANNOUNCED]):
        day = RECEIVED + timedelta(days=10 * days)
        clock.move_to(MOMENT + timedelta(days=10 * days))
        report_eviction(actor=clerk, signal_id=signal.pk, stage=stage, on=day)
        terms.append(Case.objects.get().first_conversation_by)

    case = Case.objects.get()
    assert terms == [IN_THREE_WORKING_DAYS] * 3
    assert case.threatened_since == RECEIVED
    # How fresh the fact is follows the last message, so that a long track does not become "unknown".
    assert case.facts["ontruiming.dreigt"]["on"] == "2026-03-24"


@pytest.mark.any_database
def test_r27_a_threat_that_was_over_and_comes_back_starts_its_own_term(
    weert: Town, clock: time_machine.Traveller
) -> None:
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    signal = weert.add_signal(FAMILY, crisis=True)
    weert.open()
    clerk = weert.people["landlord-clerk"]
    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.NONE, on=RECEIVED)
    over = Case.objects.get()
    clock.move_to(MOMENT + timedelta(days=7))

    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.SUMMONS, on=NEXT_WEEK)

    again = Case.objects.get()
    assert (over.threatened, over.first_conversation_by) == (False, date(2026, 4, 1))
    assert (again.threatened_since, again.first_conversation_by) == (NEXT_WEEK, date(2026, 3, 16))


def test_r24_facts_are_fetched_about_settled_people_only(weert: Town, clock: time_machine.Traveller) -> None:
    weert.add_resident(FAMILY, benefit=True)
    weert.add_resident(OTHER, children=["20150601"], benefit=True)
    notification = weert.add_notification()
    weert.add_signal(FAMILY, notification=notification)
    weert.add_signal(OTHER, notification=notification, outcome=Outcome.REVIEW)
    (case,) = weert.open()
    Link.objects.filter(person=person_of(weert.code, FAMILY)).update(decided_at=MOMENT + timedelta(hours=1))
    clock.move_to(MOMENT + timedelta(hours=2))

    (after,) = weert.open()

    assert after.version > case.version
    assert after.minors is False


# --- The rules by themselves ------------------------------------------------------------------------------------------


def told(*stages: EvictionStage, first: date = RECEIVED) -> tuple[PartnerNews, ...]:
    return tuple(PartnerNews(first + timedelta(days=number), stage) for number, stage in enumerate(stages))


@pytest.mark.parametrize(
    ("stages", "since", "over"),
    [
        ((), None, None),
        ((EvictionStage.SUMMONS, EvictionStage.JUDGMENT), 0, None),
        ((EvictionStage.SUMMONS, EvictionStage.NONE), None, 1),
        ((EvictionStage.SUMMONS, EvictionStage.CARRIED_OUT), None, 1),
        ((EvictionStage.NONE, EvictionStage.SUMMONS, EvictionStage.ANNOUNCED), 1, None),
    ],
)
def test_r27_a_threat_runs_from_its_first_stage_until_it_is_over(
    stages: Sequence[EvictionStage], since: int | None, over: int | None
) -> None:
    found = threat_so_far(None, told(*stages))

    day = {number: RECEIVED + timedelta(days=number) for number in range(3)}
    assert (found.since, found.ended_on) == (
        None if since is None else day[since],
        None if over is None else day[over],
    )


def test_r27_the_end_of_an_eviction_does_not_end_a_cut_off() -> None:
    energy = replace(SIGNAL, sector=Sector.ENERGY, crisis=True, news=told(EvictionStage.NONE))

    facts = facts_of_signals([energy])

    assert facts["signaal.crisis"] == KnownFact(True, RECEIVED, FactSource.DELIVERY)
    assert threatened_since(facts) == RECEIVED


@given(
    stages=st.lists(st.sampled_from(STAGES), max_size=4),
    crisis=st.booleans(),
    later=st.lists(st.integers(0, 60), max_size=3),
)
def test_r27_signals_without_a_threat_never_change_how_a_threat_stands(
    stages: list[EvictionStage], crisis: bool, later: list[int]
) -> None:
    first = replace(SIGNAL, crisis=crisis, news=told(*stages))
    silent = [replace(SIGNAL, id=str(n), received_on=RECEIVED + timedelta(days=n)) for n in later]

    alone = threatened_since(facts_of_signals([first]))
    together = threatened_since(facts_of_signals([first, *silent]))

    assert together == alone


@given(
    said=st.booleans(),
    day=st.integers(-30, 60),
    later=st.lists(st.integers(0, 60), min_size=1, max_size=3),
    name=st.sampled_from(["ontruiming.dreigt", "huurder.bezwaar"]),
)
def test_r27_silence_never_overrides_what_people_found_out(
    said: FactScalar, day: int, later: list[int], name: str
) -> None:
    kept: Facts = {name: KnownFact(said, RECEIVED + timedelta(days=day), FactSource.CASEWORK)}
    silent = [replace(SIGNAL, id=str(n), received_on=RECEIVED + timedelta(days=n)) for n in later]

    assert standing_facts(silent, register={}, kept=kept)[name] == kept[name]
