"""Cases that go wrong elsewhere: two households on one number, former occupants, children that left, administrators."""

from __future__ import annotations

import pytest

from benchmarks.linkage_register import HERE
from tests.linkage.folk import HOME, link, resident, signal, townspeople
from tijdig.linkage.engine import link_people
from tijdig.linkage.rules.decision_table import CLOSE_WITHIN
from tijdig.linkage.rules.measured import ERROR_BOUNDS
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import LinkResult, Side
from tijdig.residents.rules.record import PreviousAddress, RegisteredAddress

ANNA, OTHER = "999990019", "999990020"
OTHER_HOME = RegisteredAddress("Eikenpad", 5, "", "", "", "9998AA", "Duinrode")
OFFICE = {"street": "Kantoorlaan", "house_number": 100, "house_letter": "", "postcode": "1999ZZ"}
LIVED_HERE = (PreviousAddress(HERE, HOME, "20250901"),)
NEITHER = {"surname": "Anders", "prefix": "", "initials": "Q.", "birth_date": ""}
CERTAIN, REVIEW, NONE = Outcome.CERTAIN, Outcome.REVIEW, Outcome.NONE


@pytest.fixture(autouse=True)
def _every_line_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for rule_id in ERROR_BOUNDS:
        monkeypatch.setitem(ERROR_BOUNDS, rule_id, 0.0)  # type: ignore[arg-type]


def codes(result: LinkResult, side: Side) -> set[str]:
    return {reason.code for reason in result.reasons if reason.side is side}


def shown(result: LinkResult) -> list[str]:
    return [candidate.bsn for candidate in result.candidates]


@pytest.mark.parametrize(
    ("written", "outcome", "bsn"),
    [
        ({}, CERTAIN, ANNA),
        ({"surname": "Kersink", "prefix": "", "initials": "C.D.", "birth_date": "19900101"}, CERTAIN, OTHER),
        ({"surname": "Kersink", "prefix": "", "initials": "C.D.", "birth_date": ""}, CERTAIN, OTHER),
        ({"surname": "Kersink", "prefix": "", "initials": "C.", "birth_date": ""}, REVIEW, OTHER),
        # The birth date of the one and the name of the other: never the one for certain.
        ({"surname": "Kersink", "prefix": "", "initials": "C.D."}, REVIEW, OTHER),
        (NEITHER, NONE, None),
    ],
)
def test_two_households_on_one_number_are_told_apart_by_name_and_birth_date(
    written: dict[str, object], outcome: Outcome, bsn: str | None
) -> None:
    lodger = resident(OTHER, given_names="Cor Daan", prefix="", surname="Kersink", birth_date="19900101")
    result = link(signal(**written), resident(), lodger)

    assert (result.outcome, result.bsn) == (outcome, bsn)


def test_r25_an_occupant_of_before_is_found_where_they_live_now_and_not_mixed_up_with_who_lives_there() -> (
    None
):
    before = resident(address=OTHER_HOME, previous_addresses=LIVED_HERE)
    now = resident(OTHER, given_names="Cor", prefix="", surname="Kersink", birth_date="19900101")
    result = link(signal(), before, now)

    assert (result.outcome, result.bsn, result.register) == (CERTAIN, ANNA, RegisterState.MOVED_WITHIN)
    assert OTHER not in shown(result)
    assert {"linkage.address-former", "linkage.name-exact", "linkage.birth-date-exact"} <= codes(
        result, Side.FOR
    )


def test_r25_of_an_occupant_of_before_and_a_namesake_who_lives_there_now_a_person_chooses() -> None:
    before = resident(address=OTHER_HOME, previous_addresses=LIVED_HERE)
    now = resident(OTHER, birth_date="19900101")
    result = link(signal(birth_date=""), before, now)

    assert result.outcome is REVIEW
    assert set(shown(result)) == {ANNA, OTHER}
    assert "linkage.close-second" in codes(result, Side.AGAINST)


PARENT = resident(given_names="Jan Piet", birth_date="19600101")
CHILD = resident(
    OTHER, given_names="Jan Piet", birth_date="19920505", address=OTHER_HOME, previous_addresses=LIVED_HERE
)


@pytest.mark.parametrize(
    ("birth_date", "outcome", "bsn", "register"),
    [
        ("19920505", CERTAIN, OTHER, RegisterState.MOVED_WITHIN),
        ("19600101", CERTAIN, ANNA, RegisterState.RESIDENT),
        ("", REVIEW, ANNA, RegisterState.RESIDENT),
    ],
)
def test_a_child_who_left_home_is_not_its_parent(
    birth_date: str, outcome: Outcome, bsn: str, register: RegisterState
) -> None:
    result = link(signal(initials="J.P.", birth_date=birth_date), PARENT, CHILD)

    assert (result.outcome, result.bsn, result.register) == (outcome, bsn, register)
    if outcome is REVIEW:
        assert set(shown(result)) == {ANNA, OTHER}


def test_an_administrators_address_leads_to_where_each_client_lives_and_to_nobody_who_lives_there() -> None:
    clients = [
        resident(),
        resident(
            OTHER,
            given_names="Cor Daan",
            prefix="",
            surname="Kersink",
            birth_date="19610822",
            address=OTHER_HOME,
        ),
    ]
    caretaker = resident(
        "999990032", given_names="Bea", prefix="", surname="Huis", birth_date="19500101",
        address=RegisteredAddress("Kantoorlaan", 100, "", "", "", "1999ZZ", "Duinrode"),
    )  # fmt: skip
    lines = [
        signal(**OFFICE),
        signal(**OFFICE, surname="Kersink", prefix="", initials="C.D.", birth_date="19610822"),
        signal(**OFFICE, birth_date=""),
        signal(**OFFICE, **NEITHER),
    ]
    results = link_people(lines, [*townspeople(), *clients, caretaker], municipality=HERE)

    assert [(result.outcome, result.bsn) for result in results] == [
        (CERTAIN, ANNA),
        (CERTAIN, OTHER),
        (REVIEW, ANNA),  # without a birth date nobody is certain at another address
        (NONE, None),
    ]


def test_r23_secrecy_and_an_investigation_change_nothing_about_whom_a_signal_is_about() -> None:
    plain, marked = (
        link(signal(), one) for one in (resident(), resident(secrecy=True, under_investigation=True))
    )

    assert (marked.outcome, marked.bsn, marked.rule_id) == (plain.outcome, plain.bsn, plain.rule_id)
    assert codes(marked, Side.ASIDE) - codes(plain, Side.ASIDE) == {"linkage.address-doubted"}


def test_every_outcome_has_evidence_for_and_against_and_tells_the_runner_up_and_how_close() -> None:
    twin = resident(OTHER, given_names="Alma Mirte")
    result = link(signal(birth_date="19521102"), resident(), twin)
    first, second = result.candidates[:2]

    assert (result.runner_up, result.margin) == (second.bsn, first.points - second.points)
    assert result.margin is not None
    assert result.margin < CLOSE_WITHIN
    for candidate in result.candidates:
        sides = {reason.side for reason in candidate.reasons}
        assert {Side.FOR, Side.AGAINST} <= sides
        assert all(reason.said.nl != reason.said.en for reason in candidate.reasons)


def test_who_has_no_runner_up_has_no_margin() -> None:
    result = link(signal(), resident())

    assert (result.runner_up, result.margin) == (None, None)
