"""The national resident register as it is asked: contract, fields, whom it finds, and how its records are read."""

from __future__ import annotations

import pytest

from tests.linkage.folk import resident
from tests.residents.asked import ANNA, BEN, ELSEWHERE, KIM, WANTED, people
from tests.residents.brp_contract import has_field, needs_contract, wrong_with
from tests.residents.fake_brp import FakeBrp
from tijdig.problems import Refused
from tijdig.residents.asking.asking import ATTEMPTS
from tijdig.residents.asking.brp import Brp, Wanted
from tijdig.residents.rules.asking_problems import AnswerUnreadable
from tijdig.residents.rules.brp_answers import read_records
from tijdig.residents.rules.brp_questions import (
    MOST_NUMBERS,
    RECORD_FIELDS,
    SEARCH_FIELDS,
    people_at_address,
    people_by_name,
    records_of_people,
    searchable_name,
)


@needs_contract
def test_every_question_and_every_answer_fits_the_published_contract(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(*people())
    brp.look_up(WANTED)
    brp.records_of(fake.people)

    assert {one["type"] for one in fake.questions} == {
        "ZoekMetPostcodeEnHuisnummer",
        "ZoekMetGeslachtsnaamEnGeboortedatum",
        "RaadpleegMetBurgerservicenummer",
    }
    for question, (status, answer) in zip(fake.questions, fake.answers, strict=True):
        assert status == 200
        assert wrong_with(question["type"], question) == []
        assert wrong_with(f"{question['type']}Response", answer) == []


@needs_contract
def test_every_field_that_is_asked_for_exists() -> None:
    assert [path for path in RECORD_FIELDS if not has_field("Persoon", path)] == []
    assert [path for path in SEARCH_FIELDS if not has_field("PersoonBeperkt", path)] == []
    assert not has_field("Persoon", "verblijfplaats.verblijfadres.locatie")


@needs_contract
@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
def test_the_fake_tells_errors_as_the_contract_says(fake: FakeBrp, brp: Brp, status: int) -> None:
    brp.look_up(WANTED)
    fake.failing = [(status, {})] * ATTEMPTS
    with pytest.raises(Refused):
        brp.records_of([ANNA])

    told_status, told = fake.answers[-1]
    assert told_status == status
    assert wrong_with("BadRequestFoutbericht" if status == 400 else "Foutbericht", told) == []


def test_records_come_back_as_an_extract_would_give_them(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(*people())

    found = {one.bsn: one for one in brp.records_of(fake.people)}

    assert found == fake.people


def test_a_search_asks_for_no_more_than_number_and_age(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(*people())
    brp.look_up(WANTED)

    assert [question["fields"] for question in fake.questions] == [["burgerservicenummer", "leeftijd"]] * 2
    told = {key for _, answer in fake.answers for one in answer["personen"] for key in one}
    assert told <= {
        "burgerservicenummer",
        "leeftijd",
        "geheimhoudingPersoonsgegevens",
        "opschortingBijhouding",
    }


def test_of_children_at_the_address_nothing_is_read(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(resident(ANNA), resident(KIM, birth_date="20150401"), resident(BEN, birth_date="19990000"))

    assert set(brp.look_up(WANTED).bsns) == {ANNA, BEN}


def test_r25_r26_movers_and_the_dead_are_found_by_name_and_birth_date(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(resident(ANNA, address=ELSEWHERE), resident(BEN, deceased_on="20260102"))

    assert set(brp.look_up(WANTED).bsns) == {ANNA, BEN}


def test_a_household_is_asked_for_once(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(resident(ANNA))
    brp.look_up(WANTED)
    brp.look_up(Wanted("9999 zx", 12, "Kersink", "", ""))

    assert fake.kinds() == ["ZoekMetPostcodeEnHuisnummer", "ZoekMetGeslachtsnaamEnGeboortedatum"]


def test_where_too_many_live_the_name_is_asked_too(fake: FakeBrp, brp: Brp) -> None:
    others = [resident(f"9999{number:05}", surname="Ander", birth_date="19500101") for number in range(11)]
    fake.hold(resident(ANNA), *others)
    looked = brp.look_up(WANTED)

    assert (looked.bsns, looked.problem) == ((ANNA,), None)
    assert [question.get("geslachtsnaam") for question in fake.questions] == [None, "Zandhoek", "Zandhoek"]


def test_r24_a_question_that_is_refused_is_told_and_the_others_go_on(fake: FakeBrp, brp: Brp) -> None:
    fake.hold(resident(ANNA, address=ELSEWHERE))
    brp.records_of([ANNA])
    fake.failing = [(400, {})]
    looked = brp.look_up(WANTED)

    assert looked.bsns == (ANNA,)
    assert looked.problem is not None
    assert looked.problem.code == "residents.asking.question-refused"


def test_records_are_asked_for_twenty_at_a_time() -> None:
    numbers = [f"{number:09}" for number in range(45)]
    questions = records_of_people([*numbers, *numbers])

    assert [len(one.parameters["burgerservicenummer"]) for one in questions] == [
        MOST_NUMBERS,
        MOST_NUMBERS,
        5,
    ]  # type: ignore[arg-type]
    assert sorted(one for each in questions for one in each.parameters["burgerservicenummer"]) == numbers  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("surname", "searched"),
    [
        ("Zandhoek", "Zandhoek"),
        ("Müller-Çelik", "Müller-Çelik"),
        ("Mu\u0308ller", "Müller"),
        ("d’Ancona", "d'Ancona"),
        ("Jansen/Smit", "Jansen Smit"),
        ("Zand*", "Zand"),
        ("---", None),
        ("  ", None),
        ("Γιώργος", None),
    ],
)
def test_a_name_is_searched_with_the_signs_the_register_takes(surname: str, searched: str | None) -> None:
    assert searchable_name(surname) == searched


@pytest.mark.parametrize("birth_date", ["", "19700300", "19700000", "00000000"])
def test_without_a_whole_birth_date_nobody_is_searched_by_name(birth_date: str) -> None:
    assert people_by_name("Zandhoek", "", birth_date) is None


@pytest.mark.parametrize(
    ("postcode", "number"),
    [("", 1), ("0999ZX", 1), ("B-1000", 1), ("9999ZX", 0), ("9999ZX", 100_000)],
)
def test_an_address_that_cannot_be_in_the_register_is_not_asked(postcode: str, number: int) -> None:
    assert people_at_address(postcode, number) is None


@pytest.mark.parametrize(
    "person",
    [
        {"geboorte": {"datum": {"type": "Datum", "datum": "1970-02-30"}}},
        {"geboorte": {"datum": {"type": "Maan", "datum": "1970-02-03"}}},
        {"geboorte": {"datum": "1970-02-03"}},
        {"naam": {"aanduidingNaamgebruik": {"code": "X"}}},
        {"naam": {"geslachtsnaam": 3}},
        {"geheimhoudingPersoonsgegevens": "true"},
        {"verblijfplaats": {"type": "Adres", "verblijfadres": {"huisnummer": "12"}}},
        {"verblijfplaats": {"type": "Adres", "verblijfadres": {"postcode": "x"}}},
        {"kinderen": [3]},
    ],
)
def test_a_value_in_another_form_is_no_value(person: dict[str, object]) -> None:
    (question,) = records_of_people([ANNA])
    told = {"type": question.kind, "personen": [{"burgerservicenummer": ANNA, **person}]}

    with pytest.raises(AnswerUnreadable):
        read_records(question, told)


@pytest.mark.parametrize("reason", ["F", "W"])
def test_a_record_that_the_register_withdrew_is_left_out(reason: str) -> None:
    (question,) = records_of_people([ANNA])
    person = {"burgerservicenummer": ANNA, "opschortingBijhouding": {"reden": {"code": reason}}}

    assert read_records(question, {"type": question.kind, "personen": [person]}) == ()


def test_r23_who_does_not_live_where_they_stand_is_under_investigation() -> None:
    (question,) = records_of_people([ANNA])
    place = {"type": "Adres", "indicatieVastgesteldVerblijftNietOpAdres": True}
    person = {"burgerservicenummer": ANNA, "verblijfplaats": place}
    (record,) = read_records(question, {"type": question.kind, "personen": [person]})

    assert record.under_investigation
