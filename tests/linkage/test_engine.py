"""Linking, case by case: who is meant, how sure, and why (R23–R26)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.linkage_data import ledger
from benchmarks.linkage_register import ELSEWHERE, HERE, invented_register
from tests.linkage.folk import HOME, link, resident, signal, townspeople
from tijdig.linkage import engine
from tijdig.linkage.engine import link_people
from tijdig.linkage.rules.measured import ERROR_BOUNDS, ERROR_LIMIT
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import LinkResult, Side
from tijdig.residents.rules.record import PreviousAddress, RegisteredAddress, ResidentRecord

ANNA = "999990019"
OTHER_HOME = RegisteredAddress("Eikenpad", 5, "", "", "", "9998AA", "Duinrode")
CERTAIN, REVIEW, NONE = Outcome.CERTAIN, Outcome.REVIEW, Outcome.NONE

ONE_RESIDENT = [
    # what the ledger wrote, outcome, line of the table
    ({}, CERTAIN, "A1"),
    ({"surname": "ZANDHOEK", "prefix": "VAN DER"}, CERTAIN, "A1"),
    ({"surname": "van der Zandhoek", "prefix": ""}, CERTAIN, "A1"),
    ({"surname": "Zandhoek, van der", "prefix": ""}, CERTAIN, "A1"),
    ({"surname": "Zandhoke"}, CERTAIN, "A1"),
    ({"surname": "Santhoek"}, CERTAIN, "A1"),
    ({"surname": "Kersink", "prefix": ""}, CERTAIN, "A1"),
    ({"surname": "Kersink-van der Zandhoek", "prefix": ""}, CERTAIN, "A1"),
    ({"surname": "Zandhoek-Kersink"}, CERTAIN, "A1"),
    ({"surname": "ZandhoekK-ersink"}, CERTAIN, "A1"),
    ({"surname": "Zandhoek-Onbekend"}, CERTAIN, "A1"),
    ({"initials": ""}, CERTAIN, "A1"),
    ({"initials": "A."}, CERTAIN, "A1"),
    ({"house_letter": "", "addition": "a"}, CERTAIN, "A1"),
    ({"house_letter": ""}, CERTAIN, "A1"),
    ({"birth_date": "19701503"}, CERTAIN, "A2"),
    ({"birth_date": "19700316"}, CERTAIN, "A2"),
    ({"birth_date": "19700135"}, CERTAIN, "A2"),
    ({"birth_date": ""}, CERTAIN, "A3"),
    ({"birth_date": "19700000"}, CERTAIN, "A3"),
    ({"house_number": 14}, CERTAIN, "B2"),
    ({"house_letter": "C"}, CERTAIN, "B2"),
    ({"house_number": 14, "initials": "A."}, CERTAIN, "B3"),
    ({"postcode": "1234AB", "house_number": 99}, CERTAIN, "B1"),
    ({"initials": "B."}, CERTAIN, "A7"),
    ({"initials": "B.", "surname": "Zandhoke"}, REVIEW, "R1"),
    ({"birth_date": "19700101"}, CERTAIN, "A3"),
    ({"birth_date": "19700101", "initials": "A."}, CERTAIN, "A4"),
    ({"birth_date": "19720101"}, REVIEW, "R2"),
    ({"birth_date": "", "initials": "A."}, REVIEW, "R1"),
    ({"birth_date": "", "surname": "Zandhoke"}, REVIEW, "R1"),
    ({"birth_date": "19701503", "surname": "Zandhoke"}, CERTAIN, "A5"),
    ({"birth_date": "19700000", "surname": "Zandhoke"}, CERTAIN, "A5"),
    ({"birth_date": "19701503", "surname": "Zandhoke", "initials": "A."}, REVIEW, "R1"),
    ({"birth_date": "19700000", "initials": "A."}, CERTAIN, "A4"),
    ({"birth_date": "19700000", "initials": ""}, REVIEW, "R1"),
    ({"birth_date": "", "house_letter": "C"}, REVIEW, "R1"),
    ({"birth_date": "19521102"}, REVIEW, "R2"),
    ({"surname": "Vroeger", "prefix": ""}, REVIEW, "R3"),
    ({"house_number": 14, "surname": "Zandhoke"}, CERTAIN, "B2"),
    ({"house_number": 14, "surname": "Zandhoke", "initials": "A."}, REVIEW, "R4"),
    ({"postcode": "1234AB", "house_number": 99, "surname": "Zandhoke"}, REVIEW, "R4"),
    ({"house_number": 14, "birth_date": ""}, REVIEW, "R5"),
    ({"postcode": "9999ZY", "birth_date": ""}, REVIEW, "R5"),
    ({"postcode": "1234AB", "birth_date": "19701503"}, REVIEW, "R6"),
    ({"postcode": "1234AB", "birth_date": ""}, REVIEW, "R7"),
    ({"postcode": "1234AB", "birth_date": "", "initials": "A."}, NONE, "N0"),
    ({"postcode": "1234AB", "birth_date": "19521102"}, NONE, "N0"),
    ({"surname": "Anders", "prefix": "", "initials": "Q.", "birth_date": "19521102"}, NONE, "N1"),
    ({"surname": "Anders", "prefix": "", "initials": "A.M.", "birth_date": ""}, NONE, "N1"),
]


@pytest.fixture(scope="module", autouse=True)
def _every_line_is_on() -> Iterator[None]:
    """What was measured last may switch a line off; here every line is tried."""
    with pytest.MonkeyPatch.context() as patch:
        for rule_id in ERROR_BOUNDS:
            patch.setitem(ERROR_BOUNDS, rule_id, 0.0)  # type: ignore[arg-type]
        yield


@pytest.fixture(scope="module")
def one_resident_results() -> tuple[LinkResult, ...]:
    lines = [signal(**written) for written, _, _ in ONE_RESIDENT]
    return link_people(lines, [*townspeople(), resident(partner_surname="Kersink")], municipality=HERE)


@pytest.mark.parametrize(
    ("number", "outcome", "rule_id"),
    [
        pytest.param(number, outcome, rule_id, id=f"{written}")
        for number, (written, outcome, rule_id) in enumerate(ONE_RESIDENT)
    ],
)
def test_r24_what_the_ledger_wrote_about_one_resident(
    one_resident_results: tuple[LinkResult, ...], number: int, outcome: Outcome, rule_id: str
) -> None:
    result = one_resident_results[number]

    assert (result.outcome, result.rule_id) == (outcome, rule_id)
    assert result.bsn == (None if outcome is NONE else ANNA)


def test_r24_a_name_that_fits_nobody_is_never_attached_to_who_lives_there() -> None:
    result = link(signal(surname="Anders", prefix="", initials="Q.", birth_date=""), resident())

    assert result.bsn is None
    assert result.candidates == ()
    assert [reason.code for reason in result.reasons] == ["linkage.name-not-confirmed"]


def test_every_result_tells_what_speaks_for_and_against() -> None:
    result = link(signal(birth_date="19521102"), resident())
    sides = {reason.code: reason.side for reason in result.reasons}

    assert sides["linkage.address-exact"] is Side.FOR
    assert sides["linkage.name-exact"] is Side.FOR
    assert sides["linkage.birth-date-conflict"] is Side.AGAINST
    assert all(reason.said.nl and reason.said.en for reason in result.reasons)


def test_what_fits_a_line_that_is_switched_off_goes_to_a_person_who_is_told_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ERROR_BOUNDS, "A1", ERROR_LIMIT + 1)  # type: ignore[arg-type]
    result = link(signal(), resident())
    sides = {reason.code: reason.side for reason in result.reasons}

    assert (result.outcome, result.rule_id, result.bsn) == (REVIEW, "A1", ANNA)
    assert sides["linkage.line-switched-off"] is Side.AGAINST


TWINS = (resident(), resident("999990020", given_names="Bea Clara"))
SAME_INITIALS = (resident(), resident("999990020", given_names="Alma Mirte"))
FATHER_AND_SON = (
    resident(given_names="Jan Piet", birth_date="19600101"),
    resident("999990020", given_names="Jan Piet", birth_date="19920505"),
)


@pytest.mark.parametrize(
    ("people", "written", "outcome", "bsn"),
    [
        (TWINS, {}, CERTAIN, ANNA),
        (TWINS, {"initials": "B.C."}, CERTAIN, "999990020"),
        (TWINS, {"initials": ""}, REVIEW, None),
        (TWINS, {"initials": "Q."}, REVIEW, None),
        (SAME_INITIALS, {}, REVIEW, None),
        (FATHER_AND_SON, {"initials": "J.P.", "birth_date": "19920505"}, CERTAIN, "999990020"),
        (FATHER_AND_SON, {"initials": "J.P.", "birth_date": "19600101"}, CERTAIN, ANNA),
        (FATHER_AND_SON, {"initials": "J.P.", "birth_date": ""}, REVIEW, None),
        (FATHER_AND_SON, {"initials": "J.P.", "birth_date": "19750607"}, REVIEW, None),
    ],
)
def test_two_people_of_one_household_are_never_mixed_up_for_certain(
    people: tuple[ResidentRecord, ...], written: dict[str, object], outcome: Outcome, bsn: str | None
) -> None:
    result = link(signal(**written), *people)

    assert result.outcome is outcome
    if bsn is None:
        assert {candidate.bsn for candidate in result.candidates} == {person.bsn for person in people}
        assert "linkage.close-second" in {reason.code for reason in result.reasons}
    else:
        assert result.bsn == bsn


def test_of_two_who_fit_as_well_the_one_with_that_name_of_their_own_comes_first() -> None:
    husband = resident(
        "999990020", given_names="Aart", prefix="", surname="Kersink", partner_surname="Zandhoek"
    )
    wife = resident("999990032", given_names="Anna", partner_surname="Kersink")
    result = link(signal(initials="A.", birth_date=""), husband, wife)

    assert result.outcome is REVIEW
    assert result.bsn == wife.bsn


def test_a_child_is_no_debtor_and_does_not_stand_in_the_way_of_its_parent() -> None:
    child = resident("999990020", birth_date="20150101")

    by_name = link(signal(birth_date=""), resident(), child)
    by_birth_date = link(signal(birth_date="20150101"), child)

    assert (by_name.outcome, by_name.bsn) == (CERTAIN, ANNA)
    assert [candidate.bsn for candidate in by_name.candidates] == [ANNA]
    assert (by_birth_date.outcome, by_birth_date.bsn) == (REVIEW, child.bsn)
    assert "linkage.under-age" in {reason.code for reason in by_birth_date.reasons}


FORMERLY = PreviousAddress(HERE, HOME, "20250901")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, RegisterState.RESIDENT),
        ({"deceased_on": "20260101"}, RegisterState.DECEASED),
        ({"deceased_on": "20260101", "municipality": ELSEWHERE}, RegisterState.DECEASED),
        ({"municipality": ELSEWHERE}, RegisterState.MOVED_AWAY),
        (
            {"municipality": ELSEWHERE, "address": OTHER_HOME, "previous_addresses": (FORMERLY,)},
            RegisterState.MOVED_AWAY,
        ),
        (
            {"emigrated_on": "20260101", "address": RegisteredAddress(), "previous_addresses": (FORMERLY,)},
            RegisterState.MOVED_AWAY,
        ),
        ({"address": OTHER_HOME, "previous_addresses": (FORMERLY,)}, RegisterState.MOVED_WITHIN),
    ],
)
def test_r25_r26_what_the_register_says_of_who_was_found(
    changes: dict[str, object], state: RegisterState
) -> None:
    result = link(signal(), resident(**changes))

    assert (result.outcome, result.bsn, result.register) == (CERTAIN, ANNA, state)


def test_r23_a_doubted_address_is_told() -> None:
    result = link(signal(), resident(under_investigation=True))

    assert "linkage.address-doubted" in {reason.code for reason in result.reasons}


def test_elsewhere_only_a_rare_combination_is_certain() -> None:
    crowd = [
        resident(f"{number:09}", given_names="Aat", birth_date=f"19{number:02}0101")
        for number in range(10, 90)
    ]
    common = link(
        signal(postcode="1234AB", initials="A."), resident(given_names="Anna", address=OTHER_HOME), *crowd
    )
    rare = link(signal(postcode="1234AB", initials="A."), resident(given_names="Anna", address=OTHER_HOME))

    assert (common.outcome, common.bsn) == (REVIEW, ANNA)
    assert (rare.outcome, rare.bsn) == (CERTAIN, ANNA)


def test_elsewhere_two_initials_are_rarer_than_one() -> None:
    namesakes = [
        resident(f"{number:09}", given_names="Aat Bas", birth_date=f"19{number:02}0101")
        for number in range(10, 90)
    ]
    anna = resident(given_names="Anna Maria", address=OTHER_HOME)
    by_two = link(signal(postcode="1234AB", initials="A.M."), anna, *namesakes)
    by_one = link(signal(postcode="1234AB", initials="A."), anna, *namesakes)

    assert (by_two.outcome, by_two.rule_id, by_two.bsn) == (CERTAIN, "B1", ANNA)
    assert (by_one.outcome, by_one.rule_id, by_one.bsn) == (REVIEW, "R4", ANNA)


def test_without_residents_everything_waits_for_a_person() -> None:
    (result,) = link_people([signal()], [], municipality=HERE)

    assert (result.outcome, result.rule_id, result.register) == (NONE, "N0", RegisterState.UNKNOWN)


def test_results_come_in_the_order_of_the_signals_and_the_same_each_time() -> None:
    lines = [line.person for line in ledger(townspeople(), 200, seed=3)]
    first = link_people(lines, townspeople(), municipality=HERE)
    second = link_people(list(reversed(lines)), reversed(townspeople()), municipality=HERE)

    assert [result.signal_id for result in first] == [line.id for line in lines]
    assert {result.signal_id: result for result in first} == {result.signal_id: result for result in second}


def test_a_few_people_are_linked_as_they_would_be_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line.person for line in ledger(townspeople(), 200, seed=3)]
    among_few = link_people(lines, townspeople(), municipality=HERE)
    monkeypatch.setattr(engine, "FEW", 0)

    assert link_people(lines, townspeople(), municipality=HERE) == among_few


@pytest.mark.parametrize("seed", [11, 12])
def test_in_an_invented_town_nobody_is_linked_wrongly_for_certain(seed: int) -> None:
    register = invented_register(4_000, seed=seed)
    lines = ledger(register, 2_000, seed=seed + 100)
    results = link_people([line.person for line in lines], register, municipality=HERE)
    pairs = list(zip(lines, results, strict=True))
    known = [(line, result) for line, result in pairs if line.truth]
    found = sum(result.bsn == line.truth for line, result in known)

    assert [
        line.slips for line, result in pairs if result.outcome is CERTAIN and result.bsn != line.truth
    ] == []
    assert found / len(known) >= 0.99
    assert sum(result.outcome is CERTAIN for _, result in known) / len(known) >= 0.85
