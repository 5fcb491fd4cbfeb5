"""An organisation's admin lets systems in and ends them; the secret stands on one answer only (A8)."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.api.systems import sign_in
from tests.parties.town import Town, build_town, signed_in
from tijdig.actors import Role
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import ApiClient
from tijdig.web.acting import SECOND_FACTOR_KEY

pytestmark = pytest.mark.django_db
ADDRESS = reverse("people:systems")
MADE = {"name": "Ons pakket", "role": "landlord-clerk"}


@pytest.fixture
def town() -> Town:
    cache.clear()
    return build_town()


@pytest.fixture
def admin(town: Town) -> Client:
    return signed_in(town.assignments[Role.ORGANISATION_ADMIN])


def test_the_secret_is_shown_once_and_opens_the_api_until_the_admin_ends_it(admin: Client) -> None:
    page = admin.post(ADDRESS, MADE).content.decode()

    client_id, secret = re.findall(r"<code>([^<]+)</code>", page)
    assert sign_in(client_id, secret).status_code == 200
    again = admin.get(ADDRESS).content.decode()
    assert "Ons pakket" in again
    assert secret not in again

    answer = admin.post(reverse("people:end_system", args=[client_id]), follow=True)
    assert "Dit systeem komt er niet meer in." in answer.content.decode()
    assert "Ons pakket" not in answer.content.decode()
    assert sign_in(client_id, secret).status_code == 401
    acts = AuditEvent.objects.filter(object_kind="api-client").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["make-api-client", "api-sign-in", "end-api-client"]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"role": "organisation-admin"}, {"role": "coordinator"}])
def test_a5_a_role_that_no_system_has_is_no_choice(admin: Client, wrong: dict[str, str]) -> None:
    answer = admin.post(ADDRESS, {**MADE, **wrong})
    assert answer.status_code == 422
    assert not ApiClient.objects.exists()


def test_a4_making_a_secret_asks_for_the_second_factor_again(admin: Client) -> None:
    session = admin.session
    session[SECOND_FACTOR_KEY] = 1.0
    session.save()
    answer = admin.post(ADDRESS, MADE)
    assert answer.status_code == 403
    assert "code" in answer.content.decode()
    assert not ApiClient.objects.exists()
