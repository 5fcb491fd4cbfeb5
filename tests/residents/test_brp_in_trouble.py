"""Signing in to the resident register, and what becomes of a question that it refuses or answers badly (S7, L6)."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import pytest

from tests.linkage.folk import HOME, resident
from tests.residents.asked import ANNA, BEN, KIM, WANTED, Clock, people
from tests.residents.fake_brp import FakeBrp, fake_brp
from tijdig.problems import Refused
from tijdig.residents.asking.asking import ATTEMPTS, Service
from tijdig.residents.asking.brp import Brp


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
