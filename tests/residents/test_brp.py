"""The national resident register as it is asked: contract, fields, signing in, trouble, and nothing that leaks."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from tests.linkage.folk import HOME, resident
from tests.residents.brp_contract import has_field, needs_contract, wrong_with
from tests.residents.fake_brp import FakeBrp, fake_brp
from tijdig.problems import Refused
from tijdig.residents.asking.asking import ATTEMPTS, Service
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
from tijdig.residents.rules.record import RegisteredAddress

ANNA, BEN, KIM = "999990019", "999990020", "999990032"
WANTED = Wanted("9999ZX", 12, "Zandhoek", "van der", "19700315")
ELSEWHERE = RegisteredAddress("Duinlaan", 3, "", "bis", "", "9998AB", "Duinrode")


@pytest.fixture(scope="module")
def running() -> Iterator[FakeBrp]:
    with fake_brp() as fake:
        yield fake


@pytest.fixture
def fake(running: FakeBrp) -> FakeBrp:
    """The register, empty and forgetful; one server serves all tests here."""
    running.begin_anew()
    return running


class Clock:
    """A clock that only a pause moves."""

    def __init__(self) -> None:
        self.now, self.pauses = 0.0, list[float]()

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(fake: FakeBrp, clock: Clock) -> Iterator[Service]:
    made = Service("BRP", fake.connection(), pause=clock.pause, clock=lambda: clock.now)
    yield made
    made.close()


@pytest.fixture
def brp(service: Service) -> Brp:
    return Brp(service)


def people() -> tuple[Any, ...]:
    """One of each kind that the register can tell of."""
    return (
        resident(ANNA, partner_prefix="de", partner_surname="Kersink", child_birth_dates=("20150401", "20120000"),
                 moved_in_on="20110201", name_use="V"),
        resident(BEN, birth_date="19700300", secrecy=True, under_investigation=True),
        resident("999990044", birth_date="00000000", address=ELSEWHERE, municipality="9902"),
        resident("999990056", deceased_on="20260102"),
        resident("999990068", address=RegisteredAddress(), emigrated_on="20250101", municipality="1999"),
    )  # fmt: skip


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


def test_one_token_serves_until_it_ends(fake: FakeBrp, brp: Brp, clock: Clock) -> None:
    brp.records_of([ANNA])
    brp.records_of([BEN])
    assert len(fake.tokens) == 1
    clock.now += fake.expires_in
    brp.records_of([KIM])
    assert len(fake.tokens) == 2


def test_a_token_that_is_refused_is_fetched_anew_once(fake: FakeBrp, brp: Brp) -> None:
    brp.records_of([ANNA])
    fake.tokens.append("revoked the other")
    brp.records_of([BEN])
    assert len(fake.questions) == 2

    fake.failing = [(401, {})] * 2
    with pytest.raises(Refused) as refused:
        brp.records_of([KIM])
    assert refused.value.problems[0].code == "residents.asking.not-signed-in"


def test_a_wrong_secret_is_told_and_not_repeated(fake: FakeBrp) -> None:
    service = Service("BRP", fake.connection(client_secret="not-the-secret"))
    with pytest.raises(Refused) as refused:
        Brp(service).records_of([ANNA])
    (problem,) = refused.value.problems

    assert problem.code == "residents.asking.not-signed-in"
    assert "not-the-secret" not in repr(problem)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_register_is_asked_again_and_then_answers(
    fake: FakeBrp, brp: Brp, clock: Clock, status: int
) -> None:
    fake.hold(resident(ANNA))
    brp.look_up(WANTED)
    fake.failing = [(status, {"Retry-After": "7"}), (status, {})]

    assert [one.bsn for one in brp.records_of([ANNA])] == [ANNA]
    assert clock.pauses == [7.0, 4.0]


def test_attempts_and_pauses_are_bounded(fake: FakeBrp, brp: Brp, clock: Clock) -> None:
    fake.failing = [(503, {"Retry-After": "86400"})] * 10
    with pytest.raises(Refused) as refused:
        brp.records_of([ANNA])

    assert refused.value.problems[0].code == "residents.asking.busy"
    assert fake.addresses.count("/haalcentraal/api/brp/personen") == ATTEMPTS
    assert clock.pauses == [20.0, 20.0]


def test_a_register_that_says_nothing_is_given_up(fake: FakeBrp, clock: Clock, monkeypatch: Any) -> None:
    service = Service("BRP", fake.connection(timeout_seconds=0.02), pause=clock.pause)
    fake.silent.set()
    with pytest.raises(Refused) as refused:
        Brp(service).records_of([ANNA])

    assert refused.value.problems[0].code == "residents.asking.not-reached"
    assert len(clock.pauses) == ATTEMPTS - 1


def test_an_answer_that_drips_in_is_given_up(fake: FakeBrp, clock: Clock) -> None:
    def ticking() -> float:
        clock.now += 16
        return clock.now

    fake.hold(resident(ANNA))
    service = Service("BRP", fake.connection(timeout_seconds=5), pause=clock.pause, clock=ticking)
    with pytest.raises(Refused) as refused:
        Brp(service).records_of([ANNA])

    assert refused.value.problems[0].code == "residents.asking.not-reached"
    assert len(fake.addresses) == ATTEMPTS


def test_a_register_that_is_not_there_is_told(clock: Clock) -> None:
    with fake_brp() as gone:
        connection = gone.connection()
    with pytest.raises(Refused) as refused:
        Brp(Service("BRP", connection, pause=clock.pause)).records_of([ANNA])

    assert refused.value.problems[0].code == "residents.asking.not-reached"


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "not-authorised"), (406, "failed"), (415, "failed"), (500, "failed"), (302, "failed")],
)
def test_other_refusals_have_their_own_words(fake: FakeBrp, brp: Brp, status: int, code: str) -> None:
    brp.look_up(WANTED)
    fake.failing = [(status, {"Location": "/elsewhere"})]
    with pytest.raises(Refused) as refused:
        brp.records_of([ANNA])

    assert refused.value.problems[0].code == f"residents.asking.{code}"
    assert "/elsewhere" not in fake.addresses


@pytest.mark.parametrize(
    "content",
    [
        b"<html>proxy</html>",
        b"[]",
        b'{"type": "Anders", "personen": []}',
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": {}}',
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"burgerservicenummer": 999990019}]}',
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"burgerservicenummer": "999990020"}]}',
        b" " * (4 * 1024 * 1024 + 1),
    ],
    ids=["html", "list", "other type", "people no list", "number as number", "somebody else", "endless"],
)
def test_s7_an_answer_in_another_form_gives_nobody(fake: FakeBrp, brp: Brp, content: bytes) -> None:
    brp.look_up(WANTED)
    fake.raw = [content]
    with pytest.raises(Refused) as refused:
        brp.records_of([ANNA])

    assert refused.value.problems[0].code == "residents.asking.answer-unreadable"


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


def test_l6_nobody_stands_in_an_address_a_log_line_or_an_exception(
    fake: FakeBrp, brp: Brp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.hold(*people())
    brp.look_up(WANTED)
    brp.records_of([ANNA])
    told = list[str]()
    for status in (400, 403, 500, 503):
        fake.failing = [(status, {})] * ATTEMPTS
        try:
            brp.records_of([ANNA])
        except Refused as refused:
            told += [*traceback.format_exception(refused), *map(repr, refused.problems)]
    fake.raw = [
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"burgerservicenummer": 999990019}]}'
    ]
    with pytest.raises(Refused) as refused:
        brp.records_of([ANNA])
    told += [*traceback.format_exception(refused.value), *map(repr, refused.value.problems)]

    assert fake.addresses
    assert len(told) > 8
    everything = "\n".join([*fake.addresses, *told, caplog.text])
    for canary in (ANNA, "Zandhoek", "9999ZX", HOME.street, "1970-03-15", "19700315", "s3cret", *fake.tokens):
        assert canary not in everything
