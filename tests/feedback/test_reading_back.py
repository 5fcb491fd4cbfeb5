"""What a landlord reads back: its own signals only, the projected code only, all of it on record (R43, R44, L1)."""

from __future__ import annotations

import io
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from pypdf import PdfReader

from tests.disclosure.asking import bring_into_force, sign, succeed
from tests.feedback.world import NOW, PAUSE, TODAY, World, cased, delivered, linked, signalled
from tijdig.actors import Role, system_actor
from tijdig.casework.models import SignalNews
from tijdig.casework.rules.pause import PauseFact
from tijdig.casework.rules.results import SubReason
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.ddas import Result, SignalStatus
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.feedback.queries import (
    ends_of_signals,
    feedback_of_landlord,
    feedback_terms_of_landlord,
    months_with_signals,
    own_signal,
    signals_of_delivery,
)
from tijdig.feedback.rules.files import FileKind
from tijdig.feedback.services import (
    export_feedback,
    issue_delivery_proof,
    issue_delivery_receipt,
    issue_receipt,
    issue_receipt_proof,
)
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import AuditEvent, ReceiptRecord, ReceiptSalt
from tijdig.ledger.rules.receipt import check_receipt, read_receipt, write_proof
from tijdig.ledger.services import look_up_receipt
from tijdig.months import Month
from tijdig.problems import NotFound, Refused
from tijdig.rights.services.signals import erase_signals_without_case, forget_file_names

APRIL = Month(2026, 4)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def codes(world: World) -> dict[str, str]:
    page = feedback_of_landlord(world.actor(Role.LANDLORD_CLERK), APRIL)
    return {line.reference: line.code for line in page.lines}


@pytest.mark.any_database  # which code a result gets is a rule; the read is that of the other tests
@pytest.mark.parametrize(
    ("result", "code"),
    [
        (Result.FOLLOW_UP, "aanbod_aanvaard"),
        (Result.NO_HELP_WANTED, "aanbod_afgewezen"),
        (Result.OTHER_REASON, "niet_opgepakt"),
        (Result.NO_CONTACT, ""),
        (Result.ALREADY_KNOWN, ""),
        (None, ""),
    ],
)
def test_r43_a_case_is_told_as_its_projection(world: World, result: Result | None, code: str) -> None:
    signal = signalled(world)
    cased(signal, result=result)
    assert codes(world) == {signal.reference: code}


@pytest.mark.any_database
def test_r43_a_signal_that_ended_without_a_case_is_told_by_its_status(world: World) -> None:
    signal = signalled(world, status=SignalStatus.DECEASED)
    assert codes(world) == {signal.reference: "overleden"}


@pytest.mark.any_database  # which code a status gets is a rule; the read is that of the other tests
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (SignalStatus.REPEAT, "herhaalde_melding"),
        (SignalStatus.UNJUSTIFIED, "onterecht_signaal"),
        (SignalStatus.DECEASED, "overleden"),
        (SignalStatus.NOT_RESIDENT, "geen_inwoner"),
        (SignalStatus.TAKEN_UP, "aanbod_aanvaard"),
    ],
)
def test_r44_a_signal_that_was_sorted_out_does_not_hear_the_result_of_the_housemate(
    world: World, status: SignalStatus, code: str
) -> None:
    of_housemate = signalled(world, delivered(world, "st-joseph"))
    case = cased(of_housemate, result=Result.FOLLOW_UP)
    own = signalled(world, status=status)
    linked(own, notification=case.notification)

    assert codes(world) == {own.reference: code}
    heard = set(ends_of_signals("0988", [own.pk, of_housemate.pk]))
    assert heard == {of_housemate.pk, own.pk} if status is SignalStatus.TAKEN_UP else {of_housemate.pk}


@pytest.mark.any_database  # which days a result brings is a rule; the read is that of the other tests
@pytest.mark.parametrize(
    ("result", "days"),
    [(Result.FOLLOW_UP, (TODAY, date(2026, 5, 7))), (Result.NO_HELP_WANTED, None), (None, None)],
)
def test_r45_a_told_acceptance_brings_the_days_of_the_covenants_pause(
    world: World, result: Result | None, days: tuple[date, date] | None
) -> None:
    cased(signalled(world), result=result)
    (without,) = feedback_of_landlord(world.actor(Role.LANDLORD_CLERK), APRIL).lines
    bring_into_force(succeed(CovenantVersion.objects.get(), *PAUSE))
    (line,) = feedback_of_landlord(world.actor(Role.LANDLORD_CLERK), APRIL).lines

    assert without.pause is None
    assert (line.pause and (line.pause.starts_on, line.pause.last_day)) == days
    if line.pause:
        assert (line.pause.running, line.pause.missing) == (False, (PauseFact.INSTALMENTS_PAID,))


