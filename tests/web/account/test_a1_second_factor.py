"""A second factor for everyone, on every address, and no way around it (A1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.parties.town import PASSWORD, Town, build_town, enrol
from tests.web.access.addresses import ADDRESSES, WAYS, address, named_addresses
from tests.web.account.codes import code_of
from tijdig.actors import Role
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import Person, RoleAssignment

pytestmark = pytest.mark.django_db
# What opens without a second factor: signing in, arriving, making one, leaving.
BEFORE = re.compile(r"^account/(?!profiel|rol)|^taal/")
HERE = "2026-04-07 10:00:05+02:00"


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(HERE, tick=False) as clock:
        yield clock


@pytest.fixture
def town() -> Town:
    return build_town()


def person_of(town: Town, role: Role) -> Person:
    person = town.person(role)
    person.set_password(PASSWORD)
    person.save()
    return person


def one_step(assignment: RoleAssignment) -> Client:
    """A browser that is signed in by the first step alone."""
    client = Client()
    client.force_login(assignment.person)
    return client


# The step before every page turns all away alike: the session and the person are all that it reads.
@pytest.mark.any_database
@pytest.mark.parametrize("enrolled", [False, True])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_a1_no_address_opens_with_one_factor(town: Town, role: Role, enrolled: bool) -> None:
    assignment = town.assignments[role]
    if enrolled:
        enrol(assignment.person)
    client, unknown = one_step(assignment), uuid4()
    to = reverse("mfa_reauthenticate") if enrolled else reverse("mfa_index")

    places = {
        (way, name): getattr(client, way.lower())(address(name, unknown))
        .headers.get("Location", "")
        .split("?")[0]
        for way, name in WAYS
    }

    assert len(places) > 50
    assert places == dict.fromkeys(places, to)
    for name in ("start", "account:profile", "account:role"):
        assert client.get(reverse(name)).headers["Location"].split("?")[0] == to


def test_a1_every_other_address_is_a_page_to_sign_in_or_to_make_a_second_factor() -> None:
    # The API knows no sessions: a system's token opens it, and nothing else (tests/api).
    others = {
        name: route
        for name, _parts, route in named_addresses()
        if name not in ADDRESSES and not name.startswith("api-v1:")
    }
    assert {name for name, route in others.items() if not BEFORE.match(route)} == {
        "account:profile",
        "account:role",
    }


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_reauthenticate",
        "account_change_password",
    ],
)
def test_a1_who_has_one_first_shows_it_before_changing_or_reading_anything_about_it(
    town: Town, name: str
) -> None:
    assignment = town.assignments[Role.PRIVACY_OFFICER]
    person_of(town, Role.PRIVACY_OFFICER)
    enrol(assignment.person)
    RecoveryCodes.activate(assignment.person)
    client = one_step(assignment)

    for answer in (client.get(reverse(name)), client.post(reverse(name), {"password": PASSWORD})):
        assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def halfway(person: Person) -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    return client


@pytest.mark.parametrize("seconds_later", [0, 31, 59])
def test_a1_a_code_works_once_however_long_it_is_good_and_in_whatever_process(
    town: Town, at_ten: time_machine.Traveller, seconds_later: int
) -> None:
    person = person_of(town, Role.PRIVACY_OFFICER)
    code = code_of(enrol(person), later=2)  # of the next half-minute: good for a minute and a half
    first, second = halfway(person), halfway(person)

    assert first.post(reverse("mfa_authenticate"), {"code": code}).headers["Location"] == reverse("start")
    at_ten.shift(seconds_later)
    cache.clear()  # what another process remembers
    answer = second.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert "Deze code klopt niet" in answer.content.decode()
    assert second.get("/logboek/").status_code == 302
    assert AuditEvent.objects.get(action="second-factor").result == "refused"


def test_a1_an_older_code_is_no_good_after_a_newer_one(town: Town) -> None:
    person = person_of(town, Role.PRIVACY_OFFICER)
    secret = enrol(person)
    first, second = halfway(person), halfway(person)
    first.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)})

    second.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert second.get("/logboek/").status_code == 302


def test_a1_the_code_that_set_the_app_up_opens_nothing_and_enrolling_is_on_record(town: Town) -> None:
    person = person_of(town, Role.PRIVACY_OFFICER)
    client = one_step(town.assignments[Role.PRIVACY_OFFICER])
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)
    assert secret is not None
    code = code_of(secret.group(1), later=1)
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert client.get("/logboek/").status_code == 200

    cache.clear()
    other = halfway(person)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert other.get("/logboek/").status_code == 302
    assert AuditEvent.objects.filter(action="enrol-second-factor", person_id=person.pk).count() == 1


def test_a1_a_recovery_code_works_once(town: Town) -> None:
    person = person_of(town, Role.PRIVACY_OFFICER)
    enrol(person)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    first, second = halfway(person), halfway(person)

    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})

    assert first.get("/logboek/").status_code == 200
    assert second.get("/logboek/").status_code == 302


def test_a1_a_new_password_by_mail_is_still_one_step(town: Town) -> None:
    person = person_of(town, Role.COORDINATOR)
    enrol(person)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert link is not None
    form = client.get(link.group(1), follow=True).request["PATH_INFO"]
    new = "een heel ander lang wachtwoord"
    client.post(form, {"password1": new, "password2": new})

    assert reverse("account_login") in client.get(reverse("start")).headers["Location"]
    answer = client.post(reverse("account_login"), {"login": person.email, "password": new})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert reverse("account_login") in client.get(reverse("start")).headers["Location"]
    assert Authenticator.objects.filter(user=person).exists()
