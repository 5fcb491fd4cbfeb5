"""The privacy officer reads who received what and who did what; reading it is itself on record (L2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.disclosure.asking import TODAY, bring_into_force, known, referral, weert
from tests.ledger.tampering import lift_guards
from tests.parties.town import SITTARD, Town, build_town, signed_in
from tijdig.actors import PERMITTED, Action, Role, permission, system_actor
from tijdig.covenant.services import propose_covenant
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import disclose
from tijdig.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db
COVENANT = weert()


@pytest.fixture(autouse=True)
def on_a_day_in_the_term() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def officer(town: Town) -> Client:
    return signed_in(town.assignments[Role.PRIVACY_OFFICER])


@pytest.fixture
def _disclosed(town: Town) -> None:
    text = files("tijdig.covenant.profiles").joinpath("weert.toml").read_text()
    bring_into_force(propose_covenant(actor=system_actor("0988"), text=text))
    facts = known(uitkering_participatiewet=False, huurder_bezwaar=False)
    disclose(
        actor=town.actor(Role.SOCIAL_WORKER),
        requests=[referral(COVENANT, facts, "signaal.naam", "bewoner.bsn")],
    )


def read_events() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=Action.READ_LOG).order_by("id"))


@pytest.mark.usefixtures("_disclosed")
def test_the_log_tells_who_received_what_for_which_purpose_and_that_it_still_fits_c4(
    officer: Client, town: Town
) -> None:
    page = officer.get(reverse("privacy:log")).content.decode()

    for told in ("Persoon social-worker", "amw", "hulpverlening", "naam zoals aangeleverd", "U3", "s-1"):
        assert told in page
    assert "burgerservicenummer" in page
    assert "Het convenant geeft dit gegeven niet aan deze ontvanger voor dit doel." in page
    assert "klopt met het convenant" in page
    assert "waarde van" not in page


@pytest.mark.usefixtures("_disclosed")
def test_an_altered_record_is_pointed_out_c4(officer: Client) -> None:
    lift_guards()
    DecisionRecord.objects.update(permitted_fields=["signaal.naam", "bewoner.bsn"], withheld_fields={})

    assert "klopt niet met het convenant" in officer.get(reverse("privacy:log")).content.decode()


@pytest.mark.usefixtures("_disclosed")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"subject_id": "s-1"}, True),
        ({"subject_id": "s-2"}, False),
        ({"recipient": "amw"}, True),
        ({"from_day": "2026-04-07", "to_day": "2026-04-07"}, True),
        ({"from_day": "2026-04-08"}, False),
        ({"to_day": "2026-04-06"}, False),
    ],
)
def test_a_search_is_posted_and_kept_out_of_the_address_i2(
    officer: Client, search: dict[str, str], found: bool
) -> None:
    answer = officer.post(reverse("privacy:log"), search, follow=True)

    assert [address for address, _ in answer.redirect_chain] == [reverse("privacy:log")]
    assert ("Persoon social-worker (" in answer.content.decode()) is found


@pytest.mark.usefixtures("_disclosed")
def test_a_search_by_person_finds_what_that_person_did(officer: Client, town: Town) -> None:
    worker, director = town.person(Role.SOCIAL_WORKER), town.person(Role.CASE_DIRECTOR)

    assert (
        "1 regel gevonden"
        in officer.post(reverse("privacy:log"), {"person_id": str(worker.pk)}, follow=True).content.decode()
    )
    assert (
        "0 regels gevonden"
        in officer.post(reverse("privacy:log"), {"person_id": str(director.pk)}, follow=True).content.decode()
    )


def test_a_wrong_search_says_what_is_wrong(officer: Client) -> None:
    answer = officer.post(reverse("privacy:log"), {"from_day": "gisteren", "person_id": str(uuid4())})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_reading_the_log_is_itself_on_record_with_what_was_looked_for_l2(officer: Client, town: Town) -> None:
    officer.get(reverse("privacy:log"))
    officer.post(reverse("privacy:log"), {"subject_id": "s-1"}, follow=True)
    officer.get(reverse("privacy:log") + "?toon=handelingen")

    told = read_events()
    assert [event.object_id for event in told] == ["decisions", "decisions", "events"]
    assert {event.person_id for event in told} == {town.person(Role.PRIVACY_OFFICER).pk}
    assert told[1].details["subject"] == "s-1"


def test_the_other_half_of_the_log_tells_who_did_what(officer: Client) -> None:
    page = officer.get(reverse("privacy:log") + "?toon=handelingen").content.decode()

    assert "join-covenant" in page
    assert "assign-role" in page


@pytest.mark.usefixtures("_disclosed")
def test_nothing_of_another_municipality_shows_r2(officer: Client) -> None:
    lift_guards()
    DecisionRecord.objects.update(controller_id=SITTARD)

    assert "0 regels gevonden" in officer.get(reverse("privacy:log")).content.decode()


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in PERMITTED[Action.READ_LOG] | {Role.SYSTEM}]
)
def test_nobody_else_reads_the_log_and_the_reason_is_that_of_the_service_a5(town: Town, role: Role) -> None:
    answer = signed_in(town.assignments[role]).get(reverse("privacy:log"))

    assert answer.status_code == 403
    assert permission(town.actor(role), Action.READ_LOG).reasons[0].nl in answer.content.decode()
    assert read_events() == []


def test_pages_cost_the_same_number_of_queries_however_many_lines(
    officer: Client, town: Town, django_assert_max_num_queries: object
) -> None:
    def one() -> DecisionRecord:
        return DecisionRecord(
            controller_id="0988", at="2026-04-07T10:00:00Z", trace_id=uuid4(), role="case-director",
            person_id=town.person(Role.CASE_DIRECTOR).pk, sender="a", recipient="b", purpose="c",
            covenant_hash="sha256:x", subject_kind="case", subject_id="s",
            facts={"state": None, "conditions": {}, "telling": []},
        )  # fmt: skip

    DecisionRecord.objects.bulk_create([one() for _ in range(60)])
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        officer.get(reverse("privacy:log"))


@pytest.mark.usefixtures("_disclosed")
def test_r44_the_log_does_not_tell_whether_someone_has_a_benefit(officer: Client, town: Town) -> None:
    worker = town.actor(Role.SOCIAL_WORKER)

    lift_guards()

    def page(**facts: bool) -> str:
        DecisionRecord.objects.all().delete()
        asked = referral(COVENANT, known(huurder_bezwaar=False, **facts), "signaal.naam", "bewoner.bsn")
        disclose(actor=worker, requests=[asked])
        html = officer.get(reverse("privacy:log")).content.decode()
        assert "klopt met het convenant" in html
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)

    without, agreed = page(uitkering_participatiewet=False), page(toestemming_doorgeleiding=True)
    assert without == agreed
    assert "U3, U4" in without
    refused = page(uitkering_participatiewet=True, toestemming_doorgeleiding=False)
    assert refused == page(toestemming_doorgeleiding=False) == page()
    assert "was niet voldaan, of een gegeven was niet bekend" in refused
