"""Whoever is shut out is out on the next request, with everything they still held (A8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings, settings
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.feedback.world import World
from tests.parties.town import PASSWORD, enrol, signed_in
from tests.web.account.codes import code_of
from tests.web.cases import SINGLE, Cases
from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.rules.states import CaseState
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenant_in_force
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.services import sign_covenant
from tijdig.parties.models import Person
from tijdig.parties.queries import actor_in, assignments_of_person
from tijdig.parties.services import (
    assign_role,
    disable_person,
    end_assignment,
    leave_covenant,
    make_demo_link,
)

pytestmark = pytest.mark.django_db
WEERT = system_actor("0988")


@pytest.fixture(autouse=True)
def in_april() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def world(cases: Cases) -> World:
    return cases.world


def disable(world: World) -> None:
    disable_person(actor=WEERT, person_id=world.town.person(Role.LANDLORD_CLERK).pk)


def end_the_role(world: World) -> None:
    end_assignment(actor=WEERT, assignment_id=world.town.assignments[Role.LANDLORD_CLERK].pk)


def leave(_world: World) -> None:
    leave_covenant(actor=WEERT, party_code="wonen-limburg", on=timezone.localdate())


def revoke(world: World) -> None:
    sign_covenant(
        actor=world.actor(Role.ORGANISATION_ADMIN),
        version_id=CovenantVersion.objects.get().pk,
        verdict=Verdict.REVOKE,
        person_name="B. Heerder",
    )


def to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("shut_out", [disable, end_the_role, leave, revoke])
def test_a8_sessions_end_on_the_next_request(world: World, shut_out: Callable[[World], None]) -> None:
    clerk = signed_in(world.town.assignments[Role.LANDLORD_CLERK])
    assert clerk.get("/aanleveringen/").status_code == 200

    shut_out(world)

    assert to_sign_in(clerk.get("/aanleveringen/"))
    assert to_sign_in(clerk.get(reverse("account:profile")))


def test_a8_the_end_of_the_term_ends_sessions(world: World) -> None:
    covenant = covenant_in_force("0988", timezone.localdate())
    assert covenant is not None
    with time_machine.travel(f"{covenant.valid_until} 23:58+01:00", tick=False):
        clerk = signed_in(world.town.assignments[Role.LANDLORD_CLERK])
        assert clerk.get("/aanleveringen/").status_code == 200
    with time_machine.travel(f"{covenant.valid_until + timedelta(days=1)} 00:01+01:00", tick=False):
        assert to_sign_in(clerk.get("/aanleveringen/"))


def test_a8_others_stay_signed_in_when_one_party_leaves(world: World) -> None:
    director = signed_in(world.town.assignments[Role.CASE_DIRECTOR])
    assert director.get("/werklijst/").status_code == 200

    revoke(world)

    assert director.get("/werklijst/").status_code == 200  # where the covenant now withholds every field


def test_a8_who_revokes_sees_that_it_was_recorded_and_colleagues_are_out(world: World) -> None:
    admin = signed_in(world.town.assignments[Role.ORGANISATION_ADMIN])
    clerk = signed_in(world.town.assignments[Role.LANDLORD_CLERK])
    assert clerk.get("/aanleveringen/").status_code == 200
    address = reverse("covenants:sign", args=[CovenantVersion.objects.get().pk])

    admin.get(reverse("covenants:overview"))
    assert (
        "Uw antwoord is vastgelegd"
        in admin.post(address, {"verdict": "revoke"}, follow=True).content.decode()
    )
    assert to_sign_in(clerk.get("/aanleveringen/"))


def test_a8_a_form_that_was_open_changes_nothing(cases: Cases) -> None:
    director, case = signed_in(cases.world.town.assignments[Role.CASE_DIRECTOR]), cases.by_person[SINGLE]
    address = reverse("municipality:act", args=[case.pk, "oppakken"])
    assert director.get(reverse("municipality:case", args=[case.pk])).status_code == 200

    disable_person(actor=WEERT, person_id=cases.world.town.person(Role.CASE_DIRECTOR).pk)

    assert to_sign_in(director.post(address, {"version": case.version}))
    assert Case.objects.get(pk=case.pk).state == CaseState.NEW


def test_a8_a_changed_role_is_the_only_one_left(world: World) -> None:
    director = world.town.assignments[Role.CASE_DIRECTOR]
    browser = signed_in(director)
    assert browser.get("/werklijst/").status_code == 200

    municipality = world.town.organisations["gemeente-weert"].pk
    end_assignment(actor=WEERT, assignment_id=director.pk)
    new = assign_role(
        actor=WEERT, person_id=director.person_id, organisation_id=municipality, role=Role.PRIVACY_OFFICER
    )

    assert to_sign_in(browser.get("/werklijst/"))
    again = signed_in(new)
    assert again.get("/werklijst/").status_code == 403
    assert again.get("/logboek/").status_code == 200


@pytest.mark.parametrize("shut_out", [disable, end_the_role, leave, revoke])
def test_a8_a_demo_link_ends_too(
    client: Client, world: World, settings: LazySettings, shut_out: Callable[[World], None]
) -> None:
    settings.DEMO = True
    made = make_demo_link(actor=WEERT, assignment_id=world.town.assignments[Role.LANDLORD_CLERK].pk)
    link = reverse("account:demo", args=[made.token])

    shut_out(world)

    assert client.post(link).status_code == 404


def with_password(world: World) -> Person:
    person = world.town.person(Role.LANDLORD_CLERK)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.mark.parametrize("shut_out", [disable, end_the_role, leave])
def test_a8_a_link_to_choose_a_new_password_ends_too(
    client: Client, world: World, shut_out: Callable[[World], None]
) -> None:
    person = with_password(world)
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert link is not None

    shut_out(world)

    form = client.get(link.group(1), follow=True).request["PATH_INFO"]
    client.post(
        form, {"password1": "een heel ander lang wachtwoord", "password2": "een heel ander lang wachtwoord"}
    )
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a8_who_was_halfway_signing_in_does_not_get_in(client: Client, world: World) -> None:
    person = with_password(world)
    secret = enrol(person)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    disable(world)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)})
    assert to_sign_in(client.get("/aanleveringen/"))


def test_a8_no_browser_is_remembered(client: Client, world: World) -> None:
    person = with_password(world)
    secret = enrol(person)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)})
    assert answer.headers["Location"] == reverse("start")
    assert {name for name, morsel in client.cookies.items() if morsel["max-age"] or morsel["expires"]} <= {
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
    }

    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    again = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert again.headers["Location"] == reverse("mfa_authenticate")


def actor_elsewhere(world: World) -> Actor:
    person = world.town.assignments[Role.LANDLORD_CLERK].person_id
    return next(actor_in(one) for one in assignments_of_person(person) if one.controller_id != "0988")


def test_a8_leaving_one_municipality_leaves_the_role_at_another(world: World) -> None:
    leave(world)

    browser = signed_in(world.town.clerk_elsewhere)
    answer = browser.get("/aanleveringen/")
    assert answer.status_code == 200
    assert answer.wsgi_request.actor == actor_elsewhere(world)  # type: ignore[attr-defined]
