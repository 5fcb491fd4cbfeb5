"""Nobody gets further than the second step without one, and an ended role is gone on the next click."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.parties.town import PASSWORD, SITTARD, WEERT, Town, build_town, enrol, signed_in
from tests.web.account.codes import code_of
from tijdig.actors import Role
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import Person
from tijdig.parties.services import end_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_one_moment() -> Iterator[None]:
    """Without earlier attempts, and with a clock that stands: a code of half a minute ago is good, until it is not."""
    cache.clear()
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def town() -> Town:
    built = build_town()
    for role in Role:
        if role is not Role.SYSTEM:
            person = built.person(role)
            person.set_password(PASSWORD)
            person.save()
    return built


def log_in(client: Client, town: Town, role: Role, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": town.person(role).email, "password": password})


GUARDED = ["start", "account:profile", "account:role", "people:people", "privacy:log"]


@pytest.mark.parametrize("name", GUARDED)
def test_signed_out_one_is_sent_to_the_sign_in_page(client: Client, name: str) -> None:
    assert reverse("account_login") in client.get(reverse(name)).headers["Location"]


@pytest.mark.parametrize("name", GUARDED)
def test_without_a_second_factor_nothing_opens_but_making_one_a1(
    client: Client, town: Town, name: str
) -> None:
    log_in(client, town, Role.COORDINATOR)

    assert client.get(reverse(name)).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_an_app_with_codes_opens_the_rest_and_recovery_codes_come_with_it_a1(
    client: Client, town: Town
) -> None:
    log_in(client, town, Role.PRIVACY_OFFICER)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)
    assert secret is not None
    assert "<svg" in page

    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret.group(1))}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert answer.content.decode().count("<code>") == 10
    assert client.get(reverse("start"), follow=True).redirect_chain[-1][0] == reverse("privacy:desk")


def test_the_next_time_the_code_is_asked_and_a_wrong_one_opens_nothing_a1(client: Client, town: Town) -> None:
    secret = enrol(town.person(Role.PRIVACY_OFFICER))

    assert log_in(client, town, Role.PRIVACY_OFFICER).headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("privacy:log")).status_code == 302
    assert not INLINE.search(client.get(reverse("mfa_authenticate")).content.decode())
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(reverse("privacy:log")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("privacy:log")).status_code == 200


def test_a_second_factor_made_in_another_browser_is_no_proof_in_this_one_a1(
    client: Client, town: Town
) -> None:
    log_in(client, town, Role.PRIVACY_OFFICER)
    secret = enrol(town.person(Role.PRIVACY_OFFICER))

    assert reverse("mfa_reauthenticate") in client.get(reverse("privacy:log")).headers["Location"]
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
    assert client.get(reverse("privacy:log")).status_code == 200


def test_who_removes_their_only_second_factor_must_make_a_new_one_a1(town: Town) -> None:
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER])
    Authenticator.objects.all().delete()

    assert client.get(reverse("privacy:log")).headers["Location"] == reverse("mfa_index")


def test_nobody_signs_up(client: Client, town: Town) -> None:
    form = {"email": "vreemd@voorbeeld.nl", "password1": PASSWORD}

    assert "Alleen op uitnodiging" in client.get(reverse("account_signup")).content.decode()
    assert "Alleen op uitnodiging" in client.post(reverse("account_signup"), form).content.decode()


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, town: Town) -> None:
    wrong = log_in(client, town, Role.COORDINATOR, password="iets anders dat lang is")
    unknown = client.post(reverse("account_login"), {"login": "wie@voorbeeld.nl", "password": PASSWORD})

    for answer in (wrong, unknown):
        assert "Het e-mailadres of het wachtwoord klopt niet." in answer.content.decode()


def test_sign_ins_and_failed_attempts_are_on_record_for_each_municipality_r58(
    client: Client, town: Town
) -> None:
    log_in(client, town, Role.LANDLORD_CLERK, password="iets anders dat lang is")
    client.post(reverse("account_login"), {"login": "wie@voorbeeld.nl", "password": PASSWORD})
    log_in(client, town, Role.LANDLORD_CLERK)

    told = AuditEvent.objects.filter(action="sign-in").order_by("id")
    assert [(event.controller_id, event.result) for event in told] == [
        (WEERT, "refused"),
        (SITTARD, "refused"),
        (WEERT, "done"),
        (SITTARD, "done"),
    ]
    assert {event.person_id for event in told} == {town.person(Role.LANDLORD_CLERK).pk}


def test_guessing_is_stopped_after_a_few_times_s8(client: Client, town: Town) -> None:
    for _ in range(5):
        log_in(client, town, Role.COORDINATOR, password="geraden wachtwoord")

    assert "Te veel pogingen" in log_in(client, town, Role.COORDINATOR).content.decode()


def test_a_disabled_person_cannot_sign_in(client: Client, town: Town) -> None:
    person = town.person(Role.COORDINATOR)
    person.is_active = False
    person.save()

    log_in(client, town, Role.COORDINATOR)
    assert reverse("account_login") in client.get(reverse("start")).headers["Location"]


def test_an_ended_role_is_gone_on_the_next_click_a8(town: Town) -> None:
    clerk = signed_in(town.assignments[Role.LANDLORD_CLERK])
    assert clerk.get(reverse("account:profile")).status_code == 200

    end_assignment(
        actor=town.actor(Role.ORGANISATION_ADMIN), assignment_id=town.assignments[Role.LANDLORD_CLERK].pk
    )

    assert reverse("account_login") in clerk.get(reverse("account:profile")).headers["Location"]


def test_a_forgotten_password_is_reset_by_mail_and_unknown_addresses_get_none(
    client: Client, town: Town
) -> None:
    client.post(reverse("account_reset_password"), {"email": "wie@voorbeeld.nl"})
    assert mail.outbox == []

    client.post(reverse("account_reset_password"), {"email": town.person(Role.COORDINATOR).email})
    (message,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link is not None
    page = client.get(link.group(1), follow=True)
    new = "een heel ander lang wachtwoord"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert log_in(client, town, Role.COORDINATOR, password=new).status_code == 302


PAGES = [
    "account:profile", "account:role", "account_logout", "account_change_password", "mfa_index",
    "mfa_reauthenticate", "account_reauthenticate", "mfa_list_webauthn",
]  # fmt: skip
BARE = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup",
        "account_inactive", "account_reset_password_from_key_done"]  # fmt: skip
INLINE = re.compile(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:\ssrc=|application/json))|<style")


@pytest.mark.parametrize("name", [*PAGES, *BARE])
def test_every_page_is_dutch_titled_not_kept_and_free_of_inline_code_s5(town: Town, name: str) -> None:
    client = Client() if name in BARE else signed_in(town.assignments[Role.PRIVACY_OFFICER])

    answer = client.get(reverse(name))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert '<html lang="nl"' in text
    assert re.search(r"<title>\s*\w+.* – Tijdig</title>", text)
    assert text.count("<h1>") == 1
    assert not INLINE.search(text)


MANAGED = ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"]
OF_A_KEY = ["mfa_edit_webauthn", "mfa_remove_webauthn"]


def page_of_a_key(person: Person, name: str) -> str:
    key = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Sleutel", "credential": {}}
    )
    return reverse(name, args=[key.pk])


@pytest.mark.parametrize("name", [*MANAGED, *OF_A_KEY])
def test_changing_the_second_factor_first_asks_who_it_is(client: Client, town: Town, name: str) -> None:
    person = town.person(Role.PRIVACY_OFFICER)
    secret = enrol(person)
    address = page_of_a_key(person, name) if name in OF_A_KEY else reverse(name)
    log_in(client, town, Role.PRIVACY_OFFICER)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert "/account/bevestigen/" in client.get(address).headers["Location"]
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(address)
    assert answer.status_code == 200
    assert not INLINE.search(answer.content.decode())
