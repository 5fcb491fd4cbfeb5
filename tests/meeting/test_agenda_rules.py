"""When the meeting is, what the covenant proposes for it, and what an item needs (R47, R48)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.town import shipped
from tijdig.covenant.rules.facts import Facts, FactSource, KnownFact
from tijdig.meeting.rules.agenda import Basis, check_basis, next_meeting, propose, takes_part

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


@pytest.mark.parametrize(
    ("covenant", "facts", "proposed"),
    [
        ("weert", {"ontruiming.dreigt": known(True)}, True),
        ("weert", {"ontruiming.dreigt": known(False), "achterstand.maanden": known(5)}, False),
        ("weert", {}, False),
        ("sittard-geleen", {"achterstand.maanden": known(3)}, True),
        ("sittard-geleen", {"achterstand.maanden": known(2), "ontruiming.dreigt": known(True)}, True),
        ("sittard-geleen", {"achterstand.maanden": known(2)}, False),
    ],
)
def test_r47_a_case_is_proposed_when_a_criterion_is_known_to_hold(
    covenant: str, facts: Facts, proposed: bool
) -> None:
    found = propose("c", shipped(covenant), facts, ON)

    assert (found is not None) is proposed
    assert found is None or all(reason.rule == "R47" for reason in found.reasons)


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
