"""Two people act on one case at once: nobody's work is lost, and each is told what the other did (K6)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.template import engines

from tests.web.cases import FAMILY, Cases, build_cases
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework.models import Case, Note
from tijdig.casework.services import (
    add_note,
    hand_over,
    plan_leave,
    record_offer,
    record_outside_referral,
    take_up_case,
)
from tijdig.casework.services.outside import Expert
from tijdig.parties.models import Controller
from tijdig.parties.queries import actor_in, assignments_of_person, names_of_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 7)
TYPED = "Belde terug: wil hulp met de post"


@pytest.fixture
def cases(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield build_cases()


def of_two(cases: Cases):
    """A case of the case director, in which a colleague stands in; returns it with both people."""
    director = cases.world.town.actor(Role.CASE_DIRECTOR)
    colleague = cases.colleague("naima")
    (standing,) = assignments_of_person(colleague.person_id)
    case = cases.by_person[FAMILY]
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)
    plan_leave(
        actor=director,
        person=director.person_id,
        first_day=TODAY,
        last_day=TODAY,
        replacement=colleague.person_id,
    )
    return case, director, actor_in(standing)


def test_k6_what_the_other_did_is_told_and_the_typed_text_stays(cases):
    case, _director, colleague = of_two(cases)
    changed = add_note(actor=colleague, case_id=case.pk, version=case.version, text="Geen gehoor")
    record_offer(actor=colleague, case_id=case.pk, version=changed.version, on=TODAY)

    answer = cases.browser(Role.CASE_DIRECTOR).post(
        f"/zaken/{case.pk}/notitie/", {"version": case.version, "text": TYPED}
    )

    html = answer.content.decode()
    assert (answer.status_code, UNKNOWN in html) == (409, False)
    told = html[html.index('id="intussen"') :].partition("</section>")[0]
    assert "Notitie geschreven" in told
    assert "Hulp aangeboden" in told
    assert told.count(names_of_people("0988", {colleague.person_id})[colleague.person_id]) == 2
    assert "7 april 2026, 10:00" in told
    assert "Opgepakt" not in told  # that was seen already
    assert TYPED in html.replace(told, "")
    assert Note.objects.count() == 1
    again = cases.browser(Role.CASE_DIRECTOR).post(
        f"/zaken/{case.pk}/notitie/", {"version": Case.objects.get(pk=case.pk).version, "text": TYPED}
    )
    assert again.status_code == 302
    assert Note.objects.count() == 2


def test_c1_what_the_viewer_may_not_see_is_said_and_not_told(cases):
    case, _director, colleague = of_two(cases)
    record_offer(actor=colleague, case_id=case.pk, version=case.version, on=TODAY)

    answer = cases.browser(Role.COORDINATOR).post(
        f"/zaken/{case.pk}/afwijken/", {"version": case.version, "choice": "first", "reason": TYPED}
    )

    told = answer.content.decode().partition('id="intussen"')[2].partition("</section>")[0]
    assert "Er is ook iets gedaan dat uw rol niet mag zien." in told
    assert "Hulp aangeboden" not in told


def test_a5_a_case_that_was_given_away_meanwhile_gives_the_typed_text_back(cases):
    case, director, colleague = of_two(cases)
    Controller.objects.update(own_cases_only=True)
    hand_over(actor=director, case_id=case.pk, version=case.version, to=colleague.person_id)

    answer = cases.browser(Role.CASE_DIRECTOR).post(
        f"/zaken/{case.pk}/notitie/", {"version": case.version, "text": TYPED}
    )

    html = answer.content.decode()
    assert (answer.status_code, UNKNOWN in html) == (403, False)
    assert TYPED in html
    assert not Note.objects.exists()


def test_k6_a_consent_that_came_too_late_stays_in_its_form_for_the_case_as_it_is_now(cases):
    case, director, colleague = of_two(cases)
    wanted = record_outside_referral(
        actor=director, case_id=case.pk, version=case.version,
        expert=Expert("Buurtdokter", "", "Er is meer aan de hand."), gives=["contact"],
    )  # fmt: skip
    changed = add_note(actor=colleague, case_id=case.pk, version=case.version + 1, text="Geen gehoor")

    answer = cases.browser(Role.CASE_DIRECTOR).post(
        f"/zaken/{case.pk}/deskundigen/{wanted.pk}/toestemming/",
        {"version": case.version + 1, "on": "2026-04-07", "how": TYPED},
    )

    html = answer.content.decode()
    assert (answer.status_code, UNKNOWN in html) == (409, False)
    assert f'value="{TYPED}"' in html
    form = html[html.index("<details") : html.index("</details>")]
    assert f'name="version" value="{changed.version}"' in form
