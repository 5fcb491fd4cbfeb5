"""The door looks at the registered covenant itself: from the moment that it is revoked nothing goes through."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
import time_machine

from tests.disclosure.asking import SOCIAL_WORKER, TODAY, bring_into_force, known, referral, sign, weert
from tijdig.actors import system_actor
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.services import propose_covenant
from tijdig.disclosure import queries
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.rules import COVENANT_NOT_IN_FORCE
from tijdig.disclosure.services import disclose

pytestmark = pytest.mark.django_db
COVENANT = weert()
ASKED = referral(COVENANT, known(uitkering_participatiewet=False, huurder_bezwaar=False), "signaal.naam")


@pytest.fixture(autouse=True)
def on_a_day_in_the_term() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def version() -> CovenantVersion:
    text = files("tijdig.covenant.profiles").joinpath("weert.toml").read_text()
    return propose_covenant(actor=system_actor("0988"), text=text)


def test_a_proposed_covenant_permits_nothing_until_all_signed_and_it_is_activated_c3(
    version: CovenantVersion,
) -> None:
    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values == {}

    bring_into_force(version)
    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values == {
        "signaal.naam": "waarde van signaal.naam"
    }


def test_a_revocation_bites_on_the_next_request_and_earlier_decisions_still_replay_c3_c4(
    version: CovenantVersion,
) -> None:
    bring_into_force(version)
    disclose(actor=SOCIAL_WORKER, requests=[ASKED])

    sign(version, "wonen-limburg", Verdict.REVOKE)
    (answer,) = disclose(actor=SOCIAL_WORKER, requests=[ASKED])

    assert answer.values == {}
    assert [reason.code for reason in answer.withheld["signaal.naam"].reasons] == [COVENANT_NOT_IN_FORCE.code]
    assert all(queries.replay(record).is_same for record in DecisionRecord.objects.all())


def test_a_covenant_nobody_proposed_permits_nothing() -> None:
    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values == {}
