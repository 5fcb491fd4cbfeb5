"""Importing register and benefit facts, and answering triage from them (R23, R29, R30)."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.residents.extracts import anna, extract_text
from tijdig.actors import Actor, Role, system_actor
from tijdig.disclosure.models import ProcessingRecord
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.trace import new_trace
from tijdig.parties.models import Controller
from tijdig.problems import Refused
from tijdig.residents.models import BenefitFact, RegisterExtract, Resident
from tijdig.residents.queries import (
    facts_for_triage,
    household_facts,
    people_with,
    records_of,
    register_of,
    resident_records,
)
from tijdig.residents.rules.benefit_questions import BenefitAnswers
from tijdig.residents.rules.extract import read_extract_file
from tijdig.residents.services import (
    import_benefit_facts,
    import_register_extract,
    keep_benefits,
    keep_records,
)

pytestmark = pytest.mark.django_db
HERE = "9901"
SYSTEM = system_actor(HERE)
ON = date(2026, 7, 1)
DAY = date(2026, 7, 6)
ANNA, BEN = "999990019", "999990020"


@pytest.fixture(autouse=True)
def controllers() -> None:
    Controller.objects.create(code=HERE, name="Duinrode")
    Controller.objects.create(code="9902", name="Elders")


def people(*numbers: str) -> list[str]:
    """How these BSNs are known here."""
    return list(people_with(HERE, numbers).values())


def extract(*people: dict[str, str]) -> bytes:
    return extract_text(*([person] for person in people)).encode()


IMPORTS = [
    (import_register_extract, extract(anna(), anna(_01_01_20=BEN)), Resident),
    (import_benefit_facts, f"bsn;participatiewet\n{ANNA};ja\n{BEN};nee\n".encode(), BenefitFact),
]


@pytest.mark.parametrize(("take_in", "content", "model"), IMPORTS, ids=["residents", "benefits"])
def test_l2_everyone_in_an_import_is_in_the_processing_log(take_in, content, model) -> None:
    with new_trace("import"):
        take_in(actor=SYSTEM, content=content, on=ON)

    event, act = AuditEvent.objects.get(), ProcessingRecord.objects.get(subject="")
    assert (act.act, act.status, act.span_id) == (event.action, "ok", event.span_id)
    rows = ProcessingRecord.objects.exclude(subject="")
    assert {(row.parent_span_id, row.trace_id, row.status) for row in rows} == {
        (act.span_id, event.trace_id, "ok")
    }
    people = [Subject(model.subject_kind, str(pk)) for pk in model.objects.values_list("pk", flat=True)]
    assert len(people) == len(rows) == 2
    assert {row.subject for row in rows} == set(surrogates_of(HERE, people).values())
    assert {row.subject_type for row in rows} == {model.subject_kind}

    take_in(actor=SYSTEM, content=content, on=ON)  # replaces: the keys of those before are gone
    assert set(surrogates_of(HERE, people).values()) == {""}


def test_l2_whoever_the_register_told_of_is_in_the_processing_log() -> None:
    (record,) = read_extract_file(extract(anna())).records
    keep_records(actor=SYSTEM, records=[record], on=ON)
    keep_records(actor=SYSTEM, records=[record], on=DAY)

    about = Subject("resident", str(Resident.objects.get().pk))
    rows = ProcessingRecord.objects.exclude(subject="")
    assert [(row.act, row.subject) for row in rows] == [
        ("keep-residents", surrogates_of(HERE, [about])[about])
    ] * 2


def test_l2_whoever_the_benefit_administration_told_of_is_in_the_processing_log() -> None:
    told = BenefitAnswers(as_of=ON, receives={ANNA: True})
    keep_benefits(actor=SYSTEM, answers=[told], on=ON)
    keep_benefits(actor=SYSTEM, answers=[told], on=DAY)

    about = Subject("benefit", str(BenefitFact.objects.get().pk))
    rows = ProcessingRecord.objects.exclude(subject="")
    assert [(row.act, row.subject) for row in rows] == [
        ("keep-benefits", surrogates_of(HERE, [about])[about])
    ] * 2


@pytest.mark.django_db(transaction=True)
def test_l2_an_import_that_fails_leaves_one_row_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tijdig.residents.services.importing.record_event", breaks)
    with pytest.raises(ZeroDivisionError), new_trace("import-residents"):
        import_register_extract(actor=SYSTEM, content=extract(anna(), anna(_01_01_20=BEN)), on=ON)

    row = ProcessingRecord.objects.get()
    assert (row.act, row.status, row.subject) == ("import-residents", "error", "")
    assert not Resident.objects.exists()


def test_an_extract_is_kept_exactly_as_it_was_read() -> None:
    content = extract_text(
        [anna(_08_H="58", _09_03_10="20150101"), {"08.09.10": "9902", "08.11.20": "3", "08.11.60": "7009ZZ"}],
        [anna(_01_01_20=BEN, _07_67_20="O", _07_67_10="20260101")],
    ).encode()
    done = import_register_extract(actor=SYSTEM, content=content, on=ON)

    assert (done.people, done.not_taken, done.problems) == (2, 0, ())
    assert sorted(resident_records(HERE), key=lambda one: one.bsn) == list(read_extract_file(content).records)
    assert list(records_of(HERE, people(ANNA, "000009866"))) == people(ANNA)
    assert list(resident_records("9902")) == []


def test_a_new_extract_replaces_the_one_before_as_a_whole() -> None:
    import_register_extract(actor=SYSTEM, content=extract(anna()), on=ON)
    other = system_actor("9902")
    import_register_extract(actor=other, content=extract(anna()), on=ON)
    import_register_extract(actor=SYSTEM, content=extract(anna(_01_01_20=BEN)), on=date(2026, 8, 1))

    assert [record.bsn for record in resident_records(HERE)] == [BEN]
    assert [record.bsn for record in resident_records("9902")] == [ANNA]
    standing = register_of(HERE)
    assert standing is not None
    assert standing.as_of == date(2026, 8, 1)
    assert RegisterExtract.objects.filter(controller_id=HERE, replaced=True).count() == 1


@pytest.mark.parametrize(
    ("content", "on", "code"),
    [
        (b"", ON, "residents.extract.empty"),
        (b"naam\nJan\n", ON, "residents.extract.heading-missing"),
        (extract(anna(_01_01_20="")), ON, "residents.nobody-taken"),
        (extract(anna(_01_01_20=BEN)), date(2026, 6, 30), "residents.older-than-kept"),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(content: bytes, on: date, code: str) -> None:
    import_register_extract(actor=SYSTEM, content=extract(anna()), on=ON)

    with pytest.raises(Refused) as refused:
        import_register_extract(actor=SYSTEM, content=content, on=on)

    assert refused.value.problems[0].code == code
    assert [resident.bsn for resident in Resident.objects.all()] == [ANNA]
    assert RegisterExtract.objects.filter(replaced=False).count() == 1


def test_r58_the_audit_event_counts_and_names_nobody() -> None:
    done = import_register_extract(actor=SYSTEM, content=extract(anna(), anna(_01_01_20="")), on=ON)
    event = AuditEvent.objects.get()

    assert event.object_id == str(done.extract_id)
    assert event.details == {"people": 1, "not_taken": 1, "as_of": "2026-07-01"}
    assert event.reasons == ["residents.extract.no-bsn"]


def test_a_role_that_may_not_import_changes_nothing() -> None:
    clerk = Actor(uuid4(), uuid4(), HERE, "woonvorm", Role.LANDLORD_CLERK)

    for service, content in (
        (import_register_extract, extract(anna())),
        (import_benefit_facts, b"bsn\n999990019\n"),
    ):
        with pytest.raises(Refused):
            service(actor=clerk, content=content, on=ON)

    assert not RegisterExtract.objects.exists()


def test_r29_r30_triage_gets_three_valued_facts_with_their_day() -> None:
    import_register_extract(
        actor=SYSTEM,
        content=extract(anna(_09_03_10="20150101"), anna(_01_01_20=BEN, _09_03_10="20080000")),
        on=ON,
    )
    import_benefit_facts(actor=SYSTEM, content=f"bsn;participatiewet\n{ANNA};ja\n".encode(), on=ON)
    asked = people(ANNA, BEN, "000009866")
    facts = dict(zip((ANNA, BEN, "000009866"), facts_for_triage(HERE, asked, DAY).values(), strict=True))

    assert (facts[ANNA].resident, facts[ANNA].minor_children, facts[ANNA].benefit) == (True, True, True)
    assert (facts[BEN].resident, facts[BEN].minor_children, facts[BEN].benefit) == (True, None, None)
    assert (facts["000009866"].resident, facts["000009866"].minor_children) == (None, None)
    assert (facts[ANNA].as_of, facts[ANNA].benefit_as_of) == (ON, ON)
    assert household_facts(HERE, *people(ANNA), DAY) == facts[ANNA]


def test_r30_who_is_not_in_a_list_of_recipients_has_no_benefit() -> None:
    import_benefit_facts(actor=SYSTEM, content=f"bsn;peildatum\n{ANNA};30-06-2026\n".encode(), on=ON)
    facts = dict(zip((ANNA, BEN), facts_for_triage(HERE, people(ANNA, BEN), DAY).values(), strict=True))

    assert (facts[ANNA].benefit, facts[BEN].benefit) == (True, False)
    assert facts[ANNA].benefit_as_of == date(2026, 6, 30)


def test_r29_a_minor_at_the_address_is_told_apart() -> None:
    import_register_extract(
        actor=SYSTEM, content=extract(anna(), anna(_01_01_20=BEN, _01_03_10="20150101")), on=ON
    )
    facts = household_facts(HERE, *people(ANNA), DAY)

    assert (facts.minor_children, facts.minors_at_address) == (False, True)


def test_facts_for_many_take_the_same_number_of_queries(django_assert_num_queries: object) -> None:
    import_register_extract(actor=SYSTEM, content=extract(anna(), anna(_01_01_20=BEN)), on=ON)

    asked = people(ANNA, BEN)

    with django_assert_num_queries(5):  # type: ignore[operator]
        facts_for_triage(HERE, asked, DAY)
