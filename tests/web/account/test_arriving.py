"""Two ways in besides signing in: an invitation, and in a demo a link that works once, on this machine."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.parties.town import PASSWORD, WEERT, Town, build_town, signed_in
from tijdig.actors import Role, system_actor
from tijdig.parties.models import Person
from tijdig.parties.queries import assignments_of_person
from tijdig.parties.services import DemoEntry, invite_person, make_demo_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def link_for(town: Town, email: str = "nieuw@voorbeeld.nl") -> str:
    invited = invite_person(
        actor=town.actor(Role.ORGANISATION_ADMIN),
        email=email,
        name="Nieuwe Collega",
        role=Role.LANDLORD_CLERK,
    )
    return reverse("account:invitation", args=[invited.token])


def test_who_is_invited_chooses_a_password_and_must_then_make_a_second_factor_a1(
    client: Client, town: Town
) -> None:
    link = link_for(town)
    assert "Wonen Limburg" in client.get(link).content.decode()

    answer = client.post(link, {"password": PASSWORD, "again": PASSWORD})

    assert answer.headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("account:profile")).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("kort", "kort"),
        (PASSWORD, "iets anders dan dat"),
        ("nieuw@voorbeeld.nl", "nieuw@voorbeeld.nl"),
        ("", ""),
    ],
)
def test_a_weak_or_mistyped_password_makes_no_account(
    client: Client, town: Town, password: str, again: str
) -> None:
    answer = client.post(link_for(town), {"password": password, "again": again})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Person.objects.filter(email="nieuw@voorbeeld.nl").exists()


def test_a_link_that_was_used_expired_or_never_existed_reads_the_same(client: Client, town: Town) -> None:
    used, expired = link_for(town), link_for(town, "ander@voorbeeld.nl")
    client.post(used, {"password": PASSWORD, "again": PASSWORD})
    unknown = reverse("account:invitation", args=["bestaat-niet"])

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        answers = [Client().get(link) for link in (used, expired, unknown)]
    assert {answer.status_code for answer in answers} == {409}
    for answer in answers:
        assert "Deze uitnodiging is verlopen, ingetrokken of al gebruikt." in answer.content.decode()


def test_who_has_an_account_signs_in_first_and_then_takes_the_role(client: Client, town: Town) -> None:
    director = town.assignments[Role.CASE_DIRECTOR]
    link = link_for(town, director.person.email)

    assert "U hebt al een account" in client.get(link).content.decode()
    browser = signed_in(director)
    assert browser.get(link).status_code == 200
    browser.post(link)
    roles = {one.role for one in assignments_of_person(director.person_id)}
    assert roles == {Role.CASE_DIRECTOR, Role.LANDLORD_CLERK}


def test_someone_else_cannot_take_an_invitation(town: Town) -> None:
    link = link_for(town, town.person(Role.CASE_DIRECTOR).email)

    assert signed_in(town.assignments[Role.COORDINATOR]).post(link).status_code == 409
    assert len(assignments_of_person(town.person(Role.COORDINATOR).pk)) == 1


@pytest.fixture
def entry(town: Town, settings: LazySettings) -> DemoEntry:
    settings.DEMO = True
    return make_demo_link(actor=system_actor(WEERT), assignment_id=town.assignments[Role.LANDLORD_CLERK].pk)


@pytest.fixture
def demo_link(entry: DemoEntry) -> str:
    return reverse("account:demo", args=[entry.token])


PROOF = f"/account/2fa/reauthenticate/?next={quote('/', safe='')}"


def test_a1_a_demo_link_is_one_step_and_a_code_the_other_and_each_works_once(
    client: Client, town: Town, demo_link: str, entry: DemoEntry
) -> None:
    for _ in range(3):
        assert "Persoon landlord-clerk" in client.get(demo_link).content.decode()

    assert client.post(demo_link).headers["Location"] == reverse("start")
    assert client.get(reverse("account:profile")).headers["Location"] == PROOF
    assert client.post(PROOF, {"code": "00000000"}).status_code == 200
    assert client.get(reverse("account:profile")).headers["Location"] == PROOF
    assert client.post(PROOF, {"code": entry.codes[0]}).headers["Location"] == reverse("start")
    answer = client.get(reverse("account:profile"))
    assert answer.status_code == 200
    assert answer.wsgi_request.actor == town.actor(Role.LANDLORD_CLERK)  # type: ignore[attr-defined]
    assert Client().post(demo_link).status_code == Client().get(demo_link).status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_a_demo_link_and_a_demo_session_are_worth_nothing_from_elsewhere(
    client: Client, demo_link: str, entry: DemoEntry, elsewhere: dict[str, str]
) -> None:
    assert client.get(demo_link, **elsewhere).status_code == 404  # type: ignore[arg-type]
    assert client.post(demo_link, **elsewhere).status_code == 404  # type: ignore[arg-type]

    client.post(demo_link)
    client.post(PROOF, {"code": entry.codes[0]})
    stolen = client.get(reverse("account:profile"), **elsewhere)  # type: ignore[arg-type]
    assert reverse("account_login") in stolen.headers["Location"]


def test_outside_a_demo_the_link_and_its_session_are_worth_nothing(
    client: Client, demo_link: str, entry: DemoEntry, settings: LazySettings
) -> None:
    client.post(demo_link)
    client.post(PROOF, {"code": entry.codes[0]})
    assert client.get(reverse("account:profile")).status_code == 200
    settings.DEMO = False

    assert reverse("account_login") in client.get(reverse("account:profile")).headers["Location"]
    assert Client().get(demo_link).status_code == 404
