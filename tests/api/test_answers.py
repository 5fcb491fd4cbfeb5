"""How the API answers (I1): its version, problem documents (RFC 9457), all that is wrong at once, the same words."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.api.systems import COVENANTS, DECISIONS, System, forget_counts
from tests.web.cases import FAMILY, Cases, build_cases
from tijdig.actors import Role
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenant_of
from tijdig.disclosure.commands import Asked, why_of_file
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.queries import recorded_question
from tijdig.disclosure.rules import Question
from tijdig.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db
FACTS = [
    {"fact": "achterstand.maanden", "value": 3},
    {"fact": "huurder.bezwaar", "value": False},
    *(
        {"fact": f"incasso.{name}", "value": "2026-03-15", "asOf": "2026-04-01"}
        for name in ("contact_gezocht", "gewezen_op_hulp", "herinnering", "aanbod_doorgeven")
    ),
    {"fact": "huurder.geinformeerd", "value": "2026-03-15"},
]
ASKED = {
    "sender": "wonen-limburg",
    "recipient": "gemeente-weert",
    "purpose": "vroegsignalering",
    "fields": ["signaal.naam", "bewoner.bsn"],
    "facts": FACTS,
}


@pytest.fixture(autouse=True)
def in_april() -> Iterator[None]:
    forget_counts()
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def cases() -> Cases:
    return build_cases()


@pytest.fixture
def landlord(cases: Cases) -> System:
    return System("0988", "wonen-limburg", Role.LANDLORD_CLERK)


@pytest.mark.any_database
def test_covenants_in_force_of_the_own_organisation(landlord: System) -> None:
    (told,) = landlord.covenants().json()["covenants"]
    agreed = covenant_of(CovenantVersion.objects.get())
    assert told["hash"] == agreed.hash
    assert (told["controller"], told["party"], told["validFrom"]) == ("0988", "wonen-limburg", "2026-03-01")
    assert told["parties"] == list(agreed.parties)


@pytest.mark.any_database
def test_c1_a_decision_says_what_it_rests_on_and_leaves_its_event(landlord: System) -> None:
    answer = landlord.ask(ASKED).json()
    given, withheld = answer["decisions"]
    assert (answer["permitted"], answer["on"]) == (False, "2026-04-07")
    assert (given["field"], given["permitted"], given["exchange"]) == ("signaal.naam", True, "U1")
    assert "6.1.e" in given["ground"]
    assert withheld["permitted"] is False
    assert [one["code"] for one in withheld["reasons"]] == ["covenant.field-not-allowed"]
    event = AuditEvent.objects.get(action="ask-decision")
    assert (event.object_id, event.party) == (str(landlord.made.client_id), "wonen-limburg")
    assert event.details["permitted"] == 1
    assert not DecisionRecord.objects.exists()  # nothing of anyone was released


@pytest.mark.any_database
def test_c2_a_fact_that_is_not_given_denies(landlord: System) -> None:
    facts = [one for one in FACTS if one["fact"] != "huurder.bezwaar"]
    body = {**ASKED, "facts": facts, "fields": ["signaal.naam"]}
    (decided,) = landlord.ask(body).json()["decisions"]
    assert (decided["permitted"], [one["code"] for one in decided["reasons"]]) == (
        False,
        ["covenant.fact-missing"],
    )


def test_i1_all_that_is_wrong_is_told_at_once_and_nothing_of_what_stood_there(landlord: System) -> None:
    body = {
        "recipient": "",
        "purpose": "vroegsignalering",
        "fields": ["signaal.geheim", "signaal.naam", "Zonnebloemkanarie"],
        "facts": [{"fact": "achterstand.maanden", "value": "Zonnebloemkanarie"}],
        "naam": "Zonnebloemkanarie",
    }
    answer = landlord.ask(body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = {one["location"]["pointer"]: one["code"] for one in answer.json()["errors"]}
    assert told == {
        "#/sender": "request.missing",
        "#/recipient": "request.string-too-short",
        "#/fields/0": "disclosure.no-such-field",
        "#/fields/2": "disclosure.no-such-field",
        "#/facts/0": "disclosure.no-such-fact",
        "#/naam": "request.extra-forbidden",
    }
    assert not AuditEvent.objects.filter(action="ask-decision").exists()


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/api/v1/iets", 404), ("GET", "/api/v2/covenants", 404), ("GET", "/api/v1/", 404),
     ("PUT", COVENANTS, 405), ("GET", DECISIONS, 405), ("GET", "/api/v1/covenants/", 404)],
)  # fmt: skip
def test_i1_what_the_api_does_not_know_is_a_problem_document_too(
    method: str, address: str, status: int
) -> None:
    answer = Client().generic(method, address)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["API-Version"] == "1.0.0"


@pytest.mark.any_database
def test_i1_a_body_that_is_no_json_is_refused(landlord: System) -> None:
    client = Client(headers=landlord.headers())
    answer = client.post(DECISIONS, "geen json", content_type="application/json")
    assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")


@pytest.mark.any_database
def test_s7_an_error_is_a_problem_document_that_tells_nothing(
    landlord: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Zonnebloemkanarie")

    monkeypatch.setattr("tijdig.api.v1.interface.ask_decision", breaks)
    client = Client(raise_request_exception=False, headers=landlord.headers())
    answer = client.post(DECISIONS, ASKED, content_type="application/json")
    assert (answer.status_code, answer.json()) == (
        500,
        {"type": "about:blank", "title": "Internal Server Error", "status": 500},
    )


@pytest.mark.any_database
def test_i1_names_and_addresses_are_as_the_design_rules_have_them() -> None:
    answer = Client().get("/api/v1/openapi.json")
    document = answer.json()
    assert answer.headers["API-Version"] == document["info"]["version"]
    assert all(re.fullmatch(r"/api/v1/[a-z-]+", path) for path in document["paths"])
    schemas = document["components"]["schemas"]
    names = {name for one in schemas if one != "Token" for name in schemas[one].get("properties", {})}
    assert {name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)} == set()


@pytest.mark.parametrize(
    ("role", "purpose"), [(Role.CASE_DIRECTOR, "vroegsignalering"), (Role.COORDINATOR, "triage")]
)
def test_c1_page_api_command_line_and_log_say_the_same(
    cases: Cases, tmp_path: Path, role: Role, purpose: str
) -> None:
    page = spoken(cases.browser(role).get(f"/zaken/{cases.by_person[FAMILY].pk}/"))
    record = DecisionRecord.objects.filter(purpose=purpose).latest("id")
    trace = reverse("privacy:trace", args=[record.trace_id])
    log = spoken(cases.browser(Role.PRIVACY_OFFICER).get(trace))
    question, facts = recorded_question(record), satisfying(record.exchanges)

    body = {
        "sender": question.sender,
        "recipient": question.recipient,
        "purpose": purpose,
        "fields": question.fields,
        "facts": [{"fact": name, "value": value} for name, value in facts.items()],
    }
    told = System("0988", "gemeente-weert", role).ask(body).json()["decisions"]
    printed = on_the_command_line(tmp_path, question, facts)

    assert [one["field"] for one in told if one["permitted"]] == record.permitted_fields
    assert [one["field"] for one in told if not one["permitted"]] == list(record.withheld_fields)
    assert bool(record.withheld_fields) is (purpose == "triage")
    for one in told:
        (reason,) = one["reasons"]
        assert [reason["nl"] in text for text in (page, log, printed)] == [True] * 3, one["field"]
        assert reason["en"] in printed


def satisfying(exchanges: list[str]) -> dict[str, int | bool | str]:
    """Facts with which every condition of these permissions holds today."""
    covenant = covenant_of(CovenantVersion.objects.get())
    conditions = [
        condition
        for permission in (*covenant.exchanges, *covenant.own_uses)
        for condition in permission.conditions
        if permission.id in exchanges
    ]
    return {one.fact: "2026-03-15" if one.operator.endswith("-geleden") else one.value for one in conditions}  # type: ignore[misc]


def on_the_command_line(folder: Path, question: Question, facts: dict[str, int | bool | str]) -> str:
    """What ``tijdig covenant why`` prints of the same question."""
    path, out = folder / "weert.toml", io.StringIO()
    path.write_text(CovenantVersion.objects.get().text, encoding="utf-8")
    as_text = {name: {True: "ja", False: "nee"}.get(value, str(value)) for name, value in facts.items()}  # type: ignore[call-overload]
    asked = Asked(
        question.sender, question.recipient, question.purpose, question.role, question.fields, as_text,
        date(2026, 4, 7),
    )  # fmt: skip
    why_of_file(path, asked, out)
    return out.getvalue()


def spoken(response: object) -> str:
    """The text of a page, without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return " ".join(html.unescape(text).split())
