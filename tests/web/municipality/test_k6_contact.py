"""Two people write to one tenant, or see the same appointment, at once: each is told what the other did (K6)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from tests.web.cases import Cases, build_cases
from tests.web.municipality.test_meanwhile import TYPED, of_two
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework.models import Case
from tijdig.casework.services import add_note, freeze_contact, hand_over
from tijdig.contact.models import Appointment, Message
from tijdig.contact.queries.visits import doors_of_round
from tijdig.contact.rules.appointments import Where
from tijdig.contact.rules.messages import Channel, MessageKind
from tijdig.contact.services import (
    cancel_appointment,
    draft_message,
    edit_message,
    finish_message,
    plan_appointment,
    plan_visits,
)
from tijdig.contact.services.appointments import Meeting
from tijdig.parties.models import Controller
from tijdig.parties.queries import names_of_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield build_cases()


def sent(cases: Cases, name: str, *args: object, **filled: object) -> tuple[int, str, str]:
    """Send a form as the case director; return the status, what is told of others, and the rest of the page."""
    answer = cases.browser(Role.CASE_DIRECTOR).post(reverse(f"municipality:{name}", args=args), filled)
    html = answer.content.decode()
    assert UNKNOWN not in html
    told = html.partition('id="intussen"')[2].partition("</section>")[0]
    return answer.status_code, told, html.replace(told, "") if told else html


def version_in(html: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', html)
    assert found is not None
    return found[1]


def name_of(person: object) -> str:
    return names_of_people("0988", {person})[person]


def test_k6_a_letter_that_a_colleague_edited_comes_back_with_both_texts(cases):
    case, director, colleague = of_two(cases)
    kind = {"kind": MessageKind.INFORMING, "channel": Channel.LETTER}
    letter = draft_message(actor=director, case_id=case.pk, version=case.version, **kind)
    seen = Case.objects.get(pk=case.pk).version
    edit_message(actor=colleague, message_id=letter.pk, version=1, title="Kort", text="Van de collega.")
    mine = {"doe": "bewaren", "version": 1, "case_version": seen, "title": "Langer", "text": TYPED}

    status, told, page = sent(cases, "message", letter.pk, **mine)

    assert status == 409
    assert "Brief of bericht geschreven" in told
    assert name_of(colleague.person_id) in told
    assert "7 april 2026, 10:00" in told
    assert "Van de collega." in page
    assert f">\n{TYPED}</textarea>" in page  # as it was typed, and nothing around it
    assert 'value="Langer"' in page
    again = {**mine, "version": version_in(page)}
    assert sent(cases, "message", letter.pk, **again)[0] == 302
    assert Message.objects.get().text == TYPED

    finish_message(actor=colleague, message_id=letter.pk, version=3)
    late = {
        **mine,
        "version": 3,
        "case_version": Case.objects.get(pk=case.pk).version - 1,
        "text": TYPED + "!",
    }
    status, told, page = sent(cases, "message", letter.pk, **late)
    assert (status, "klaar om te printen" in page) == (409, True)
    assert f"<blockquote>{TYPED}!</blockquote>" in told


def planned(actor, case: Case) -> Appointment:
    starts = timezone.now() + timedelta(days=2)
    meeting = Meeting(starts, starts + timedelta(hours=1), Where.OFFICE, "Kamer 2")
    return plan_appointment(actor=actor, case_id=case.pk, version=case.version, meeting=meeting)


FILLED = {
    "on": "2026-04-10",
    "starts": "14:00",
    "ends": "15:00",
    "where": "office",
    "place": "Kamer 7, balie",
}


def test_k6_an_appointment_that_was_made_or_cancelled_meanwhile_is_told_with_who_did_it(cases):
    case, _director, colleague = of_two(cases)
    made = planned(colleague, case)

    status, told, page = sent(cases, "plan_appointment", case.pk, version=case.version, **FILLED)
    assert status == 409
    assert "Afspraak" in told
    assert "gemaakt; 9 april 2026" in told
    assert name_of(colleague.person_id) in told
    assert 'value="Kamer 7, balie"' in page
    assert 'value="14:00"' in page

    seen = Case.objects.get(pk=case.pk).version
    cancel_appointment(actor=colleague, appointment_id=made.pk, version=seen)
    for name, filled in (("appointment", FILLED), ("cancel_appointment", {})):
        status, told, page = sent(cases, name, made.pk, version=seen, **filled)
        assert (status, told.count(name_of(colleague.person_id))) == (409, 1)
        assert "afgezegd; 9 april 2026" in told
    status, _told, page = sent(cases, "appointment", made.pk, version=version_in(page), **FILLED)
    assert (status, "Deze afspraak is al afgezegd." in page) == (409, True)
    assert sent(cases, "plan_appointment", case.pk, version=seen + 1, **FILLED)[0] == 302


def test_k6_a_visit_to_a_case_that_changed_is_recorded_on_a_second_look(cases):
    case, director, colleague = of_two(cases)
    stop = plan_visits(actor=director, case_ids=[case.pk]).stops.get()
    add_note(actor=colleague, case_id=case.pk, version=case.version, text="Komt morgen zelf langs")

    status, told, page = sent(
        cases, "visit_result", stop.round_id, stop.pk, version=case.version, bereikt="ja"
    )

    assert (status, "Notitie geschreven" in told, name_of(colleague.person_id) in told) == (409, True, True)
    again = {"version": version_in(page), "bereikt": "ja"}
    assert sent(cases, "visit_result", stop.round_id, stop.pk, **again)[0] == 302


def test_a5_a_door_that_is_a_colleagues_by_now_is_shut_and_the_page_of_the_round_says_why(cases):
    case, director, colleague = of_two(cases)
    Controller.objects.update(own_cases_only=True)
    stop = plan_visits(actor=director, case_ids=[case.pk]).stops.get()
    assert len(doors_of_round(director, stop.round_id)) == 1
    hand_over(actor=director, case_id=case.pk, version=case.version, to=colleague.person_id)

    assert doors_of_round(director, stop.round_id) == ()
    status, _told, page = sent(cases, "visit_result", stop.round_id, stop.pk, version=case.version)
    assert (status, "Een collega heeft deze zaak." in page) == (409, True)


@pytest.mark.parametrize("version", ["", "x", "\u0663", "9" * 5000])
def test_k6_what_is_no_version_was_not_seen(cases, version):
    case, director, _colleague = of_two(cases)
    made = planned(director, case)
    now = Case.objects.get(pk=case.pk).version
    letter = draft_message(
        actor=director,
        case_id=case.pk,
        version=now,
        kind=MessageKind.INFORMING,
        channel=Channel.LETTER,
    )
    stop = plan_visits(actor=director, case_ids=[case.pk]).stops.get()
    for name, args in (
        ("cancel_appointment", (made.pk,)),
        ("message", (letter.pk,)),
        ("visit_result", (stop.round_id, stop.pk)),
    ):
        filled = {"version": version, "case_version": version, "doe": "versturen"}
        assert sent(cases, name, *args, **filled)[0] == 409


def test_k6_a_text_that_only_ends_its_lines_otherwise_is_not_shown_twice(cases):
    case, director, _colleague = of_two(cases)
    letter = draft_message(
        actor=director,
        case_id=case.pk,
        version=case.version,
        kind=MessageKind.INFORMING,
        channel=Channel.LETTER,
    )
    as_sent = letter.text.replace("\n", "\r\n")
    freeze_contact(actor=cases.world.actor(Role.PRIVACY_OFFICER), number=case.number)

    mine = {"doe": "bewaren", "version": 1, "title": letter.title, "text": as_sent}
    status, _told, page = sent(cases, "message", letter.pk, **mine)

    assert (status, "Dit staat er nu" in page) == (409, False)