@pytest.mark.any_database
def test_c8_two_cases_that_differ_only_in_the_inner_reason_give_the_same_file(world: World) -> None:
    clerk = world.actor(Role.LANDLORD_CLERK)
    case = cased(signalled(world), result=Result.OTHER_REASON)
    files = set()
    for reason in SubReason:
        case.sub_reason, case.result_reason = reason, f"toelichting {reason}"
        case.save()
        files.add(export_feedback(actor=clerk, month=APRIL, kind=FileKind.CSV).content)
    assert len(files) == 1


def test_a_landlord_sees_only_its_own_signals(world: World) -> None:
    foreign = signalled(world, delivered(world, "st-joseph"))
    own = signalled(world)
    assert list(codes(world)) == [own.reference]
    lines = feedback_of_landlord(world.other_landlord, APRIL).lines
    assert [line.reference for line in lines] == [foreign.reference]
    assert signals_of_delivery(world.actor(Role.LANDLORD_CLERK), foreign.delivery_id).lines == ()


def test_l1_each_line_leaves_a_decision_record(world: World) -> None:
    signal = signalled(world)
    codes(world)
    record = DecisionRecord.objects.get()
    assert (record.recipient, record.sender, record.purpose) == (
        "wonen-limburg",
        "gemeente-weert",
        "terugkoppeling",
    )
    assert record.subject_id == str(signal.pk)
    assert set(record.permitted_fields) == {"signaal.kenmerk", "signaal.ontvangen_op", "terugkoppeling.code"}


@pytest.mark.any_database
def test_r4_after_a_revocation_nothing_is_told(world: World) -> None:
    cased(signalled(world), result=Result.FOLLOW_UP)
    sign(CovenantVersion.objects.get(), "st-joseph", Verdict.REVOKE)
    (line,) = feedback_of_landlord(world.actor(Role.LANDLORD_CLERK), APRIL).lines
    assert (line.reference, line.code) == ("", "")
    assert set(line.released.withheld) == {"signaal.kenmerk", "signaal.ontvangen_op", "terugkoppeling.code"}


@pytest.mark.any_database
def test_c3_feedback_follows_a_stricter_successor_and_ends_when_that_is_revoked(world: World) -> None:
    signal = signalled(world)
    cased(signal, result=Result.FOLLOW_UP)
    heard = 'extern = "aanbod_aanvaard"', 'extern = "geen_terugkoppeling"'
    second = succeed(CovenantVersion.objects.get(), *heard)
    assert codes(world) == {signal.reference: "aanbod_aanvaard"}
    bring_into_force(second)
    assert codes(world) == {signal.reference: ""}
    assert DecisionRecord.objects.all()[0].covenant_hash == second.hash

    sign(second, "st-joseph", Verdict.REVOKE)
    assert codes(world) == {"": ""}
    with pytest.raises(Refused, match=r"disclosure\.covenant-not-in-force"):
        issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk)


@pytest.mark.any_database
def test_r4_after_the_first_term_a_receipt_is_given_under_the_running_successor(world: World) -> None:
    signal = signalled(world)
    bring_into_force(succeed(CovenantVersion.objects.get(), "tot = 2028-02-29", "tot = 2029-02-28"))
    with time_machine.travel("2028-03-02T12:00:00+01:00", tick=False):
        assert issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk)


@pytest.mark.any_database
def test_only_a_landlord_reads_feedback(world: World) -> None:
    for role in (Role.COORDINATOR, Role.CASE_DIRECTOR, Role.SOCIAL_WORKER):
        with pytest.raises(Refused, match=r"actors\.role-may-not"):
            feedback_of_landlord(world.actor(role), APRIL)


