"""The door looks at the registered covenant itself: from the moment that it is revoked nothing goes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
import time_machine

from tests.disclosure.asking import (
    SOCIAL_WORKER,
    TODAY,
    bring_into_force,
    known,
    referral,
    sign,
    succeed,
    weert,
)
from tijdig.actors import system_actor
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import standing_of
from tijdig.covenant.rules.deciding import FIELD_NOT_ALLOWED
from tijdig.covenant.rules.in_force import CovenantState, Verdict
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


def test_c3_a_proposed_covenant_permits_nothing_until_all_signed_and_it_is_activated(
    version: CovenantVersion,
) -> None:
    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values == {}

    bring_into_force(version)
    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values == {
        "signaal.naam": "waarde van signaal.naam"
    }


def test_c3_a_revocation_bites_on_the_next_request_and_earlier_decisions_still_replay_c4(
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


STRICTER = ('gegevens = ["kenmerk", "contact", "achterstand", "dreiging", "hulpverloop", "doorgeleiding"]',
            'gegevens = ["kenmerk", "achterstand", "dreiging", "hulpverloop", "doorgeleiding"]')  # fmt: skip
LONGER = ("tot = 2028-02-29", "tot = 2029-02-28")
AFTER_THE_FIRST_TERM = "2028-03-02T12:00:00+01:00"


def reasons() -> set[str]:
    (answer,) = disclose(actor=SOCIAL_WORKER, requests=[ASKED])
    assert answer.values == {}
    return {reason.code for reason in answer.withheld["signaal.naam"].reasons}


def test_c3_a_stricter_successor_binds_what_came_in_under_its_predecessor(version: CovenantVersion) -> None:
    bring_into_force(version)
    disclose(actor=SOCIAL_WORKER, requests=[ASKED])
    second = succeed(version, *STRICTER)
    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values  # proposed, not yet agreed

    bring_into_force(second)

    assert reasons() == {FIELD_NOT_ALLOWED.code}
    last, *earlier = DecisionRecord.objects.all()
    assert last.covenant_hash == second.hash
    assert {record.covenant_hash for record in earlier} == {version.hash}
    assert all(queries.replay(record).is_same for record in (last, *earlier))


def test_c3_when_the_successor_is_revoked_nothing_is_in_force(version: CovenantVersion) -> None:
    bring_into_force(version)
    second = succeed(version, *LONGER)
    bring_into_force(second)
    sign(second, "amw", Verdict.REVOKE)

    assert reasons() == {COVENANT_NOT_IN_FORCE.code}
    assert standing_of(CovenantVersion.objects.get(pk=version.pk), TODAY).state is CovenantState.REPLACED
    assert DecisionRecord.objects.all()[0].covenant_hash == second.hash
    assert all(queries.replay(record).is_same for record in DecisionRecord.objects.all())


def test_r4_after_the_first_term_the_running_successor_decides(version: CovenantVersion) -> None:
    bring_into_force(version)
    bring_into_force(succeed(version, *LONGER))
    with time_machine.travel(AFTER_THE_FIRST_TERM, tick=False):
        today = AFTER_THE_FIRST_TERM[:10]
        fresh = {
            name: replace(fact, as_of=date.fromisoformat(today)) for name, fact in ASKED.facts.items() if fact
        }
        (answer,) = disclose(actor=SOCIAL_WORKER, requests=[replace(ASKED, facts=fresh)])
    assert answer.values


def test_c3_a_successor_that_has_yet_to_begin_leaves_its_predecessor_in_force(
    version: CovenantVersion,
) -> None:
    bring_into_force(version)
    bring_into_force(succeed(version, "van = 2026-03-01", "van = 2026-05-01"))

    assert disclose(actor=SOCIAL_WORKER, requests=[ASKED])[0].values
    with time_machine.travel("2026-05-01T12:00:00+02:00", tick=False):
        assert queries.why(actor=SOCIAL_WORKER, request=ASKED)["signaal.naam"].reasons
        state = standing_of(CovenantVersion.objects.get(pk=version.pk), date(2026, 5, 1)).state
    assert state is CovenantState.REPLACED
