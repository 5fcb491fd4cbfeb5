"""Route, rank and term of the three shipped covenants, from facts known, unknown and stale (R27–R30, R34)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.town import shipped
from tijdig.casework.rules.case_facts import newest
from tijdig.casework.rules.reasons import retold, stored
from tijdig.casework.rules.triage import put_first, put_last, triage, without_work
from tijdig.covenant.rules.facts import Facts, FactScalar, FactSource, KnownFact

RECEIVED = date(2026, 3, 4)
MINORS, BENEFIT = "huishouden.minderjarigen", "uitkering.participatiewet"
EVICTION, MONTHS, WARM = "ontruiming.dreigt", "achterstand.maanden", "signaal.warme_overdracht"
SOURCES = {MINORS: FactSource.REGISTER, BENEFIT: FactSource.BENEFITS}


def facts(**values: FactScalar | None) -> Facts:
    """Facts as of receipt; keyword names stand for fact names, None leaves one unknown."""
    names = {"minors": MINORS, "benefit": BENEFIT, "eviction": EVICTION, "months": MONTHS, "warm": WARM}
    return {
        names[key]: KnownFact(value, RECEIVED, SOURCES.get(names[key], FactSource.DELIVERY))
        for key, value in values.items()
        if value is not None
    }


ROUTES = [
    # covenant, facts, route, asked first
    ("weert", facts(benefit=True), "participatiewet", []),
    ("weert", facts(benefit=False), "maatschappelijk-werk", []),
    ("weert", facts(), None, [BENEFIT]),
    ("sittard-geleen", facts(eviction=True, minors=True), "gezin-met-dreigende-ontruiming", []),
    ("sittard-geleen", facts(eviction=True, minors=False, months=4), "dreigende-ontruiming", []),
    ("sittard-geleen", facts(eviction=True), None, [MINORS]),
    ("sittard-geleen", facts(eviction=False, months=3), "problematische-schulden", []),
    ("sittard-geleen", facts(eviction=False, months=1), "vroeg-erbij", []),
    ("sittard-geleen", facts(eviction=False), None, [MONTHS]),
]


@pytest.mark.parametrize(("covenant", "known", "route", "asked"), ROUTES)
def test_r30_the_first_route_that_holds_wins_and_an_unknown_fact_is_found_out_first(
    covenant: str, known: Facts, route: str | None, asked: list[str]
) -> None:
    advice = triage(shipped(covenant), known, received_on=RECEIVED, on=RECEIVED)

    assert advice.route == route
    asked_for_route = [reason.fact for reason in advice.route_reasons if reason.rule == "R30" and reason.fact]
    assert asked_for_route == asked
    assert set(asked) <= set(advice.to_find_out)
    assert advice.route_reasons, "no route without its reasons (R34)"


@pytest.mark.parametrize("covenant", ["weert", "sittard-geleen", "landelijk"])
def test_every_shipped_route_can_be_reached_with_all_its_actions(covenant: str) -> None:
    agreed = shipped(covenant)
    reached = set()
    for eviction in (True, False):
        for minors in (True, False):
            for benefit in (True, False):
                for months in (1, 3, 6):
                    known = facts(eviction=eviction, minors=minors, benefit=benefit, months=months)
                    crisis = {"signaal.crisis": KnownFact(eviction, RECEIVED, FactSource.DELIVERY)}
                    advice = triage(agreed, {**known, **crisis}, received_on=RECEIVED, on=RECEIVED)
                    if advice.route:
                        reached.add(advice.route)
                        assert advice.to in agreed.parties

    assert reached == {route.name for route in agreed.routes}


def test_c2_a_benefit_that_was_fetched_too_long_ago_is_unknown_again() -> None:
    late = RECEIVED + timedelta(days=40)  # Weert lets a benefit status be a month old
    known = facts(benefit=True)

    assert triage(shipped("weert"), known, received_on=RECEIVED, on=RECEIVED).route == "participatiewet"
    assert triage(shipped("weert"), known, received_on=RECEIVED, on=late).route is None


def test_r29_a_landlord_cannot_say_that_there_are_children() -> None:
    said = {MINORS: KnownFact(True, RECEIVED, FactSource.DELIVERY)}

    advice = triage(shipped("weert"), {**facts(benefit=True), **said}, received_on=RECEIVED, on=RECEIVED)

    assert MINORS in advice.to_find_out


ORDER = [
    # Weert, first to last
    facts(benefit=False, minors=True, eviction=True, warm=False, months=2),
    facts(benefit=True, eviction=True, warm=False, months=5),  # children not known: it may be such a family
    facts(benefit=True, minors=True, eviction=False, warm=True, months=2),
    facts(benefit=True, minors=True, eviction=False, warm=False, months=5),
    facts(benefit=True, minors=True, eviction=False, warm=False, months=2),
    facts(benefit=False, minors=False, eviction=True, warm=False, months=2),
    facts(benefit=False, minors=False, eviction=False, warm=True, months=2),
    facts(benefit=False, minors=False, eviction=False, warm=False, months=4),
    facts(benefit=False, minors=False, eviction=False, warm=False, months=3),
]


def test_r29_weert_puts_threatened_families_on_top_and_families_before_the_rest() -> None:
    keys = [
        triage(shipped("weert"), known, received_on=RECEIVED, on=RECEIVED).rank_key
        for known in reversed(ORDER)
    ]

    assert sorted(keys) == list(reversed(keys))
    assert len(set(keys)) == len(keys)


def test_equal_rank_goes_by_the_term_whoever_waits_longest_first() -> None:
    known = facts(benefit=True, minors=False, eviction=False, warm=False, months=2)
    earlier = triage(shipped("weert"), known, received_on=RECEIVED - timedelta(days=7), on=RECEIVED)
    later = triage(shipped("weert"), known, received_on=RECEIVED, on=RECEIVED)

    assert earlier.rank_key < later.rank_key


TERMS = [
    (facts(eviction=False), date(2026, 4, 1), "R28"),
    (facts(eviction=True), date(2026, 3, 9), "R27"),
    ({"signaal.crisis": KnownFact(True, RECEIVED, FactSource.DELIVERY)}, date(2026, 3, 9), "R27"),
    ({"ontruiming.fase": KnownFact("vonnis", RECEIVED, FactSource.CASEWORK)}, date(2026, 3, 9), "R27"),
    ({"ontruiming.fase": KnownFact("geen", RECEIVED, FactSource.CASEWORK)}, date(2026, 4, 1), "R28"),
]


@pytest.mark.parametrize(("known", "by", "rule"), TERMS)
def test_r27_r28_the_first_conversation_is_due_in_time(known: Facts, by: date, rule: str) -> None:
    advice = triage(shipped("weert"), known, received_on=RECEIVED, on=RECEIVED)

    assert advice.first_conversation_by == by
    assert advice.rank_reasons[-1].rule == rule
    assert by.strftime("%d-%m-%Y") in advice.rank_reasons[-1].nl


def test_r27_a_threat_that_is_heard_of_later_starts_its_own_term() -> None:
    heard = date(2026, 3, 18)
    known = {EVICTION: KnownFact(True, heard, FactSource.TENANT)}

    advice = triage(shipped("weert"), known, received_on=RECEIVED, on=heard)

    assert advice.first_conversation_by == date(2026, 3, 23)
    assert "binnen 3 werkdagen" in advice.rank_reasons[-1].nl
    assert "(3 working days from the message)" in advice.rank_reasons[-1].en


def test_r30_the_joint_invitation_is_due_at_once_where_the_route_asks_for_it() -> None:
    benefit = triage(shipped("weert"), facts(benefit=True), received_on=RECEIVED, on=date(2026, 3, 6))
    none = triage(shipped("weert"), facts(benefit=False), received_on=RECEIVED, on=date(2026, 3, 6))

    assert benefit.joint_invitation_by == date(2026, 3, 9)  # one working day from a Friday
    assert none.joint_invitation_by is None


def test_r34_reasons_name_fact_and_source_and_can_be_told_again_in_both_languages() -> None:
    advice = triage(shipped("weert"), facts(benefit=True, minors=True), received_on=RECEIVED, on=RECEIVED)
    reasons = (*advice.route_reasons, *advice.rank_reasons)

    assert retold(stored(reasons)) == reasons
    because = advice.route_reasons[1]
    assert (because.fact, because.source) == (BENEFIT, "uitkeringsadministratie")
    assert because.nl == "De inwoner heeft een bijstandsuitkering, volgens de uitkeringsadministratie."


def test_r34_a_person_s_place_stands_before_or_behind_every_advice() -> None:
    keys = [triage(shipped("weert"), known, received_on=RECEIVED, on=RECEIVED).rank_key for known in ORDER]

    assert put_first(keys[-1]) < keys[0]
    assert put_last(keys[0]) > keys[-1]


def test_a_case_without_anyone_to_help_has_no_route_and_stands_last() -> None:
    advice = triage(shipped("weert"), ORDER[0], received_on=RECEIVED, on=RECEIVED)
    last = without_work(advice, advice.route_reasons[0])

    assert (last.route, last.actions, last.threatened, last.to_find_out) == (None, (), False, ())
    assert last.rank_key > advice.rank_key


three_valued = st.sampled_from([True, False, None])


@given(
    benefit=three_valued,
    minors=three_valued,
    eviction=three_valued,
    months=st.one_of(st.none(), st.integers(1, 24)),
    covenant=st.sampled_from(["weert", "sittard-geleen", "landelijk"]),
)
def test_triage_never_guesses_and_always_says_why(
    benefit: bool | None, minors: bool | None, eviction: bool | None, months: int | None, covenant: str
) -> None:
    known = facts(benefit=benefit, minors=minors, eviction=eviction, months=months)
    advice = triage(shipped(covenant), known, received_on=RECEIVED, on=RECEIVED)

    assert advice.route_reasons
    assert advice.rank_reasons
    for name in advice.to_find_out:
        assert name not in known
    if advice.route is not None:
        route = next(one for one in shipped(covenant).routes if one.name == advice.route)
        assert {condition.fact for condition in route.conditions} <= set(known)


@given(days=st.lists(st.integers(0, 300), min_size=2, max_size=6, unique=True))
def test_the_newest_of_a_fact_counts(days: list[int]) -> None:
    groups = [{MINORS: KnownFact(False, RECEIVED + timedelta(days=day), FactSource.REGISTER)} for day in days]

    merged = newest(*groups)[MINORS]

    assert merged is not None
    assert merged.as_of == RECEIVED + timedelta(days=max(days))