def test_r8_a_crisis_signal_stands_first_though_it_came_last(world: World) -> None:
    ordinary = signalled(world, delivered(world, on=date(2026, 4, 2)))
    crisis = signalled(world, delivered(world, on=date(2026, 4, 28)), crisis=True)

    page = feedback_of_landlord(world.actor(Role.LANDLORD_CLERK), APRIL)

    assert [line.signal_id for line in page.lines] == [crisis.pk, ordinary.pk]


def test_months_are_offered_newest_first(world: World) -> None:
    for day in (date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 2)):
        signalled(world, delivered(world, on=day))
    assert months_with_signals(world.actor(Role.LANDLORD_CLERK)) == (APRIL, Month(2026, 3))


@pytest.mark.any_database
def test_the_terms_come_from_the_covenant(world: World) -> None:
    (terms,) = feedback_terms_of_landlord(world.actor(Role.LANDLORD_CLERK), date(2026, 4, 7))
    assert not terms.pause.possible
    assert terms.policy.within.in_dutch == "2 weken"


@pytest.mark.any_database
def test_the_file_is_logged_with_counts_and_holds_only_what_is_told(world: World) -> None:
    told, untold = signalled(world), signalled(world)
    cased(told, result=Result.FOLLOW_UP)
    made = export_feedback(actor=world.actor(Role.LANDLORD_CLERK), month=APRIL, kind=FileKind.CSV)
    assert made.name == "terugmeldingen-2026-04.csv"
    assert told.reference.encode() in made.content
    assert untold.reference.encode() not in made.content
    event = AuditEvent.objects.get(action="export-feedback")
    assert event.details == {"kind": "csv", "rows": 1}


@pytest.mark.any_database
def test_r15_a_receipt_of_an_own_signal_holds_what_was_reported_and_no_outcome(world: World) -> None:
    signal = signalled(world)
    cased(signal, result=Result.FOLLOW_UP)
    text = text_of(issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk))
    for expected in (
        signal.reference, "Gemeente Weert", "Wonen Limburg", "2 april 2026", "€ 1.234,56", "12 februari 2026",
        "13 februari 2026", "20 februari 2026", "21 februari 2026", "Convenant vroegsignalering huurschulden Weert",
    ):  # fmt: skip
        assert expected in text.replace("\u00a0", " ")
    assert "aanvaard" not in text
    assert AuditEvent.objects.get(action="issue-receipt").object_id == str(signal.pk)


def test_l2_a_receipt_is_in_the_processing_log_by_whose_signal_it_is(world: World) -> None:
    signal = signalled(world)
    issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk)
    issue_delivery_receipt(actor=world.actor(Role.LANDLORD_CLERK), delivery_id=signal.delivery_id)

    row = ProcessingRecord.objects.get(act="issue-receipt")  # that of the delivery holds counts, of nobody
    event = AuditEvent.objects.get(action="issue-receipt", object_kind="signal")
    assert (row.trace_id, row.span_id) == (event.trace_id, event.span_id)
    about = Subject("signal", str(signal.pk))
    assert (row.status, row.subject) == ("ok", surrogates_of("0988", [about])[about])
    decided = DecisionRecord.objects.get(subject_id=str(signal.pk))
    assert row.activity.endswith(f"#{decided.purpose}")


@pytest.mark.any_database
def test_r15_a_receipt_shows_what_disclosure_released_and_nothing_else(world: World) -> None:
    signal = signalled(world, months=None, days=47, informed_on=date(2026, 2, 24))
    text = text_of(issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk))
    assert "24 februari 2026" in text  # R17: the tenant was told
    assert "dagen achterstand" not in text  # no field of any covenant
    assert "signaal.geinformeerd" in DecisionRecord.objects.get().permitted_fields


@pytest.mark.any_database
def test_r1_the_receipt_names_who_delivered_for_the_landlord(world: World) -> None:
    signal = signalled(world, delivered(world, agent_code="st-joseph"))
    text = text_of(issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk))
    assert "Wonen Limburg" in text
    assert "Woningstichting St. Joseph, namens de melder" in text


