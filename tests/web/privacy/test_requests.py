"""Requests of residents on the privacy officer's desk: by when, extended once and in time, answered (R55)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse

from tests.oversight.reviewed import Reviewed, at, build_review
from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Actor, Role
from tijdig.ledger.models import AuditEvent
from tijdig.oversight.queries.duties import Duty, DutyKind, duties_of
from tijdig.parties.queries import actor_in, assignments_of_person
from tijdig.problems import Refused
from tijdig.rights.models import RightsRequest
from tijdig.rights.rules.requests import RequestKind
from tijdig.rights.services.requests import answer_request, extend_request, record_request

pytestmark = pytest.mark.django_db
PAGE = reverse("privacy:requests")
ASKED = {"kind": "access", "received_on": "2026-05-06", "reference": "Z-2026-0412"}
RECEIVED, LAST_DAY, EXTENDED = date(2026, 5, 6), date(2026, 6, 8), date(2026, 8, 10)  # 6 June is a Saturday


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with at("2026-05-07T10:00:00"):
        yield


@pytest.fixture
def month() -> Reviewed:
    return build_review()


@pytest.fixture
def officer(month: Reviewed) -> Client:
    return signed_in(month.officer_assignment())


def actor_of(month: Reviewed) -> Actor:
    assignment = month.officer_assignment()
    return next(
        actor_in(one) for one in assignments_of_person(assignment.person_id) if one.id == assignment.pk
    )


def duties(month: Reviewed, on: date) -> list[Duty]:
    return [one for one in duties_of(actor_of(month), on) if one.kind is DutyKind.RIGHTS]


@pytest.mark.any_database
def test_r55_a_request_that_came_is_on_the_desk_until_it_is_answered(officer: Client) -> None:
    told = officer.post(PAGE, ASKED, follow=True).content.decode()
    assert UNKNOWN not in told
    assert "Het verzoek is vastgelegd." in told
    assert (
        "Beantwoord het verzoek Z-2026-0412 van een inwoner."
        in officer.get(reverse("privacy:desk")).content.decode()
    )

    asked = RightsRequest.objects.get()
    assert (asked.received_on, asked.answer_by) == (RECEIVED, LAST_DAY)
    answer = reverse("privacy:request_act", args=[asked.pk, "beantwoorden"])
    told = officer.post(answer, {"day": "2026-05-07"}, follow=True).content.decode()
    assert re.sub(r"<[^>]+>", "", told).count("ontvangen 6 mei 2026, beantwoord 7 mei 2026") == 1
    assert "Z-2026-0412" not in officer.get(reverse("privacy:desk")).content.decode()
    steps = AuditEvent.objects.filter(object_kind="rights-request").order_by("id")
    assert [(one.details["step"], one.details.get("in_time")) for one in steps] == [
        ("receive", None),
        ("answer", True),
    ]


def test_r55_when_the_month_runs_out_the_duty_is_late_and_stands_first(month: Reviewed) -> None:
    record_request(actor=actor_of(month), kind=RequestKind.ACCESS, reference="Z-1", received_on=RECEIVED)
    assert [(one.due_on, one.late) for one in duties(month, LAST_DAY)] == [(LAST_DAY, False)]
    (late,) = duties(month, date(2026, 6, 9))
    assert late.late
    kinds = [one.late for one in duties_of(actor_of(month), date(2026, 6, 9))]
    assert kinds == sorted(kinds, reverse=True)


def test_r55_the_term_is_extended_once_and_only_when_told_within_it(month: Reviewed) -> None:
    actor = actor_of(month)
    first = record_request(actor=actor, kind=RequestKind.OBJECTION, reference="Z-1", received_on=RECEIVED)
    second = record_request(actor=actor, kind=RequestKind.ERASURE, reference="Z-2", received_on=RECEIVED)
    with at(f"{LAST_DAY}T10:00:00"):
        assert extend_request(actor=actor, request_id=first.pk, told_on=LAST_DAY).answer_by == EXTENDED
        with pytest.raises(Refused, match=r"rights\.extended-before"):
            extend_request(actor=actor, request_id=first.pk, told_on=LAST_DAY)
    with at("2026-06-09T10:00:00"):
        with pytest.raises(Refused, match=r"rights\.too-late-to-extend"):
            extend_request(actor=actor, request_id=second.pk, told_on=date(2026, 6, 9))
        answer_request(actor=actor, request_id=second.pk, answered_on=date(2026, 6, 9))
    assert AuditEvent.objects.filter(object_kind="rights-request").latest("id").details["in_time"] is False


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"received_on": "2026-05-08"}, 409, "Deze dag kan niet"),
        ({"kind": "iets"}, 422, "Selecteer een geldige keuze"),
        ({"reference": ""}, 422, "Dit veld is verplicht"),
    ],
)
def test_what_is_not_right_is_told_and_nothing_is_kept(
    officer: Client, change: dict[str, str], status: int, said: str
) -> None:
    answer = officer.post(PAGE, {**ASKED, **change})
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert not RightsRequest.objects.exists()


def test_a_reference_stands_once_and_an_answer_too(officer: Client) -> None:
    officer.post(PAGE, ASKED)
    assert "Er staat al een verzoek met dit kenmerk." in officer.post(PAGE, ASKED).content.decode()
    address = reverse("privacy:request_act", args=[RightsRequest.objects.get().pk, "beantwoorden"])
    officer.post(address, {"day": "2026-05-07"})
    assert "Dit verzoek is al beantwoord." in officer.post(address, {"day": "2026-05-07"}).content.decode()


@pytest.mark.any_database
def test_what_was_typed_for_an_act_that_is_refused_stays(officer: Client) -> None:
    officer.post(PAGE, ASKED | {"kind": "objection"})

    def answer(step: str, typed: dict[str, str]) -> str:
        address = reverse("privacy:request_act", args=[RightsRequest.objects.get().pk, step])
        return officer.post(address, typed).content.decode()

    assert 'value="gisteren"' in answer("beantwoorden", {"day": "gisteren"})
    too_early = answer("beantwoorden", {"day": "2026-05-05"})  # before it came
    assert 'value="2026-05-05"' in too_early
    assert too_early.count("Bezwaar: ") == 2  # as the title of the refusal, and above the request
    assert 'value="2026-9999"' in answer("stilzetten", {"number": "2026-9999"})


@pytest.mark.any_database
def test_without_a_covenant_there_is_no_term(month: Reviewed) -> None:
    with at("2030-01-02T10:00:00"), pytest.raises(Refused, match=r"rights\.no-term"):
        record_request(
            actor=actor_of(month), kind=RequestKind.ACCESS, reference="Z-1", received_on=date(2030, 1, 2)
        )


@pytest.mark.any_database
def test_a_request_that_is_not_there(officer: Client) -> None:
    officer.post(PAGE, ASKED)
    own = RightsRequest.objects.get().pk
    for request_id, step in ((uuid4(), "beantwoorden"), (own, "iets")):
        address = reverse("privacy:request_act", args=[request_id, step])
        assert officer.post(address, {"day": "2026-05-07"}).status_code == 404


@pytest.mark.any_database
def test_only_the_privacy_officer_keeps_them(month: Reviewed) -> None:
    other = replace(actor_of(month), role=Role.COORDINATOR)
    with pytest.raises(Refused, match=r"actors\.role-may-not"):
        record_request(actor=other, kind=RequestKind.ACCESS, reference="Z-1", received_on=RECEIVED)


def test_r56_an_objection_lets_contact_stand_still_and_the_page_of_the_case_says_so(
    month: Reviewed, officer: Client
) -> None:
    cases = month.cases
    case, director = next(iter(cases.by_person.values())), cases.browser(Role.CASE_DIRECTOR)
    page = officer.post(PAGE, ASKED, follow=True).content.decode()
    assert "Zet het contact stil" not in page  # access asks for no rest
    access = RightsRequest.objects.get()
    officer.post(PAGE, ASKED | {"kind": "objection", "reference": "Z-2026-0413"})
    objection = RightsRequest.objects.get(kind=RequestKind.OBJECTION)

    def freeze(asked: RightsRequest, number: str) -> str:
        address = reverse("privacy:request_act", args=[asked.pk, "stilzetten"])
        html = officer.post(address, {"number": number}, follow=True).content.decode()
        assert UNKNOWN not in html
        return html

    assert "Er is geen zaak met dit nummer." in freeze(objection, "2026-9999")
    assert "Alleen bij bezwaar of een verzoek om beperking" in freeze(access, case.number)
    assert f"Zaak {case.number}, sinds " in freeze(objection, case.number)
    officer.post(PAGE, ASKED | {"kind": "restriction", "reference": "Z-2026-0414"})
    weighed = RightsRequest.objects.get(kind=RequestKind.RESTRICTION)
    answer_request(actor=actor_of(month), request_id=weighed.pk, answered_on=RECEIVED)
    assert "Dit verzoek is al beantwoord." in freeze(weighed, case.number)
    told = director.get(reverse("municipality:case", args=[case.pk])).content.decode()
    assert "Het contact met deze inwoner staat stil sinds " in told
    assert "Contact stilgezet na bezwaar of beperking" in told

    released = officer.post(reverse("privacy:release_contact", args=[case.pk]), follow=True).content.decode()
    assert "Contact kan weer." in released
    assert (
        "staat stil sinds" not in director.get(reverse("municipality:case", args=[case.pk])).content.decode()
    )
