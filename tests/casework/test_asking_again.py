"""Who dies, moves or comes back while a case is open: asked after again, told to who has it (R23, R25, R26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tests.residents.fake_brp import FakeBrp, fake_brp
from tests.sealed import rewrite
from tijdig.casework import asking_again
from tijdig.casework.asking_again import ask_again
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import refresh_facts
from tijdig.disclosure.models import ProcessingRecord
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.rules.following import is_news, state_now
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.problems import Refused
from tijdig.residents.asking import asking
from tijdig.residents.models import RegisterExtract, RegisterSource, Resident, Source
from tijdig.residents.queries import resident_records
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord

RESIDENT, WITHIN, AWAY, DECEASED, UNKNOWN = (
    RegisterState.RESIDENT,
    RegisterState.MOVED_WITHIN,
    RegisterState.MOVED_AWAY,
    RegisterState.DECEASED,
    RegisterState.UNKNOWN,
)
WEEK = timedelta(days=7)
LATER = RECEIVED + WEEK


@pytest.fixture(scope="module")
def running() -> Iterator[FakeBrp]:
    with fake_brp() as fake:
        yield fake


@pytest.fixture
def fake(running: FakeBrp, weert: Town, tmp_path: Path, settings: Any, monkeypatch: Any) -> FakeBrp:
    """A register that knows the tenant, whom it was asked for on the day of receipt."""
    running.begin_anew()
    running.connect(tmp_path, weert.code)
    settings.CONNECTIONS = tmp_path
    monkeypatch.setattr(asking, "LONGEST_PAUSE_SECONDS", 0.0)
    RegisterSource.objects.create(controller_id=weert.code, residents=Source.API, ask_again_days=7)
    return running


@pytest.fixture
def case(weert: Town) -> Case:
    weert.add_resident(BSNS[0])
    weert.add_signal(BSNS[0])
    RegisterExtract.objects.update(source=Source.API)
    Resident.objects.update(as_of=RECEIVED)
    Link.objects.update(register_place=Resident.objects.get().place)
    (case,) = weert.open()
    return case


def changed(**changes: object) -> ResidentRecord:
    (record,) = resident_records("0988")
    return ResidentRecord(**({name: getattr(record, name) for name in ResidentRecord.__slots__} | changes))  # type: ignore[attr-defined]


def look_again(weert: Town, clock: time_machine.Traveller, on: date = LATER) -> None:
    clock.move_to(MOMENT + (on - RECEIVED))
    ask_again(actor=weert.system, on=on)
    refresh_facts(actor=weert.system, on=on)


def tasks() -> list[str]:
    return sorted(Task.objects.filter(done_on__isnull=True, dropped=False).values_list("kind", flat=True))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("changes", "state", "kind"),
    [
        ({"deceased_on": "20260309"}, DECEASED, TaskKind.HOUSEHOLD_LEFT),
        ({"municipality": "1883"}, AWAY, TaskKind.NEW_MUNICIPALITY),
        ({"emigrated_on": "20260309"}, AWAY, TaskKind.NEW_MUNICIPALITY),
        ({"address": RegisteredAddress("Markt", 1, postcode="6001EJ", town="Weert")}, WITHIN, TaskKind.NEW_ADDRESS),
    ],
    ids=["died", "other municipality", "abroad", "within town"],
)  # fmt: skip
def test_r25_r26_what_changed_makes_a_task_and_closes_nothing(  # noqa: PLR0917
    weert: Town, fake: FakeBrp, case: Case, clock: time_machine.Traveller,
    changes: dict[str, object], state: RegisterState, kind: TaskKind,
) -> None:  # fmt: skip
    before = tasks()
    fake.hold(changed(**changes))
    look_again(weert, clock)
    after = Case.objects.get()

    assert sorted({*tasks()} - {*before}) == [kind]
    assert Link.objects.get().register_state == state
    assert (after.closed_on, after.proposed_result, after.result) == (None, "", "")
    assert after.version > case.version
    task = Task.objects.get(kind=kind)
    assert task.due_on == LATER

    look_again(weert, clock, LATER + WEEK)
    assert Task.objects.filter(kind=kind).count() == 1


def test_a_second_move_is_told_once_the_first_was_looked_at(
    weert: Town, fake: FakeBrp, case: Case, clock: time_machine.Traveller
) -> None:
    for number in (1, 2):
        address = RegisteredAddress("Markt", number, postcode="6001EJ", town="Weert")
        fake.hold(changed(address=address))
        look_again(weert, clock, RECEIVED + number * WEEK)
        Task.objects.filter(kind=TaskKind.NEW_ADDRESS).update(done_on=RECEIVED + number * WEEK)

    assert Task.objects.filter(kind=TaskKind.NEW_ADDRESS).count() == 2


@pytest.mark.any_database
def test_nobody_hears_of_what_did_not_change(
    weert: Town, fake: FakeBrp, case: Case, clock: time_machine.Traveller
) -> None:
    before = tasks()
    fake.hold(changed())
    look_again(weert, clock)

    assert (tasks(), Case.objects.get().version) == (before, case.version)
    assert Resident.objects.get().as_of == LATER
    assert not AuditEvent.objects.filter(action="follow-residents").exists()


def test_whom_the_register_no_longer_knows_is_forgotten_and_looked_at(
    weert: Town, fake: FakeBrp, case: Case, clock: time_machine.Traveller
) -> None:
    look_again(weert, clock)

    assert not Resident.objects.exists()
    assert Link.objects.get().register_state == UNKNOWN
    assert TaskKind.CHECK_SIGNALS in tasks()


def test_r23_only_open_cases_and_only_after_the_term(
    weert: Town, fake: FakeBrp, case: Case, clock: time_machine.Traveller
) -> None:
    fake.hold(changed())
    assert ask_again(actor=weert.system, on=LATER - timedelta(days=1)).people == 0
    RegisterSource.objects.update(residents=Source.FILE)
    assert ask_again(actor=weert.system, on=LATER).people == 0
    RegisterSource.objects.update(residents=Source.API)
    Case.objects.update(closed_on=RECEIVED)
    assert ask_again(actor=weert.system, on=LATER).people == 0
    assert fake.addresses == []

    Case.objects.update(closed_on=None)
    assert ask_again(actor=weert.system, on=LATER).people == 1
    assert ask_again(actor=weert.system, on=LATER).people == 0
    assert fake.kinds() == ["RaadpleegMetBurgerservicenummer"]


def test_l2_asking_again_is_on_record_before_it_happens(
    weert: Town, fake: FakeBrp, case: Case, clock: time_machine.Traveller
) -> None:
    fake.failing = [(503, {})] * 3
    with pytest.raises(Refused):
        ask_again(actor=weert.system, on=LATER)
    (row,) = ProcessingRecord.objects.filter(act="case.ask-register-again")

    assert (row.subject_type, bool(row.subject), bool(row.activity)) == ("case", True, True)
    assert AuditEvent.objects.get(action="case.ask-register-again").details == {"cases": 1}
    assert Resident.objects.get().as_of == RECEIVED


def test_k2_what_was_kept_before_a_failure_stands(
    weert: Town, fake: FakeBrp, clock: time_machine.Traveller, monkeypatch: Any
) -> None:
    monkeypatch.setattr(asking_again, "LOT", 1)
    for bsn in BSNS[:2]:
        weert.add_resident(bsn)
        weert.add_signal(bsn)
    weert.open()
    RegisterExtract.objects.update(source=Source.API)
    Resident.objects.update(as_of=RECEIVED)
    fake.hold(*resident_records(weert.code))
    original, calls = asking_again.keep_records, list[object]()

    def dies(**given: Any) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(**given)

    monkeypatch.setattr(asking_again, "keep_records", dies)
    with pytest.raises(KeyboardInterrupt):
        ask_again(actor=weert.system, on=LATER)
    assert sorted(Resident.objects.values_list("as_of", flat=True)) == [RECEIVED, LATER]
    assert ask_again(actor=weert.system, on=LATER).people == 1


def test_r26_a_new_extract_tells_of_a_death_too(weert: Town, clock: time_machine.Traveller) -> None:
    weert.add_resident(BSNS[0])
    weert.add_signal(BSNS[0])
    weert.open()
    rewrite(Resident.objects.all(), deceased_on="20260309")
    clock.move_to(MOMENT + WEEK)
    RegisterExtract.objects.update(imported_at=MOMENT + WEEK, as_of=LATER)
    refresh_facts(actor=weert.system, on=LATER)

    assert TaskKind.HOUSEHOLD_LEFT in tasks()


def person(**changes: Any) -> ResidentRecord:
    return ResidentRecord(bsn=BSNS[0], **{"municipality": "0988", **changes})


@pytest.mark.parametrize(
    ("before", "record", "moved", "now", "news"),
    [
        (RESIDENT, person(), False, RESIDENT, False),
        (RESIDENT, person(), True, WITHIN, True),
        (WITHIN, person(), False, WITHIN, False),
        (WITHIN, person(), True, WITHIN, True),
        (RESIDENT, person(municipality="1883"), True, AWAY, True),
        (AWAY, person(municipality="1883"), True, AWAY, False),
        (AWAY, person(), True, RESIDENT, True),
        (UNKNOWN, person(), False, RESIDENT, True),
        (RESIDENT, person(deceased_on="20260309", municipality="1883"), False, DECEASED, True),
        (DECEASED, person(deceased_on="20260309"), False, DECEASED, False),
        (DECEASED, person(), False, RESIDENT, True),
        (RESIDENT, None, False, UNKNOWN, True),
        (UNKNOWN, None, False, UNKNOWN, False),
    ],
)
def test_what_became_of_someone(
    before: RegisterState, record: ResidentRecord | None, moved: bool, now: RegisterState, news: bool
) -> None:
    found = state_now(before, record, municipality="0988", moved=moved)

    assert (found, is_news(before, found, moved=moved)) == (now, news)
