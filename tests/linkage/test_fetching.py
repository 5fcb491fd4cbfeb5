"""Asking the register about signals instead of importing it: on record, resumable, no more than needed (R23, L1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from tests.built_once import built_once
from tests.covenant.agreeing import say, signer
from tests.linkage.folk import resident
from tests.linkage.month import STRANGER, SYSTEM, WEERT, Month
from tests.residents.fake_brp import FakeBrp, fake_brp
from tijdig.actors import Actor, Role
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.services import activate_covenant
from tijdig.disclosure.models import ProcessingRecord
from tijdig.ledger.models import AuditEvent
from tijdig.linkage import fetching
from tijdig.linkage.fetching import fetch_residents
from tijdig.linkage.models import Link, Lookup
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.services import decide_link, link_signals, undo_link
from tijdig.linkage.services import looking_up as looking_up_service
from tijdig.problems import Refused
from tijdig.residents.asking import asking
from tijdig.residents.models import RegisterExtract, Resident, Source
from tijdig.residents.queries import facts_for_triage, people_with, register_of, resident_records
from tijdig.residents.rules.record import RegisteredAddress
from tijdig.residents.services import choose_sources, import_register_extract, keep_records
from tijdig.vault.models import DataKey

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 6)
ANNA, BEN, KIM = "999990019", "999990020", "999990032"
ELSEWHERE = RegisteredAddress("Duinlaan", 3, "", "", "", "9998AB", "Duinrode")


@pytest.fixture(scope="module")
def running() -> Iterator[FakeBrp]:
    with fake_brp() as fake:
        yield fake


@pytest.fixture
def fake(running: FakeBrp, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakeBrp:
    running.begin_anew()
    running.connect(tmp_path, WEERT)
    settings.CONNECTIONS = tmp_path
    monkeypatch.setattr(asking, "LONGEST_PAUSE_SECONDS", 0.0)
    return running


@pytest.fixture
def month(fake: FakeBrp) -> Month:
    return agreed_month()


@built_once
def agreed_month() -> Month:
    """A month under a covenant that all signed, with the register over its API."""
    made = Month()
    version = CovenantVersion.objects.get()
    with time_machine.travel(datetime(2026, 7, 1, 9, tzinfo=UTC), tick=False):
        for party in made.parties:
            say(version, party, Verdict.ACCEPT)
        officer = signer(WEERT, "gemeente-weert", Role.PRIVACY_OFFICER)
        activate_covenant(actor=officer, version_id=version.pk, person_name="F. Tweede")
    choose()
    return made


def choose(residents: Source = Source.API, days: int | None = 14) -> None:
    choose_sources(actor=SYSTEM, residents=residents, benefits=Source.FILE, ask_again_days=days)


def anna(**changes: object) -> Any:
    return resident(ANNA, **{"municipality": WEERT, **changes})


def known_people() -> set[str]:
    return {record.bsn for record in resident_records(WEERT)}


def run() -> tuple[int, int]:
    done = fetch_residents(actor=SYSTEM, on=TODAY)
    link_signals(actor=SYSTEM)
    return done.signals, done.people


@pytest.mark.any_database
def test_r23_a_signal_is_asked_about_linked_and_known_by_the_day(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna(child_birth_dates=("20150401",)), resident(KIM, municipality=WEERT, birth_date="20150401"))
    signal = month.signal()

    assert run() == (1, 1)
    link = Link.objects.get(signal=signal)
    assert (link.outcome, link.register_state) == (Outcome.CERTAIN, RegisterState.RESIDENT)
    facts = facts_for_triage(WEERT, [link.person], TODAY)[link.person]
    assert (facts.resident, facts.minor_children, facts.as_of) == (True, True, TODAY)
    assert facts.minors_at_address is None, "of children at the address nothing was read"
    assert known_people() == {ANNA}


@pytest.mark.any_database
def test_r25_r26_who_moved_or_died_is_found_elsewhere(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna(deceased_on="20260601"), resident(BEN, surname="Kersink", birth_date="19800808",
              address=ELSEWHERE, municipality="9902", prefix="", given_names="Ben"))  # fmt: skip
    died = month.signal()
    moved = month.signal(
        surname="Kersink", prefix="", initials="B.", birth_date="19800808", postcode="9999ZZ"
    )
    run()

    assert Link.objects.get(signal=died).register_state == RegisterState.DECEASED
    link = Link.objects.get(signal=moved)
    assert (link.outcome, link.register_state) == (Outcome.REVIEW, RegisterState.MOVED_AWAY)


@pytest.mark.any_database
def test_a_second_run_asks_nothing(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna())
    month.signal()
    run()
    asked = len(fake.questions)

    assert run() == (0, 0)
    assert len(fake.questions) == asked


@pytest.mark.any_database
def test_r24_nobody_found_goes_to_doubts(fake: FakeBrp, month: Month) -> None:
    signal = month.signal()
    run()

    assert Link.objects.get(signal=signal).outcome == Outcome.NONE


def test_a_signal_that_was_not_asked_about_waits(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna())
    first = month.signal()
    run()
    second = month.signal(reference="H2")
    link_signals(actor=SYSTEM)

    assert list(Link.objects.values_list("signal", flat=True)) == [first.pk]
    run()
    assert Link.objects.filter(signal=second).exists()


def test_k4_a_corrected_signal_is_asked_about_again(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna())
    signal = month.signal(postcode="9999ZZ", surname="Onbekend")
    run()
    signal.postcode, signal.surname = "9999ZX", "Zandhoek"
    signal.corrected_at = timezone.now()
    signal.save()

    assert run() == (1, 1)
    assert Link.objects.get(signal=signal, undone_at__isnull=True).outcome == Outcome.CERTAIN


def test_l2_each_question_is_on_record_for_each_data_subject(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna())
    month.signal()
    month.signal(reference="H2", party_code="wonen-limburg")
    run()
    rows = ProcessingRecord.objects.filter(act="ask-register").exclude(subject="")

    assert [row.subject_type for row in rows] == ["signal", "signal"]
    assert all(row.activity for row in rows)
    event = AuditEvent.objects.get(action="ask-register")
    assert event.details == {"signals": 2, "asked": "brp"}
    kept = AuditEvent.objects.get(action="keep-lookups")
    assert kept.details == {"signals": 2, "people": 1}


def test_l1_what_cannot_be_put_on_record_is_not_asked(
    fake: FakeBrp, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    month.signal()

    def fails(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(looking_up_service, "record_change", fails)
    with pytest.raises(RuntimeError):
        fetch_residents(actor=SYSTEM, on=TODAY)

    assert fake.addresses == []


def test_k2_a_run_that_breaks_off_goes_on_where_it_was(
    fake: FakeBrp, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LOT", 1)
    fake.hold(anna())
    month.signal()
    month.signal(reference="H2", surname="Ander", prefix="", birth_date="", postcode="9999ZZ")
    original, calls = fetching.keep_lookups, list[object]()

    def dies(**given: Any) -> int:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(**given)

    monkeypatch.setattr(fetching, "keep_lookups", dies)
    with pytest.raises(KeyboardInterrupt):
        fetch_residents(actor=SYSTEM, on=TODAY)
    assert Lookup.objects.count() == 1
    assert known_people() == {ANNA}, "who a signal may be about is kept until it is linked"

    assert fetch_residents(actor=SYSTEM, on=TODAY).signals == 1
    assert Lookup.objects.count() == 2


@pytest.mark.any_database
@pytest.mark.parametrize(("status", "code"), [(503, "busy"), (403, "not-authorised"), (401, "not-signed-in")])
def test_when_the_register_cannot_be_asked_signals_wait(
    fake: FakeBrp, month: Month, status: int, code: str
) -> None:
    fake.hold(anna())
    month.signal()
    fake.failing = [(status, {})] * 3
    with pytest.raises(Refused) as refused:
        fetch_residents(actor=SYSTEM, on=TODAY)
    link_signals(actor=SYSTEM)

    assert refused.value.problems[0].code == f"residents.asking.{code}"
    assert not Link.objects.exists()
    fake.failing = []
    run()
    assert Link.objects.get().outcome == Outcome.CERTAIN


def test_r24_a_question_the_register_refuses_is_remembered_with_its_reason(
    fake: FakeBrp, month: Month
) -> None:
    fake.hold(*(resident(f"9999{number:05}", birth_date="19500101") for number in range(11)))
    signal = month.signal()
    run()

    assert Lookup.objects.get(signal=signal).problem == "residents.asking.too-many"
    assert AuditEvent.objects.get(action="keep-lookups").reasons == ["residents.asking.too-many"]
    assert Link.objects.get(signal=signal).outcome == Outcome.NONE


def test_whom_no_signal_needs_is_forgotten_with_the_key(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna(), resident(BEN, surname="Onderhuurder", birth_date="19500101", municipality=WEERT))
    month.signal()
    fetch_residents(actor=SYSTEM, on=TODAY)
    keys = set(Resident.objects.values_list("data_key", flat=True))
    assert known_people() == {ANNA, BEN}
    link_signals(actor=SYSTEM)

    assert fetch_residents(actor=SYSTEM, on=TODAY).forgotten == 1
    assert known_people() == {ANNA}
    assert DataKey.objects.filter(pk__in=keys).count() == 1


def test_a_doubt_that_comes_back_still_has_its_candidates(fake: FakeBrp, month: Month) -> None:
    fake.hold(anna(), resident(BEN, birth_date="19480101", municipality=WEERT))
    signal = month.signal(initials="A.", birth_date="")
    run()
    link = Link.objects.get(signal=signal)
    assert link.candidates.count() == 2
    reviewer = Actor(STRANGER.person_id, STRANGER.organisation_id, WEERT, "gemeente-weert", Role.COORDINATOR)
    first = link.candidates.order_by("position").first()
    decide_link(actor=reviewer, link_id=link.pk, candidate_id=first.pk if first else None, reason="Past")
    fetch_residents(actor=SYSTEM, on=TODAY)
    undo_link(actor=reviewer, link_id=link.pk, reason="Toch niet")

    assert known_people() == {ANNA, BEN}


def test_nobody_is_rare_in_a_register_that_was_only_asked(fake: FakeBrp, month: Month) -> None:
    person = anna(address=ELSEWHERE)
    fake.hold(person)
    month.signal()
    run()

    assert Link.objects.get().rule_id == "R4"
    choose(Source.FILE)
    month.register(person)
    month.signal(reference="H2")
    link_signals(actor=SYSTEM)
    # The whole register says so of the new signal, and of the one that waited.
    standing = Link.objects.filter(undone_at__isnull=True)
    assert [(link.rule_id, link.outcome) for link in standing] == [("B1", Outcome.CERTAIN)] * 2


@pytest.mark.any_database
def test_r4_without_a_covenant_in_force_nothing_is_asked(fake: FakeBrp, month: Month) -> None:
    month.signal()
    say(CovenantVersion.objects.get(), "st-joseph", Verdict.REVOKE)
    with pytest.raises(Refused) as refused:
        fetch_residents(actor=SYSTEM, on=TODAY)

    assert refused.value.problems[0].code == "residents.asking.no-covenant"
    assert fake.addresses == []


def test_with_files_nothing_is_asked(fake: FakeBrp, month: Month) -> None:
    choose(Source.FILE)
    month.signal()

    assert fetch_residents(actor=SYSTEM, on=TODAY).signals == 0
    assert fake.addresses == []


def test_from_files_to_the_api_only_whom_signals_are_about_are_taken_along(fake: FakeBrp) -> None:
    month = agreed_month()
    choose(Source.FILE)
    month.register(anna())
    signal = month.signal()
    link_signals(actor=SYSTEM)
    extract = register_of(WEERT)
    assert extract is not None
    assert len(known_people()) == 101
    fake.hold(anna(address=ELSEWHERE))
    choose()
    fetch_residents(actor=SYSTEM, on=TODAY)

    assert known_people() == {ANNA}
    (record,) = resident_records(WEERT)
    assert record.address == ELSEWHERE
    assert Link.objects.get(signal=signal).person == people_with(WEERT, [ANNA])[ANNA]
    assert not DataKey.objects.filter(group=extract.key_group.hex).exists()
    standing = RegisterExtract.objects.get(replaced=False)
    assert (standing.source, standing.people) == (Source.API, 1)
    assert ProcessingRecord.objects.filter(act="ask-register", subject_type="signal").count() == 1


@pytest.mark.any_database
def test_a_file_is_refused_while_the_register_is_asked(fake: FakeBrp, month: Month) -> None:
    with pytest.raises(Refused) as refused:
        import_register_extract(actor=SYSTEM, content=b"", on=TODAY)

    assert refused.value.problems[0].code == "residents.comes-over-the-api"


def test_k6_there_is_one_place_for_answers_whoever_asks_first(fake: FakeBrp, month: Month) -> None:
    keep_records(actor=SYSTEM, records=[anna()], on=TODAY)
    keep_records(actor=SYSTEM, records=[anna()], on=TODAY)
    (extract,) = RegisterExtract.objects.filter(source=Source.API)
    extract.pk = None
    with pytest.raises(IntegrityError):
        extract.save(force_insert=True)


@pytest.mark.any_database
def test_the_api_is_chosen_with_a_term_and_a_connection(fake: FakeBrp, settings: Any) -> None:
    Month()
    for days, code in (
        (None, "residents.term-needed"),
        (0, "residents.term-needed"),
        (367, "residents.term-needed"),
    ):
        with pytest.raises(Refused) as refused:
            choose(days=days)
        assert refused.value.problems[0].code == code
    settings.CONNECTIONS = None
    with pytest.raises(Refused) as refused:
        choose()
    assert refused.value.problems[0].code == "residents.asking.not-connected"
    clerk = Actor(None, None, WEERT, "wonen-limburg", Role.LANDLORD_CLERK)
    with pytest.raises(Refused):
        choose_sources(actor=clerk, residents=Source.FILE, benefits=Source.FILE, ask_again_days=None)
    with pytest.raises(Refused):
        fetch_residents(actor=clerk, on=TODAY)
