"""A copy of the database holds no way in: no seed of a second factor, and no key of a session (E1)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.test import Client

from tests.parties.town import Town, build_town, signed_in
from tijdig.actors import Role
from tijdig.daily import do_daily_work
from tijdig.vault.models import ControllerKey
from tijdig.web.account.stored_sessions import SessionStore, kept_as

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def browser(town: Town) -> Client:
    client = signed_in(town.assignments[Role.COORDINATOR])
    session = client.session
    session["mfa.totp.secret"] = SEED
    session.save()
    return client


def stored() -> str:
    return "\n".join(f"{row.session_key} {row.session_data}" for row in Session.objects.all())


def test_e1_seeds_of_second_factors_are_sealed(town: Town) -> None:
    person = town.assignments[Role.COORDINATOR].person
    Authenticator.objects.filter(user=person).delete()
    TOTP.activate(person, SEED)
    codes = RecoveryCodes.activate(person)

    kept = "\n".join(str(one.data) for one in Authenticator.objects.filter(user=person))
    assert SEED not in kept
    assert not any(code in kept for code in codes.get_unused_codes())
    seeds = [one.data.get("secret") or one.data["seed"] for one in Authenticator.objects.filter(user=person)]
    key = ControllerKey.objects.get(controller_id="", kind="data").pk.hex
    assert len(seeds) == 2
    assert all(seed.startswith(f"{key}.") for seed in seeds)


def test_e1_a_session_s_key_and_what_it_remembers_cannot_be_read_from_the_database(browser: Client) -> None:
    key = browser.cookies["sessionid"].value

    assert browser.session["mfa.totp.secret"] == SEED
    assert browser.get("/maand/").status_code == 200
    assert key not in stored()
    assert kept_as(key) in stored()
    assert SEED not in stored()
    assert Client(headers={"cookie": f"sessionid={kept_as(key)}"}).get("/maand/").status_code == 302


def test_e1_what_a_session_remembers_opens_in_no_other_session(browser: Client, town: Town) -> None:
    other = signed_in(town.assignments[Role.CASE_DIRECTOR])
    mine, yours = (kept_as(one.cookies["sessionid"].value) for one in (browser, other))
    data = Session.objects.get(session_key=mine).session_data
    Session.objects.filter(session_key=yours).update(session_data=data)

    assert dict(SessionStore(other.cookies["sessionid"].value).items()) == {}
    assert other.get("/werklijst/").status_code == 302


def test_a_session_that_ended_is_gone(browser: Client) -> None:
    key = kept_as(browser.cookies["sessionid"].value)
    store = SessionStore(browser.cookies["sessionid"].value)
    assert store.exists(browser.cookies["sessionid"].value)

    store.delete()
    Session.objects.create(
        session_key="0" * 40, session_data="x", expire_date=datetime(2026, 1, 1, tzinfo=UTC)
    )
    do_daily_work(date(2026, 3, 5))

    assert not Session.objects.filter(session_key="0" * 40).exists()
    assert not Session.objects.filter(session_key=key).exists()
    assert browser.get("/maand/").status_code == 302
