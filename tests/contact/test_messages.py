"""Letters and messages: from a text, through disclosure, edited, printed once, an attempt (R18, R23, R26, R30, R54)."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from pypdf import PdfReader

from tests.casework.town import RECEIVED, Town
from tests.contact.writing import drafted, finished, taken_up
from tests.sealed import rewrite
from tijdig.casework.models import Case, ContactAttempt
from tijdig.casework.rules.results import Closing
from tijdig.casework.services import choose_contact, close_case, log_attempt
from tijdig.contact.models import Appointment
from tijdig.contact.outbox import hand_over_queued
from tijdig.contact.printing import print_batch
from tijdig.contact.queries import post_to_send, shown_message
from tijdig.contact.rules.appointments import Where
from tijdig.contact.rules.messages import Channel, MessageState
from tijdig.contact.rules.messages import MessageKind as Kind
from tijdig.contact.rules.texts import Text
from tijdig.contact.services import edit_message, move_appointment, plan_appointment, set_text
from tijdig.contact.services.appointments import Meeting
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.disclosure.models import DecisionRecord
from tijdig.problems import NotFound, Refused
from tijdig.residents.models import Resident


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
