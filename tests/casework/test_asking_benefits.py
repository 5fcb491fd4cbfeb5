"""Who receives a benefit is asked before cases are opened, and while they are open, under our own contract (R30)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from jsonschema import Draft202012Validator

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tests.covenant.agreeing import say
from tests.house.source import ROOT
from tests.residents.fake_brp import FakeBrp, fake_brp
from tijdig.casework import asking_first
from tijdig.casework.asking_benefits import ask_benefits
from tijdig.casework.asking_first import ask_and_work_up
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import refresh_facts
from tijdig.casework.tasks import work_up_controller
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.disclosure.models import ProcessingRecord
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.problems import Refused
from tijdig.residents.asking import asking
from tijdig.residents.models import BenefitFact, RegisterExtract, RegisterSource, Source
from tijdig.residents.rules.asking_problems import AnswerUnreadable
from tijdig.residents.rules.benefit_questions import MOST_NUMBERS, questions_about, read_benefits

SINGLE, OTHER = BSNS[:2]
SCHEMA = json.loads((ROOT / "docs" / "benefits.schema.json").read_text())


@pytest.fixture(scope="module")
def running() -> Iterator[FakeBrp]:
    with fake_brp() as fake:
        yield fake


@pytest.fixture
def fake(running: FakeBrp, weert: Town, tmp_path: Path, settings: Any, monkeypatch: Any) -> FakeBrp:
    running.begin_anew()
    running.connect(tmp_path, weert.code)
    settings.CONNECTIONS = tmp_path
    monkeypatch.setattr(asking, "LONGEST_PAUSE_SECONDS", 0.0)
    RegisterSource.objects.create(controller_id=weert.code, benefits=Source.API, ask_again_days=7)
    weert.add_resident(SINGLE)
    weert.add_signal(SINGLE)
    return running


def fits(part: str, value: object) -> bool:
    schema = {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]}
    return Draft202012Validator(schema).is_valid(value)


@pytest.mark.any_database
@pytest.mark.parametrize("receives", [True, False])
def test_r30_the_benefit_is_known_when_the_case_is_opened(weert: Town, fake: FakeBrp, receives: bool) -> None:
    fake.benefits = {SINGLE: receives}
    done = ask_and_work_up(actor=weert.system, on=RECEIVED)

    assert (done.benefits, done.problems) == (1, ())
    case = Case.objects.get()
    assert case.benefit is receives
    assert case.facts["uitkering.participatiewet"] == {
        "value": receives,
        "source": "uitkeringsadministratie",
        "on": "2026-03-04",
    }


@pytest.mark.any_database
def test_questions_and_answers_fit_the_documented_contract(weert: Town, fake: FakeBrp) -> None:
    fake.benefits = {SINGLE: True}
    ask_benefits(actor=weert.system, on=RECEIVED)
    Draft202012Validator.check_schema(SCHEMA)
    (question,), ((status, answer),) = fake.questions, fake.answers

    assert (status, fits("question", question), fits("answer", answer)) == (200, True, True)
    assert not fits("question", answer)
    assert not fits("answer", {**answer, "inkomen": 3})


def test_r30_who_is_left_out_of_an_answer_stays_unknown(weert: Town, fake: FakeBrp) -> None:
    ask_and_work_up(actor=weert.system, on=RECEIVED)

    assert Case.objects.get().benefit is None
    assert Task.objects.filter(kind=TaskKind.FIND_OUT).exists()


@pytest.mark.any_database
def test_what_cannot_be_asked_does_not_keep_a_case_waiting(weert: Town, fake: FakeBrp) -> None:
    fake.failing = [(503, {})] * 3
    done = ask_and_work_up(actor=weert.system, on=RECEIVED)

    assert [problem.code for problem in done.problems] == ["residents.asking.busy"]
    assert Case.objects.get().benefit is None
    fake.failing = [(503, {})] * 3
    assert work_up_controller.func(weert.code) == "residents.asking.busy"
    assert work_up_controller.func(weert.code) == "done"


@pytest.mark.any_database
def test_the_answer_reaches_an_open_case_the_same_day(weert: Town, fake: FakeBrp) -> None:
    fake.failing = [(503, {})] * 3
    ask_and_work_up(actor=weert.system, on=RECEIVED)
    fake.benefits = {SINGLE: True}
    ask_benefits(actor=weert.system, on=RECEIVED)

    assert refresh_facts(actor=weert.system, on=RECEIVED) == 1
    assert Case.objects.get().benefit is True
    assert refresh_facts(actor=weert.system, on=RECEIVED) == 0


def test_nobody_is_asked_about_twice_within_the_term(
    weert: Town, fake: FakeBrp, clock: time_machine.Traveller
) -> None:
    fake.benefits = {SINGLE: False}
    ask_and_work_up(actor=weert.system, on=RECEIVED)
    asked = [ask_benefits(actor=weert.system, on=RECEIVED + timedelta(days=day)) for day in (0, 6)]
    assert asked == [0, 0]
    fake.benefits, fake.as_of = {SINGLE: True}, "2026-03-11"
    later = RECEIVED + timedelta(days=7)
    clock.move_to(MOMENT + timedelta(days=7))

    assert ask_benefits(actor=weert.system, on=later) == 1
    assert refresh_facts(actor=weert.system, on=later) == 1
    assert Case.objects.get().benefit is True
    assert BenefitFact.objects.get().as_of == later
    Case.objects.update(closed_on=later)
    assert ask_benefits(actor=weert.system, on=later + timedelta(days=30)) == 0


def test_r24_of_a_candidate_nothing_is_asked(weert: Town, fake: FakeBrp) -> None:
    Link.objects.update(outcome=Outcome.REVIEW)

    assert ask_benefits(actor=weert.system, on=RECEIVED) == 0
    assert fake.addresses == []


def test_l2_the_question_is_on_record_for_each_tenant_before_it_is_asked(weert: Town, fake: FakeBrp) -> None:
    fake.failing = [(403, {})]
    with pytest.raises(Refused):
        ask_benefits(actor=weert.system, on=RECEIVED)
    (row,) = ProcessingRecord.objects.filter(act="ask-register")

    assert (row.subject_type, row.activity.endswith("triage")) == ("signal", True)
    assert AuditEvent.objects.get(action="ask-register").details == {"signals": 1, "asked": "uitkeringen"}


@pytest.mark.any_database
def test_r4_what_is_not_asked_is_not_on_record_as_asked(weert: Town, fake: FakeBrp, settings: Any) -> None:
    settings.CONNECTIONS = None
    with pytest.raises(Refused):
        ask_benefits(actor=weert.system, on=RECEIVED)
    say(CovenantVersion.objects.get(), "st-joseph", Verdict.REVOKE)
    with pytest.raises(Refused) as refused:
        ask_benefits(actor=weert.system, on=RECEIVED)

    assert refused.value.problems[0].code == "residents.asking.no-covenant"
    assert not AuditEvent.objects.filter(action="ask-register").exists()
    assert fake.addresses == []


def test_a_list_of_before_no_longer_says_that_others_receive_nothing(weert: Town, fake: FakeBrp) -> None:
    weert.add_resident(OTHER, benefit=True)
    RegisterExtract.objects.filter(kind="benefits").update(complete=True)
    fake.benefits = {SINGLE: True}
    ask_benefits(actor=weert.system, on=RECEIVED)

    standing = RegisterExtract.objects.get(kind="benefits", replaced=False)
    assert (standing.source, standing.complete, standing.people) == (Source.API, False, 1)


def test_with_lists_nobody_is_asked(weert: Town, fake: FakeBrp) -> None:
    RegisterSource.objects.update(benefits=Source.FILE)

    assert ask_benefits(actor=weert.system, on=RECEIVED) == 0
    assert fake.addresses == []


@pytest.mark.any_database
def test_a_register_that_cannot_be_asked_does_not_stop_the_others(
    weert: Town, fake: FakeBrp, monkeypatch: Any
) -> None:
    def refuses(**_: object) -> None:
        raise Refused(())

    monkeypatch.setattr(asking_first, "fetch_residents", refuses)
    fake.benefits = {SINGLE: True}
    done = ask_and_work_up(actor=weert.system, on=RECEIVED)

    assert (done.fetched, done.benefits) == (None, 1)
    assert Case.objects.get().benefit is True


def test_a_hundred_people_go_in_one_question() -> None:
    numbers = [f"{number:09}" for number in range(MOST_NUMBERS + 1)]

    assert [len(one["burgerservicenummers"]) for one in questions_about(numbers)] == [MOST_NUMBERS, 1]
    assert all(fits("question", one) for one in questions_about(numbers))


@pytest.mark.parametrize(
    "changes",
    [
        {"peildatum": "2026-03-05"},
        {"peildatum": "4-3-2026"},
        {"peildatum": 3},
        {"personen": {}},
        {"personen": ["999990019"]},
        {"personen": [{"burgerservicenummer": SINGLE, "participatiewet": "ja"}]},
        {"personen": [{"burgerservicenummer": SINGLE, "participatiewet": True, "bedrag": 3}]},
        {"personen": [{"burgerservicenummer": OTHER, "participatiewet": True}]},
        {
            "personen": [
                {"burgerservicenummer": SINGLE, "participatiewet": answer} for answer in (True, False)
            ]
        },
        {"meer": 1},
    ],
)
def test_s7_an_answer_in_another_form_is_no_answer(changes: dict[str, object]) -> None:
    told = {"peildatum": "2026-03-04", "personen": [{"burgerservicenummer": SINGLE, "participatiewet": True}]}
    assert read_benefits([SINGLE], told, on=RECEIVED).receives == {SINGLE: True}

    with pytest.raises(AnswerUnreadable):
        read_benefits([SINGLE], told | changes, on=RECEIVED)


def test_the_day_of_an_answer_is_that_of_its_facts() -> None:
    told = {"peildatum": "2026-02-27", "personen": []}

    assert read_benefits([SINGLE], told, on=RECEIVED).as_of == date(2026, 2, 27)
