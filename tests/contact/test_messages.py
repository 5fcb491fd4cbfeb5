"""Letters and messages: from a text, through disclosure, edited, sent once, an attempt (R18, R30, R35, R38)."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from pypdf import PdfReader

from tests.casework.town import BSNS, RECEIVED, Town, shipped
from tests.sealed import rewrite
from tijdig.actors import Actor
from tijdig.casework.models import Case, ContactAttempt
from tijdig.casework.rules.results import Closing
from tijdig.casework.services import choose_contact, close_case, log_attempt, take_up_case
from tijdig.contact import outbox
from tijdig.contact.gateways import NotTaken
from tijdig.contact.models import Appointment, Message
from tijdig.contact.outbox import hand_over_queued
from tijdig.contact.printing import print_batch
from tijdig.contact.queries import post_to_send, shown_message
from tijdig.contact.rules.appointments import Where
from tijdig.contact.rules.messages import (
    CHANNELS,
    Channel,
    MessageKind,
    MessageState,
    Possible,
    check_appointment_stands,
    check_kind,
    check_text,
)
from tijdig.contact.rules.texts import Text, check_text_of_kind, filled, placeholders_in
from tijdig.contact.rules.told import told_use
from tijdig.contact.services import (
    draft_message,
    edit_message,
    finish_message,
    move_appointment,
    plan_appointment,
    set_text,
    take_back_message,
)
from tijdig.contact.services.appointments import Meeting
from tijdig.contact.shipped import shipped_text
from tijdig.covenant.rules.fields import FIELDS
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.disclosure.models import DecisionRecord
from tijdig.problems import NotFound, Refused
from tijdig.residents.models import Resident

Kind = MessageKind
DECIDED = Possible(decision="admission")


@pytest.mark.parametrize(
    ("kind", "channel", "case", "wrong"),
    [
        (Kind.INFORMING, Channel.LETTER, Possible(), ""),
        (Kind.INFORMING, Channel.MAIL, Possible(), "contact.not-this-way"),
        (Kind.MISSED_YOU, Channel.LETTER, Possible(), "contact.not-this-way"),
        (Kind.CALL_ME, Channel.SMS, Possible(), ""),
        (Kind.INVITATION, Channel.LETTER, Possible(), "contact.needs-appointment"),
        (
            Kind.JOINT_INVITATION,
            Channel.LETTER,
            Possible(appointment=True),
            "contact.needs-joint-appointment",
        ),
        (Kind.JOINT_INVITATION, Channel.LETTER, Possible(joint_appointment=True), ""),
        (Kind.ADMISSION, Channel.LETTER, DECIDED, ""),
        (Kind.REFUSAL, Channel.LETTER, DECIDED, "contact.needs-decision"),
        (Kind.REFERRED, Channel.LETTER, Possible(), "contact.needs-referral"),
        (Kind.CLOSING, Channel.LETTER, Possible(deceased=True), "contact.not-to-the-dead"),
    ],
)
def test_r38_nothing_is_written_about_what_is_not_there(
    kind: MessageKind, channel: Channel, case: Possible, wrong: str
) -> None:
    problem = check_kind(kind, channel, case)
    assert (problem.code if problem else "") == wrong


WRITTEN = datetime(2026, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"cancelled": True}, False),
        ({"changed_at": WRITTEN + HOUR}, False),
        ({"now": WRITTEN + 8 * HOUR}, False),
    ],
)
def test_r28_a_letter_about_an_appointment_goes_while_all_in_it_holds(
    changed: dict[str, Any], holds: bool
) -> None:
    about = {
        "starts_at": WRITTEN + 8 * HOUR, "changed_at": WRITTEN, "cancelled": False, "drafted_at": WRITTEN,
        "now": WRITTEN + HOUR,
    }  # fmt: skip
    assert (check_appointment_stands(**{**about, **changed}) is None) is holds  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", Kind)
def test_r18_every_shipped_text_says_what_it_must_and_nothing_that_others_may_not_read(
    kind: MessageKind,
) -> None:
    assert check_text_of_kind(kind, shipped_text(kind)) == ()
    assert set(CHANNELS) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        (Kind.CLOSING, "Dag {naam}, {onzin}. {bereikbaar}", "contact.unknown-placeholder"),
        (
            Kind.INFORMING,
            shipped_text(Kind.INFORMING).body.replace("{grondslag}", ""),
            "contact.placeholder-missing",
        ),
        (Kind.CALL_ME, "Bel ons over {bronnen}: {bereikbaar}", "contact.others-may-read"),
    ],
)
def test_c1_a_text_of_a_municipality_has_known_placeholders_only(
    kind: MessageKind, text: str, wrong: str
) -> None:
    assert [one.code for one in check_text_of_kind(kind, Text("Titel", text))] == [wrong]


def test_r38_a_decision_does_not_leave_before_its_plan_is_filled_in() -> None:
    text = shipped_text(Kind.ADMISSION)
    found = check_text(text.title, text.body, Channel.LETTER, complete=True)
    assert {one.code for one in found} == {"contact.still-to-fill-in"}
    assert check_text(text.title, text.body, Channel.LETTER, complete=False) == ()
    assert [one.code for one in check_text("a", "b" * 481, Channel.SMS, complete=True)] == [
        "contact.too-long-for-sms"
    ]
    assert filled(Text("{naam}", "{naam} {naam}"), {"naam": "A"}) == Text("A", "A A")
    assert placeholders_in(Text("{a}", "{b} {a}")) == ("a", "b")


@pytest.mark.parametrize("name", ["weert", "sittard-geleen", "landelijk"])
def test_r18_every_shipped_covenant_says_all_that_a_tenant_must_be_told(name: str) -> None:
    covenant = shipped(name)
    told = told_use(covenant)

    assert told.purpose
    assert "AVG art. 6.1.e" in told.ground
    assert told.recipients
    assert covenant.municipality.name not in told.recipients
    assert not {party.name for party in covenant.signal_partners} & set(told.recipients)
    described = {fact for _, facts in told.categories for fact in facts}
    assert {FIELDS["signaal.bedrag"].description, FIELDS["bewoner.bsn"].description} <= described
    assert any("nadat uw zaak is afgesloten. Daarna vernietigen wij ze." in one for one in told.retention)


def taken_up(town: Town, bsn: str = BSNS[0], *, benefit: bool = True, **signal: object) -> Case:
    town.add_resident(bsn, benefit=benefit)
    town.add_signal(bsn, **signal)  # type: ignore[arg-type]
    case = town.open()[-1]
    return take_up_case(actor=town.people["debt-director"], case_id=case.pk, version=case.version)


def drafted(actor: Actor, case: Case, kind: MessageKind, channel: Channel = Channel.LETTER) -> Message:
    version = Case.objects.get(pk=case.pk).version
    return draft_message(actor=actor, case_id=case.pk, version=version, kind=kind, channel=channel)


def finished(actor: Actor, message: Message) -> Message:
    return finish_message(actor=actor, message_id=message.pk, version=message.version)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_r18_an_informing_letter_is_drafted_edited_printed_and_counts_as_informing(weert: Town) -> None:
    director, case = weert.people["debt-director"], taken_up(weert)
    draft = drafted(director, case, Kind.INFORMING)

    for expected in (
        "Wonen Limburg",
        case.number,
        "6 maanden nadat uw zaak is afgesloten",
        "Maatschappelijk Werk",
    ):
        assert expected in draft.text
    record = DecisionRecord.objects.filter(subject_id=str(case.pk)).latest("id")
    assert set(record.permitted_fields) == {"bewoner.naam", "bewoner.adres", "signaal.ontvangen_op"}
    edited = edit_message(
        actor=director, message_id=draft.pk, version=1, title=draft.title, text=f"{draft.text}\n\nTot ziens."
    )
    with pytest.raises(Refused, match=r"contact\.message-changed"):  # K6
        edit_message(actor=director, message_id=draft.pk, version=1, title="x", text="y")
    assert [one.number for one in draft.versions.all()] == [1, 2]
    finished(director, edited)
    assert [one.message_id for one in post_to_send(director)] == [draft.pk]

    printed = print_batch(actor=director, message_ids=[draft.pk])

    assert (printed.count, printed.problems) == (1, ())
    with zipfile.ZipFile(io.BytesIO(printed.archive)) as archive:
        assert archive.namelist() == ["alles.pdf", f"001-{case.number}-informing.pdf"]
        one, everything = archive.read(archive.namelist()[1]), archive.read("alles.pdf")
    assert "Tot ziens." in text_of(one)
    for expected in ("Maasstraat 12", "Jansen", "AVG art. 6.1.e", "6001 AB Weert"):
        assert expected in text_of(one)
        assert expected in text_of(everything)
    case.refresh_from_db()
    assert case.informed_on == RECEIVED
    attempt = ContactAttempt.objects.get()
    assert (attempt.kind, attempt.on, attempt.reached) == (AttemptKind.LETTER, RECEIVED, False)
    assert attempt.made_by == director.person_id
    again = print_batch(actor=director, message_ids=[draft.pk])  # nothing leaves twice
    assert (again.archive, [one.code for one in again.problems]) == (b"", ["contact.message-state"])
    assert ContactAttempt.objects.count() == 1


def test_r30_the_joint_invitation_is_about_one_appointment_of_both_case_directors(
    weert: Town, clock: time_machine.Traveller
) -> None:
    first, second = weert.people["debt-director"], weert.people["work-director"]
    case = taken_up(weert)
    with pytest.raises(Refused, match=r"contact\.needs-joint-appointment"):
        drafted(first, case, Kind.JOINT_INVITATION)
    at = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
    plan_appointment(
        actor=first, case_id=case.pk, version=case.version, second_person=second.person_id,
        meeting=Meeting(at, at + timedelta(hours=1), Where.OFFICE, "Wilhelminasingel 101, Weert"),
    )  # fmt: skip
    draft = drafted(first, case, Kind.JOINT_INVITATION)
    for expected in (
        "Debt Director",
        "Work Director",
        "donderdag 12 maart 2026",
        "10.30 uur",
        "Wilhelminasingel 101",
    ):
        assert expected in draft.text
    finished(first, draft)
    outdated = finished(first, drafted(first, case, Kind.JOINT_INVITATION))
    assert print_batch(actor=first, message_ids=[draft.pk]).count == 1
    later = Meeting(at + timedelta(days=1), at + timedelta(days=1, hours=1), Where.OFFICE, "Stadhuis")
    appointment = Appointment.objects.get()
    clock.shift(timedelta(minutes=5))
    case.refresh_from_db()
    move_appointment(
        actor=first, appointment_id=appointment.pk, version=case.version, meeting=later
    )  # the letter that waits still names the former day
    stayed = print_batch(actor=first, message_ids=[outdated.pk])
    assert ([one.code for one in stayed.problems], stayed.count) == (["contact.appointment-changed"], 0)

    case.refresh_from_db()
    assert (case.invited_on, case.second_owner) == (RECEIVED, second.person_id)
    assert ContactAttempt.objects.get().kind == AttemptKind.LETTER
    assert not case.tasks.filter(kind="invite", done_on__isnull=True).exists()


@pytest.mark.any_database
def test_r23_nothing_is_written_or_printed_while_a_choice_about_contact_waits(weert: Town) -> None:
    director, case = weert.people["debt-director"], taken_up(weert)
    draft = finished(director, drafted(director, case, Kind.CLOSING))
    case.refresh_from_db()
    case.contact_reasons = [{"code": "casework.contact-after-choice"}]
    case.save()

    with pytest.raises(Refused, match=r"casework\.choose-contact-first"):
        drafted(director, case, Kind.INFORMING)
    printed = print_batch(actor=director, message_ids=[draft.pk])
    assert ([one.code for one in printed.problems], printed.archive) == (
        ["casework.choose-contact-first"],
        b"",
    )
    assert not ContactAttempt.objects.exists()

    choose_contact(
        actor=director,
        case_id=case.pk,
        version=case.version,
        may_write=True,
        reason="Zij belde zelf.",
        on=RECEIVED,
    )
    assert print_batch(actor=director, message_ids=[draft.pk]).count == 1


@pytest.mark.any_database
def test_r18_no_letter_without_an_address_none_to_the_dead_none_by_others(weert: Town, sittard: Town) -> None:
    director, case = weert.people["debt-director"], taken_up(weert)
    kept = drafted(director, case, Kind.CLOSING)
    with pytest.raises(Refused, match=r"contact\.no-number"):
        drafted(director, case, Kind.CALL_ME, Channel.SMS)
    rewrite(Resident.objects.all(), street="", house_number=None, postcode="", town="")
    with pytest.raises(Refused, match=r"contact\.no-address"):
        drafted(director, case, Kind.INFORMING)
    Case.objects.update(proposed_result=Result.DECEASED)
    with pytest.raises(Refused, match=r"contact\.not-to-the-dead"):
        drafted(director, case, Kind.CLOSING)
    with pytest.raises(Refused, match="role-may-not"):
        drafted(weert.people["coordinator"], case, Kind.CLOSING)
    for stranger in (sittard.people["debt-director"],):  # A6
        with pytest.raises(NotFound):
            drafted(stranger, case, Kind.CLOSING)
        with pytest.raises(NotFound):
            shown_message(stranger, kept.pk)
    assert post_to_send(weert.people["work-director"]) == ()


def test_k6_what_a_colleague_printed_holds_up_no_other_letter_of_the_batch(weert: Town) -> None:
    director, case = weert.people["debt-director"], taken_up(weert)
    first, second = drafted(director, case, Kind.CLOSING), drafted(director, case, Kind.INFORMING)
    for letter in (first, second):
        finished(director, letter)
    print_batch(actor=director, message_ids=[first.pk])

    printed = print_batch(actor=director, message_ids=[first.pk, second.pk])

    assert (printed.count, [one.code for one in printed.problems]) == (1, ["contact.message-state"])
    second.refresh_from_db()
    assert second.state == MessageState.SENT


def test_r26_nothing_leaves_to_the_dead_when_the_case_is_closed_with_that_either(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, phone="0612345678")
    ready, queued = (
        drafted(director, case, Kind.INFORMING),
        drafted(director, case, Kind.CALL_ME, Channel.SMS),
    )
    for message in (ready, queued):
        finished(director, message)
    close_case(
        actor=director,
        case_id=case.pk,
        version=Case.objects.get().version,
        closing=Closing(Result.DECEASED, reason="De dochter belde."),
        on=RECEIVED,
    )

    with pytest.raises(Refused, match=r"contact\.not-to-the-dead"):
        drafted(director, case, Kind.CLOSING)
    printed = print_batch(actor=director, message_ids=[ready.pk])
    assert (printed.count, [one.code for one in printed.problems]) == (0, ["contact.not-to-the-dead"])
    hand_over_queued(actor=weert.system)
    queued.refresh_from_db()
    assert (queued.state, queued.problem) == (MessageState.FAILED, "contact.not-to-the-dead")


def test_r35_a_queued_message_leaves_once_and_becomes_an_attempt(
    weert: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, email="kim@voorbeeld.example", phone="0612345678")
    draft = drafted(director, case, Kind.CALL_ME, Channel.MAIL)
    finished(director, draft)

    assert hand_over_queued(actor=weert.system) == 1
    assert hand_over_queued(actor=weert.system) == 0

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["kim@voorbeeld.example"], "Bericht van Gemeente Weert")
    assert case.number in sent.body
    assert "Wonen Limburg" not in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{draft.pk}@tijdig>"
    attempt = ContactAttempt.objects.get()
    assert (attempt.kind, attempt.made_by) == (AttemptKind.MAIL, director.person_id)
    draft.refresh_from_db()
    assert draft.state == MessageState.SENT


def test_r26_what_was_queued_does_not_leave_to_the_dead(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, email="kim@voorbeeld.example")
    draft = finished(director, drafted(director, case, Kind.CALL_ME, Channel.MAIL))
    Case.objects.update(proposed_result=Result.DECEASED)

    assert hand_over_queued(actor=weert.system) == 0

    draft.refresh_from_db()
    assert (draft.state, draft.problem, draft.tries) == (MessageState.FAILED, "contact.not-to-the-dead", 0)
    assert mail.outbox == []
    with pytest.raises(Refused, match=r"contact\.not-to-the-dead"):
        finished(director, draft)
    assert not ContactAttempt.objects.exists()


@pytest.mark.any_database
def test_r35_what_the_gateway_refused_is_tried_again_and_what_may_have_left_is_not(
    weert: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, phone="0612345678")
    refused = finished(director, drafted(director, case, Kind.CALL_ME, Channel.SMS))
    asked: list[object] = []

    def not_taken(_channel: Channel, message: object) -> None:
        asked.append(message)
        raise NotTaken("sms-no-connection")

    monkeypatch.setattr(outbox, "hand_over", not_taken)
    for _time in range(5):
        assert hand_over_queued(actor=weert.system) == 0
    refused.refresh_from_db()
    assert (len(asked), refused.state, refused.problem) == (3, MessageState.FAILED, "sms-no-connection")

    def broken_off(_channel: Channel, message: object) -> None:
        asked.append(message)
        raise TimeoutError

    uncertain = finished(director, refused)
    monkeypatch.setattr(outbox, "hand_over", broken_off)
    for _time in range(2):
        assert hand_over_queued(actor=weert.system) == 0
    uncertain.refresh_from_db()
    assert (len(asked), uncertain.state) == (4, MessageState.SENDING)
    with pytest.raises(Refused, match=r"contact\.message-state"):
        finished(director, uncertain)
    take_back_message(actor=director, message_id=uncertain.pk, version=uncertain.version, drop=True)
    assert not ContactAttempt.objects.exists()


def test_r54_the_letter_about_closing_goes_out_of_a_closed_case_by_the_town_s_own_text(
    weert: Town, clock: time_machine.Traveller
) -> None:
    director, case = weert.people["debt-director"], taken_up(weert)
    own = Text("Dag", "Dag {naam}, wij sluiten. {bereikbaar}")
    set_text(actor=weert.people["coordinator"], kind=Kind.CLOSING, text=own)
    with pytest.raises(Refused, match="role-may-not"):
        set_text(actor=director, kind=Kind.CLOSING, text=own)
    case = log_attempt(
        actor=director, case_id=case.pk, version=case.version, kind=AttemptKind.PHONE, on=RECEIVED,
        part=PartOfDay.MORNING, reached=False,
    )  # fmt: skip
    close_case(
        actor=director, case_id=case.pk, version=case.version, on=RECEIVED,
        closing=Closing(result=Result.NO_CONTACT),
    )  # fmt: skip
    draft = drafted(director, case, Kind.CLOSING)
    assert draft.text.startswith("Dag K.S. Jansen, wij sluiten. ")
    finished(director, draft)
    clock.shift(timedelta(days=1))
    assert print_batch(actor=director, message_ids=[draft.pk]).count == 1
    assert ContactAttempt.objects.filter(kind=AttemptKind.LETTER, on=date(2026, 3, 5)).exists()
