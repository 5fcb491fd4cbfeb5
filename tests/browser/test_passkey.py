"""A passkey is made and used in a real browser, under the strict content security policy (A1, S5)."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.parties.town import PASSWORD, build_town
from tijdig.actors import Role

# Said here as well: what is left out on PostgreSQL is decided before the other journeys are marked.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def key(page: Page) -> None:
    """A key in the computer that answers at once, as a finger or a PIN would."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.usefixtures("key")
def test_a_new_colleague_makes_a_passkey_and_signs_in_with_it_alone(
    page: Page, live_server: LiveServer, settings: LazySettings
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    person = build_town().person(Role.ORGANISATION_ADMIN)
    person.set_password(PASSWORD)
    person.save()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)

    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_role("link", name="Ik heb ze bewaard, ga verder").click()
    page.get_by_role("heading", name="Mensen", level=1).wait_for()

    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("button", name="Log in met een passkey").click()
    page.get_by_role("heading", name="Mensen", level=1).wait_for()

    assert complaints == []
