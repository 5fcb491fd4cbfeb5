"""Who gets in over the API (A6, A8, S8): every operation × every role × one's own, another's, elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests.api.systems import (
    COVENANTS,
    DECISIONS,
    NEWS,
    TOKEN,
    System,
    admin_of,
    credentials,
    forget_counts,
    sign_in,
)
from tests.web.access.addresses import API_ADDRESSES
from tests.web.cases import Cases, build_cases
from tijdig.actors import PERMITTED, Actor, Role, system_actor
from tijdig.api.v1 import access, tokens
from tijdig.api.v1.doors import DOORS, OPEN
from tijdig.covenant.models import CovenantVersion
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import ApiClient, ApiToken, Partnership
from tijdig.parties.rules import API_FAILURES, API_TOKEN_LASTS, API_WAIT
from tijdig.parties.services import end_api_client, leave_covenant, make_api_client
from tijdig.problems import NotFound, Refused

pytestmark = pytest.mark.django_db
AT = "2026-04-07 10:00+02:00"
PARTY_OF = {
    Role.LANDLORD_CLERK: "wonen-limburg",
    Role.SOCIAL_WORKER: "amw",
    Role.CASE_DIRECTOR: "gemeente-weert",
    Role.COORDINATOR: "gemeente-weert",
    Role.PRIVACY_OFFICER: "gemeente-weert",
}
ASKED = {"sender": "wonen-limburg", "recipient": "gemeente-weert", "purpose": "vroegsignalering",
         "fields": ["signaal.naam"]}  # fmt: skip


@pytest.fixture(autouse=True)
def in_april() -> Iterator[time_machine.Traveller]:
    forget_counts()
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def cases() -> Cases:
    return build_cases()


def test_a6_every_operation_of_the_schema_has_its_door_and_every_door_its_operation() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    operations = {
        operation["operationId"]: operation
        for path in document["paths"].values()
        for operation in path.values()
    }
    assert set(operations) == (set(DOORS) | OPEN) - {"openapi-json", "api-root"}
    assert {name for name, one in operations.items() if "security" in one} == set(DOORS)
    assert {f"api-v1:{name}" for name in set(DOORS) | OPEN} == set(API_ADDRESSES)


@pytest.mark.parametrize("role", PARTY_OF)
def test_a6_each_role_gets_what_its_door_says(cases: Cases, role: Role) -> None:
    system = System("0988", PARTY_OF[role], role)
    answers = {
        "covenants": system.covenants().status_code,
        "decisions": system.ask(ASKED).status_code,
        "signal-news": system.tell(reference="bestaat-niet", what="paid").status_code,
    }
    inside = {"signal-news": 404}  # through the door, and no such signal
    assert answers == {
        name: inside.get(name, 200) if role in PERMITTED[action] else 403 for name, action in DOORS.items()
    }


def test_a6_an_operation_behind_a_door_of_others_is_refused_with_the_reason(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System("0988", "amw", Role.SOCIAL_WORKER)
    monkeypatch.setitem(PERMITTED, DOORS["covenants"], frozenset({Role.COORDINATOR}))
    answer = system.covenants()
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:tijdig:problem:actors.role-may-not"


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer onzin", "Basic onzin"])
@pytest.mark.parametrize("address", [COVENANTS, DECISIONS, NEWS])
def test_a6_without_a_token_that_holds_nothing_opens(cases: Cases, address: str, token: str) -> None:
    browser = cases.browser(Role.COORDINATOR)  # nor does the session of someone who signed in
    answer = browser.generic(
        "GET" if address == COVENANTS else "POST", address, headers={"Authorization": token}
    )
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="tijdig"'
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a6_a_covenant_of_others_is_the_same_404_as_one_that_does_not_exist(cases: Cases) -> None:
    own = CovenantVersion.objects.get(controller_id="0988").hash
    elsewhere = System("1883", "wl", Role.LANDLORD_CLERK)
    assert elsewhere.covenants().json() == {"covenants": []}
    answers = [elsewhere.ask({**ASKED, "covenant": one}) for one in (own, "sha256:" + "0" * 64)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a8_a_token_ends_when_the_organisation_leaves(cases: Cases) -> None:
    system = System("0988", "wonen-limburg", Role.LANDLORD_CLERK)
    elsewhere = System("1883", "wl", Role.LANDLORD_CLERK)
    assert system.covenants().status_code == 200

    leave_covenant(actor=system_actor("0988"), party_code="wonen-limburg", on=date(2026, 4, 7))

    assert system.covenants().status_code == 401
    assert sign_in(system.made.client_id, system.made.secret).status_code == 401
    assert elsewhere.covenants().status_code == 200  # with another municipality it takes part as before


def test_a8_a_partnership_that_ended_is_enough(cases: Cases) -> None:
    system = System("0988", "wonen-limburg", Role.LANDLORD_CLERK)
    Partnership.objects.filter(controller_id="0988", party_code="wonen-limburg").update(ended_on="2026-04-07")
    assert system.covenants().status_code == 401


def test_a8_a_token_ends_with_the_credentials_and_by_itself(
    cases: Cases, in_april: time_machine.Traveller
) -> None:
    system, other = (System("0988", "amw", Role.SOCIAL_WORKER) for _ in range(2))
    end_api_client(actor=admin_of("0988", "amw"), client_id=system.made.client_id)
    assert system.covenants().status_code == 401
    assert not ApiToken.objects.filter(client=system.made.client_id).exists()

    in_april.shift(API_TOKEN_LASTS.total_seconds() - 1)
    assert other.covenants().status_code == 200
    in_april.shift(2)
    assert other.covenants().status_code == 401


def test_secrets_and_tokens_are_kept_as_hashes_only(cases: Cases) -> None:
    system = System("0988", "amw", Role.SOCIAL_WORKER)
    kept = f"{list(ApiClient.objects.values())} {list(ApiToken.objects.values())} {list(AuditEvent.objects.values())}"
    assert system.made.secret not in kept
    assert system.token not in kept


def test_s8_after_wrong_secrets_in_a_row_the_right_one_waits_too(
    cases: Cases, in_april: time_machine.Traveller
) -> None:
    made = credentials("0988", "amw", Role.SOCIAL_WORKER)
    wrong = [sign_in(made.client_id, "onzin") for _ in range(API_FAILURES)]
    assert {(answer.status_code, answer.content) for answer in wrong} == {
        (401, b'{"error": "invalid_client"}')
    }
    waits = sign_in(made.client_id, made.secret)
    assert (waits.status_code, waits.headers["Retry-After"]) == (429, str(int(API_WAIT.total_seconds())))
    results = AuditEvent.objects.filter(action="api-sign-in").values_list("result", flat=True)
    assert list(results) == ["refused"] * API_FAILURES

    in_april.shift(API_WAIT.total_seconds() + 1)
    assert sign_in(made.client_id, made.secret).status_code == 200
    assert ApiClient.objects.get().failures == 0


@pytest.mark.parametrize("client_id", ["00000000-0000-4000-8000-000000000000", "onzin", ""])
def test_which_part_was_wrong_is_not_told(cases: Cases, client_id: str) -> None:
    answer = sign_in(client_id, "onzin")
    assert (answer.status_code, answer.content) == (401, b'{"error": "invalid_client"}')


def test_s8_a_system_asks_so_many_times_a_minute(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "PER_MINUTE", 2)
    system = System("0988", "amw", Role.SOCIAL_WORKER)
    answers = [system.covenants() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


def test_s8_one_address_tries_so_many_times_a_minute(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "FROM_ONE_ADDRESS", 2)
    assert [sign_in("onzin", "onzin").status_code for _ in range(3)] == [401, 401, 429]


def test_a_token_is_asked_for_as_oauth_has_it(cases: Cases) -> None:
    made = credentials("0988", "amw", Role.SOCIAL_WORKER)
    import base64

    basic = base64.b64encode(f"{made.client_id}:{made.secret}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {basic}"})
    answer = client.post(TOKEN, {"grant_type": "client_credentials"})
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == API_TOKEN_LASTS.total_seconds()
    wrong = client.post(TOKEN, {"grant_type": "password"})
    assert (wrong.status_code, wrong.json()) == (400, {"error": "unsupported_grant_type"})


def test_a5_an_admin_makes_credentials_of_the_own_organisation_only_and_none_of_an_admin(
    cases: Cases,
) -> None:
    admin = admin_of("0988", "amw")
    for role in (Role.ORGANISATION_ADMIN, Role.CASE_DIRECTOR):
        with pytest.raises(Refused):
            make_api_client(actor=admin, name="Pakket", role=role)
    other = credentials("0988", "wonen-limburg", Role.LANDLORD_CLERK)
    for one in (other.client_id, uuid4()):
        with pytest.raises(NotFound):
            end_api_client(actor=admin, client_id=one)
    clerk = Actor(uuid4(), admin.organisation_id, "0988", "amw", Role.SOCIAL_WORKER)
    with pytest.raises(Refused, match=r"actors\.role-may-not"):
        make_api_client(actor=clerk, name="Pakket", role=Role.SOCIAL_WORKER)
