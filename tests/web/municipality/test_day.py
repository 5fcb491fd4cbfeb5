"""The first page of a working day, and the desk behind it (R18, R27, R28)."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.template import engines

from tests.web.cases import FAMILY, LONG, Cases, build_cases
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework.models import Desk, Leave
from tijdig.casework.services import take_up_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield build_cases()


def shown(cases: Cases, role: Role, address: str = "/vandaag/") -> str:
    response = cases.browser(role).get(address)
    assert response.status_code == 200
    html = response.content.decode()
    assert UNKNOWN not in html
    return html


def test_r27_the_day_says_what_to_do_for_whom_by_when_and_under_which_article(cases):
    director = cases.world.town.actor(Role.CASE_DIRECTOR)
    family = cases.by_person[FAMILY]
    take_up_case(actor=director, case_id=family.pk, version=family.version)

    html = shown(cases, Role.CASE_DIRECTOR)

    terms = html[html.index('id="terms"') : html.index('id="waiting"')]
    assert "Voer het eerste gesprek" in terms
    assert "A.M. Verstappen" in terms
    assert "Wgs art. 4 (regel R27)" in terms
    assert f'href="/zaken/{family.pk}/#contact"' in terms
    waiting = html[html.index('id="waiting"') :]
    assert f'action="/zaken/{cases.by_person[LONG].pk}/oppakken/"' in waiting
    assert "U hebt vandaag geen afspraken." in html  # an empty part says what will stand there


def test_who_is_away_without_a_stand_in_is_told_to_the_coordinator(cases):
    director = cases.browser(Role.CASE_DIRECTOR)
    own = cases.world.town.actor(Role.CASE_DIRECTOR)
    family = cases.by_person[FAMILY]
    take_up_case(actor=own, case_id=family.pk, version=family.version)
    filled = {"person": str(own.person_id), "first_day": "2026-04-07", "last_day": "2026-04-06"}

    refused = director.post("/vandaag/afwezig/", filled)
    kept = director.post("/vandaag/afwezig/", {**filled, "last_day": "2026-04-17"})

    assert refused.status_code == 409
    assert 'value="2026-04-06"' in refused.content.decode()  # what was typed stands there still
    assert kept.status_code == 302
    html = shown(cases, Role.COORDINATOR)
    told = re.sub(r"<[^>]+>", "", html)
    assert "is afwezig tot en met 17 april 2026 en niemand neemt waar: 1 zaak wacht." in told
    leave = Leave.objects.get()
    director.post(f"/vandaag/afwezig/{leave.pk}/voorbij/")
    assert "niemand neemt waar" not in shown(cases, Role.COORDINATOR)


def test_one_chooses_how_often_one_is_reminded(cases):
    cases.browser(Role.CASE_DIRECTOR).post("/vandaag/herinneringen/", {"reminders": "weekly"})

    assert Desk.objects.get().reminders == "weekly"
    assert 'value="weekly"' in shown(cases, Role.CASE_DIRECTOR, "/vandaag/bureau/")
    assert date(2026, 4, 7) not in set(Desk.objects.values_list("looked_on", flat=True))


def test_r28_a_coordinator_reaches_every_late_term_from_the_day(cases):
    director = cases.world.town.actor(Role.CASE_DIRECTOR)
    family = cases.by_person[FAMILY]
    take_up_case(actor=director, case_id=family.pk, version=family.version)
    assert 'href="/vandaag/te-laat/"' in shown(cases, Role.COORDINATOR)
    assert "/vandaag/te-laat/" not in shown(cases, Role.CASE_DIRECTOR)
    assert "Er is geen termijn te laat" in shown(cases, Role.COORDINATOR, "/vandaag/te-laat/")

    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        html = shown(cases, Role.COORDINATOR, "/vandaag/te-laat/")

    assert f'href="/zaken/{family.pk}/#contact"' in html
    assert "Wgs art. 4 (regel R27)" in html
    assert "Nog niemand" in html  # the case that nobody took up


def test_the_day_of_a_coordinator_speaks_of_everyone_and_leads_to_everyone(cases):
    own, family = cases.world.town.actor(Role.CASE_DIRECTOR), cases.by_person[FAMILY]
    take_up_case(actor=own, case_id=family.pk, version=family.version)
    html = shown(cases, Role.COORDINATOR)
    assert "Nieuw voor de regisseurs" in html
    assert "Taken voor vandaag, van iedereen" in html
    assert "Nieuw voor u" not in html
    assert "toon=mine" not in html  # a coordinator has no cases
