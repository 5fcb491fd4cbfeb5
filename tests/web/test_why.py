"""C1: "why may I see this?" and "why not?" can be asked of every field that a page shows or hides, without script."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import time_machine
from django.template import engines
from django.test import Client
from django.urls import reverse

from tests.covenant.agreeing import say
from tests.sealed import person_of
from tests.web.cases import FAMILY, SINGLE, Cases, build_cases
from tests.web.coordinator.test_doubts import address_of, doubted
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework import services
from tijdig.casework.models import Referral
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.in_force import Verdict
from tijdig.disclosure.models import DecisionRecord

pytestmark = pytest.mark.django_db
BLOCK = re.compile(
    r'<details class="tijdig-why">\s*<summary>Waarom zie ik dit, en wat niet\?</summary>(.*?)</details>',
    re.DOTALL,
)
ITEM = re.compile(r"<li>\s*<strong>(.*?)</strong>(.*?)</li>", re.DOTALL)
WITHHELD = "Niet voor u zichtbaar"


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def cases(db: None) -> Cases:
    return build_cases()


@pytest.fixture
def referral(cases: Cases) -> UUID:
    director, case = cases.world.actor(Role.CASE_DIRECTOR), cases.by_person[SINGLE]
    taken = services.take_up_case(actor=director, case_id=case.pk, version=case.version)
    services.refer_case(
        actor=director, case_id=case.pk, version=taken.version, party="amw", reason="Hulp thuis is nodig.",
        on=taken.received_on,
    )  # fmt: skip
    return Referral.objects.get().pk


def answers_on(page: str) -> list[tuple[str, str]]:
    """Every field that the page explains, with what it says of it."""
    return [
        (label.strip(), " ".join(html.unescape(re.sub(r"<[^>]+>", " ", said)).split()))
        for block in BLOCK.findall(page)
        for labels, said in ITEM.findall(block)
        for label in html.unescape(labels).split(", ")
    ]


def assert_all_explained(client: Client, address: str) -> list[DecisionRecord]:
    """Open the page; each field of each decision that it took must be explained on it, as permitted or withheld."""
    before = set(DecisionRecord.objects.values_list("pk", flat=True))
    response = client.get(address)
    assert response.status_code == 200
    records = list(DecisionRecord.objects.exclude(pk__in=before))
    assert records
    said = answers_on(response.content.decode())
    for record in records:
        for name in record.permitted_fields:
            assert any(_is(label, name) and _tells_ground(text) for label, text in said), (address, name)
        for name in record.withheld_fields:
            assert any(_is(label, name) and WITHHELD in text for label, text in said), (address, name)
    return records


def _is(label: str, name: str) -> bool:
    """A label may itself hold a comma."""
    return label in {part.strip() for part in FIELDS[name].description.split(", ")}


def _tells_ground(text: str) -> bool:
    told = all(part in text for part in ("(artikel ", "Doel: ", "Grondslag: ", "Bewaren: ", "regel C1"))
    return told and WITHHELD not in text


PAGES: dict[str, tuple[Role, Callable[[Cases], str]]] = {
    "work list": (Role.CASE_DIRECTOR, lambda _: reverse("municipality:work_list")),
    "work list of the coordinator": (Role.COORDINATOR, lambda _: reverse("municipality:work_list")),
    "case": (Role.CASE_DIRECTOR, lambda cases: f"/zaken/{cases.by_person[FAMILY].pk}/"),
    "case for the coordinator": (Role.COORDINATOR, lambda cases: f"/zaken/{cases.by_person[FAMILY].pk}/"),
    "feedback": (Role.LANDLORD_CLERK, lambda _: "/terugmeldingen/"),
}


@pytest.mark.parametrize("page", PAGES)
def test_c1_every_field_on_a_page_says_why(cases: Cases, page: str) -> None:
    role, address = PAGES[page]
    assert_all_explained(cases.browser(role), address(cases))


@pytest.mark.parametrize("page", PAGES)
def test_c1_c3_every_field_that_a_revocation_hides_says_why_not(cases: Cases, page: str) -> None:
    say(CovenantVersion.objects.get(), "amw", Verdict.REVOKE)
    role, address = PAGES[page]
    records = assert_all_explained(cases.browser(role), address(cases))
    assert not any(record.permitted_fields for record in records)


def test_c1_every_field_of_a_doubt_says_why(cases: Cases) -> None:
    from tijdig.residents.models import RegisterExtract, Resident

    if not Resident.objects.filter(person=person_of("0988", FAMILY)).exists():
        extract = RegisterExtract.objects.get(kind="residents")
        Resident.objects.create(
            controller_id="0988", extract=extract, bsn=FAMILY, surname="Vries", birth_date="19800503"
        )
    assert_all_explained(cases.browser(Role.COORDINATOR), address_of(doubted(cases.world)))


def test_c1_every_field_of_a_referral_says_why(cases: Cases, referral: UUID) -> None:
    assert_all_explained(cases.browser(Role.SOCIAL_WORKER), f"/verwijzingen/{referral}/")


def test_c1_the_list_of_referrals_says_why_of_the_signals_it_takes_names_from(
    cases: Cases, referral: UUID
) -> None:
    page = cases.browser(Role.SOCIAL_WORKER).get("/verwijzingen/").content.decode()
    assert any(_is(label, "signaal.naam") and _tells_ground(text) for label, text in answers_on(page))


def test_c1_the_case_page_explains_the_referral_as_well(cases: Cases, referral: UUID) -> None:
    case = Referral.objects.get(pk=referral).case_id
    assert_all_explained(cases.browser(Role.CASE_DIRECTOR), f"/zaken/{case}/")
