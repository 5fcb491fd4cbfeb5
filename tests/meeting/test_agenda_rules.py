"""When the meeting is, what the covenant proposes for it, and what an item needs (R47, R48)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.casework.town import shipped
from tijdig.covenant.rules.facts import Facts, FactSource, KnownFact
from tijdig.covenant.rules.terms import ProposalTerms
from tijdig.letters.fields import on_paper
from tijdig.meeting.rules.agenda import (
    Basis,
    Standing,
    check_basis,
    next_meeting,
    planned_days,
    reasons_to_discuss,
    takes_part,
)
from tijdig.meeting.rules.papers import next_version

ON = date(2026, 3, 4)


def known(value: bool | int, source: FactSource = FactSource.DELIVERY) -> KnownFact:
    return KnownFact(value, ON, source)


@pytest.mark.parametrize(
    ("last", "today", "expected", "why"),
    [
        (date(2026, 3, 5), date(2026, 3, 6), date(2026, 4, 7), "a month later is Easter Sunday"),
        (date(2026, 3, 10), date(2026, 3, 11), date(2026, 4, 10), "a month later"),
        (None, date(2026, 3, 4), date(2026, 4, 7), "the first: a month from now, after Easter"),
        (date(2026, 1, 8), date(2026, 3, 4), date(2026, 3, 4), "long overdue: as soon as possible"),
    ],
)
def test_r47_the_next_meeting_follows_from_the_rhythm(
    last: date | None, today: date, expected: date, why: str
) -> None:
    assert next_meeting(shipped("weert").meeting, last, today) == expected, why


LONG_AGO = date(2025, 11, 1)
FAMILY = {
    "ontruiming.dreigt": known(True),
    "huishouden.minderjarigen": known(True, FactSource.REGISTER),
}


@pytest.mark.parametrize(
    ("covenant", "case", "codes"),
    [
        ("weert", Standing({"ontruiming.dreigt": known(True)}, ON), ["meets-criterion"]),
        ("weert", Standing({"achterstand.maanden": known(5)}, ON), []),
        ("weert", Standing({}, ON), []),
        ("weert", Standing(FAMILY, ON), ["meets-criterion", "has-rank-factor"]),
        ("sittard-geleen", Standing({"achterstand.maanden": known(3)}, ON), ["meets-criterion"]),
        ("sittard-geleen", Standing({"achterstand.maanden": known(2)}, ON), []),
        ("sittard-geleen", Standing({}, LONG_AGO), ["open-too-long"]),
        ("sittard-geleen", Standing({}, date(2026, 1, 4)), []),  # two months to the day: not longer
        ("sittard-geleen", Standing({}, ON, has_open_action=True), ["action-not-done"]),
        ("landelijk", Standing({}, ON, asked_by=("Vitens", "PLUS")), ["asked-by-participant"] * 2),
    ],
)
def test_r47_the_covenant_proposes_a_case_only_for_what_is_known_to_hold(
    covenant: str, case: Standing, codes: list[str]
) -> None:
    reasons = reasons_to_discuss(shipped(covenant), case, ON)

    assert [reason.code for reason in reasons] == [f"meeting.{code}" for code in codes]
    assert all(reason.rule == "R47" for reason in reasons)


def test_r47_a_covenant_that_proposes_nothing_more_proposes_nothing_more() -> None:
    covenant = shipped("weert")
    silent = replace(covenant, meeting=replace(covenant.meeting, criteria=(), proposals=ProposalTerms()))

    everything = Standing(FAMILY, LONG_AGO, has_open_action=True, asked_by=("AMW",))

    assert reasons_to_discuss(silent, everything, ON) == ()


def test_r47_planned_days_keep_the_rhythm_also_after_a_holiday() -> None:
    days = planned_days(shipped("weert").meeting, date(2026, 3, 5), date(2026, 3, 6), 3)

    # Easter Sunday moves to Tuesday; the next one counts from the fifth again.
    assert days == (date(2026, 4, 7), date(2026, 5, 6), date(2026, 6, 5))


@pytest.mark.parametrize(
    ("number", "before", "now", "expected"), [(0, "", "a", 1), (3, "a", "a", 3), (3, "a", "b", 4)]
)
def test_r47_a_paper_gets_a_new_version_when_it_holds_something_else(
    number: int, before: str, now: str, expected: int
) -> None:
    assert next_version(number, before, now) == expected


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("signaal.bedrag", 120_050, "€\u00a01.200,50"),
        ("signaal.maanden", 4, "4"),
        ("signaal.crisis", True, "ja"),
        ("signaal.geboortedatum", "19850312", "12-03-1985"),
        ("ontruiming.datum", date(2026, 3, 20), "20 maart 2026"),
        ("zaak.contactpogingen", ("gebeld", "bezocht"), "gebeld; bezocht"),
        ("zaak.resultaat", "", ""),
    ],
)
def test_values_stand_on_paper_as_a_dutch_letter_writes_them(code: str, value: object, expected: str) -> None:
    assert on_paper(code, value) == expected


CONSENT = {"toestemming.overleg": known(True, FactSource.TENANT)}
REFUSED = {"toestemming.overleg": known(False, FactSource.TENANT)}
STALE = {"toestemming.overleg": KnownFact(True, date(2024, 1, 1), FactSource.TENANT)}


@pytest.mark.parametrize(
    ("basis", "sentence", "facts", "codes"),
    [
        (Basis.CONSENT, "De inwoner vond het goed.", CONSENT, []),
        (Basis.CONSENT, "De inwoner vond het goed.", {}, ["meeting.consent-not-known"]),
        (Basis.CONSENT, "De inwoner vond het goed.", REFUSED, ["meeting.consent-not-known"]),
        (Basis.CONSENT, "De inwoner vond het goed.", STALE, ["meeting.consent-not-known"]),
        (Basis.CONSENT, " ", {}, ["meeting.sentence-missing", "meeting.consent-not-known"]),
        (Basis.NECESSITY, "Ontruiming over twee weken.", {}, []),
        (Basis.NECESSITY, "", {}, ["meeting.sentence-missing"]),
    ],
)
def test_r48_an_item_needs_a_basis_and_a_sentence(
    basis: Basis, sentence: str, facts: Facts, codes: list[str]
) -> None:
    problems = check_basis(shipped("weert"), basis=basis, sentence=sentence, facts=facts, on=ON)

    assert [problem.code for problem in problems] == codes


def test_r47_all_partners_of_the_covenant_take_part_and_nobody_else() -> None:
    weert = shipped("weert")

    assert {party for party in weert.parties if takes_part(weert, party)} == set(weert.parties)
    assert not takes_part(weert, "zowonen")