@pytest.mark.parametrize("issue", [issue_receipt, issue_delivery_receipt])
def test_a6_a_foreign_subject_is_the_same_as_an_unknown_one(world: World, issue: object) -> None:
    foreign = signalled(world, delivered(world, "st-joseph"))
    key, value = ("signal_id", foreign.pk) if issue is issue_receipt else ("delivery_id", foreign.delivery_id)
    for one in (value, uuid4()):
        with pytest.raises(NotFound):
            issue(actor=world.actor(Role.LANDLORD_CLERK), **{key: one})


def test_t4_a_receipt_carries_its_code_and_a_proof_of_what_it_says(world: World) -> None:
    signal = signalled(world)
    clerk = world.actor(Role.LANDLORD_CLERK)
    paper = issue_receipt(actor=clerk, signal_id=signal.pk)
    file = read_receipt(paper)

    assert check_receipt(file, key_of("0988")) == ()
    assert check_receipt(read_receipt(issue_receipt_proof(actor=clerk, signal_id=signal.pk))) == ()
    assert str(file.proof.told["code"]) in text_of(paper)
    assert file.proof.content | {
        "kind": "signal-receipt", "reference": signal.reference, "received_on": "2026-04-02",
        "landlord": "Wonen Limburg", "municipality": "Gemeente Weert",
    } == file.proof.content  # fmt: skip
    assert file.proof.content["arrears"]["amount_cents"] == 123_456  # type: ignore[index]
    attached = PdfReader(io.BytesIO(paper), strict=True).attachments
    assert attached["tijdig-bewijs.json"] == [write_proof(file.proof)]
    (record,) = ReceiptRecord.objects.all()  # asked for twice, recorded once
    assert (record.party, record.number) == ("wonen-limburg", file.proof.content["number"])
    assert AuditEvent.objects.filter(action="issue-receipt").count() == 2


def test_t4_a_receipt_asked_for_later_refers_to_the_first_moment_until_what_it_says_changes(
    world: World,
) -> None:
    clerk, delivery = world.actor(Role.LANDLORD_CLERK), delivered(world, rows=12)
    proof = read_receipt(issue_delivery_proof(actor=clerk, delivery_id=delivery.pk)).proof
    with time_machine.travel("2026-10-07T12:00:00+02:00", tick=False):
        again = read_receipt(issue_delivery_receipt(actor=clerk, delivery_id=delivery.pk)).proof
        delivery.rows = 13
        delivery.save()
        other = read_receipt(issue_delivery_proof(actor=clerk, delivery_id=delivery.pk)).proof

    assert (again.record, again.position) == (proof.record, proof.position)
    assert str(proof.told["at"]).startswith("2026-04-07")
    assert str(other.told["at"]).startswith("2026-10-07")


def test_t6_erasing_a_signal_forgets_what_opens_its_receipt(world: World) -> None:
    signal, clerk = signalled(world), world.actor(Role.LANDLORD_CLERK)
    given = issue_receipt(actor=clerk, signal_id=signal.pk)
    issue_delivery_receipt(actor=clerk, delivery_id=signal.delivery_id)

    erase_signals_without_case(system_actor("0988"), date(2040, 1, 1))
    assert [kept.object_kind for kept in ReceiptSalt.objects.all()] == ["delivery"]
    forget_file_names(system_actor("0988"), date(2040, 1, 1))
    assert not ReceiptSalt.objects.exists()
    assert look_up_receipt(actor=clerk, file=given).is_same


@pytest.mark.any_database
def test_the_delivery_receipt_holds_its_counts(world: World) -> None:
    delivery = delivered(world, rows=12, accepted=9, refused=3)
    text = text_of(issue_delivery_receipt(actor=world.actor(Role.LANDLORD_CLERK), delivery_id=delivery.pk))
    assert "In het bestand 12" in text
    assert "Geweigerd 3" in text
    assert AuditEvent.objects.get(action="issue-receipt").object_kind == "delivery"


@pytest.mark.any_database
def test_c8_what_the_landlord_took_back_itself_stands_with_its_own_signal(world: World) -> None:
    taken_back, other = signalled(world), signalled(world)
    SignalNews.objects.create(
        controller_id=taken_back.controller_id, signal=taken_back, on=TODAY, told_at=NOW, withdrawn=True
    )
    clerk = world.actor(Role.LANDLORD_CLERK)
    assert (own_signal(clerk, taken_back.pk).withdrawn_on, own_signal(clerk, other.pk).withdrawn_on) == (
        TODAY,
        None,
    )
