"""Appointments: one with both case directors (R30), in a calendar without the tenant (L6), on the day's list."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.casework.town import BSNS, RECEIVED, Town
from tijdig.casework.models import Case
from tijdig.casework.services import take_up_case
from tijdig.contact.calendar_file import calendar_file
from tijdig.contact.queries import appointments_of, appointments_of_case, calendar_entry
from tijdig.contact.rules.appointments import Where, check_appointment
from tijdig.contact.services import cancel_appointment, move_appointment, plan_appointment
from tijdig.contact.services.appointments import Meeting
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused

HERE = ZoneInfo("Europe/Amsterdam")
AT = datetime(2026, 3, 10, 10, 0, tzinfo=HERE)
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=HERE)
HOUR = timedelta(hours=1)
MEETING = Meeting(AT, AT + HOUR, Where.OFFICE, "Stadhuis, kamer 2")


def taken_up(weert: Town) -> Case:
    weert.add_resident(BSNS[0], benefit=True)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    return take_up_case(actor=weert.people["debt-director"], case_id=case.pk, version=case.version)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "where", "place", "wrong"),
    [
        (AT, AT + HOUR, Where.HOME, "", []),
        (AT, AT, Where.HOME, "", ["contact.appointment-ends-first"]),
        (AT, AT + 5 * HOUR, Where.HOME, "", ["contact.appointment-ends-first"]),
        (NOW, NOW + HOUR, Where.PHONE, "", ["contact.appointment-in-the-past"]),
        (AT, AT + HOUR, Where.OFFICE, " ", ["contact.place-missing"]),
    ],
)
def test_r28_an_appointment_is_later_ends_after_it_starts_and_has_a_place(
    starts_at: datetime, ends_at: datetime, where: Where, place: str, wrong: list[str]
) -> None:
    found = check_appointment(starts_at=starts_at, ends_at=ends_at, where=where, place=place, now=NOW)
    assert [one.code for one in found] == wrong


@pytest.mark.any_database
def test_r30_both_case_directors_have_the_one_appointment_until_it_is_cancelled(weert: Town) -> None:
    first, second = weert.people["debt-director"], weert.people["work-director"]
    case = taken_up(weert)
    made = plan_appointment(
        actor=first,
        case_id=case.pk,
        version=case.version,
        meeting=MEETING,
        second_person=second.person_id,
    )

    (own,) = appointments_of(first, AT.date())
    assert (own.case_number, own.place, own.starts_at, own.is_joint) == (
        case.number,
        "Stadhuis, kamer 2",
        AT,
        True,
    )
    assert appointments_of(second, AT.date()) == (own,)
    assert appointments_of(first, AT.date() + timedelta(days=1)) == ()
    assert appointments_of(weert.people["coordinator"], AT.date()) == ()

    later = Meeting(AT + 24 * HOUR, AT + 25 * HOUR, Where.HOME)
    move_appointment(actor=first, appointment_id=made.pk, version=own.case_version, meeting=later)
    (moved,) = appointments_of_case(first, case.pk)
    assert (moved.starts_at, moved.place) == (AT + 24 * HOUR, "bij de inwoner thuis")
    with pytest.raises(Refused, match=r"casework\.changed-by-colleague"):  # K6
        cancel_appointment(actor=first, appointment_id=made.pk, version=own.case_version)

    cancel_appointment(actor=first, appointment_id=made.pk, version=moved.case_version)
    assert appointments_of(second, date(2026, 3, 11)) == ()
    with pytest.raises(Refused, match=r"contact\.appointment-cancelled"):
        cancel_appointment(actor=first, appointment_id=made.pk, version=moved.case_version + 1)
    told = AuditEvent.objects.filter(action="case.plan-appointment").order_by("pk")
    assert sorted(str(event.details["change"]) for event in told) == ["cancelled", "moved", "planned"]


def test_l6_a_calendar_gets_the_number_of_the_case_and_nothing_of_the_tenant(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert)
    at_home = Meeting(AT, AT + HOUR, Where.HOME, "Maasstraat 12")
    made = plan_appointment(actor=director, case_id=case.pk, version=case.version, meeting=at_home)
    first = calendar_file(calendar_entry(director, made.pk))
    cancel_appointment(actor=director, appointment_id=made.pk, version=case.version + 1)
    last = calendar_file(calendar_entry(director, made.pk))

    (event,) = Calendar.from_ical(first).walk("VEVENT")
    assert event["summary"] == f"Gesprek zaak {case.number}"
    assert event["location"] == "bij de inwoner thuis"
    assert event.decoded("dtstart") == AT
    assert not [word for word in (b"Jansen", b"Maasstraat", b"6001AB") if word in first]
    (event,) = Calendar.from_ical(last).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_k6_a_colleague_plans_nothing_and_a_foreign_appointment_does_not_exist(
    weert: Town,
) -> None:
    case = taken_up(weert)
    with pytest.raises(Refused, match=r"casework\.case-of-colleague"):
        plan_appointment(
            actor=weert.people["work-director"], case_id=case.pk, version=case.version, meeting=MEETING
        )
    with pytest.raises(Refused, match=r"contact\.with-oneself"):
        plan_appointment(
            actor=weert.people["debt-director"],
            case_id=case.pk,
            version=case.version,
            meeting=MEETING,
            second_person=weert.people["debt-director"].person_id,
        )
    with pytest.raises(NotFound):
        calendar_entry(weert.people["debt-director"], case.pk)
    assert case.received_on == RECEIVED
