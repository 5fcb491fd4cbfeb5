"""The letters that a case director makes from the case page (R18, R30)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.sealed import person_of, rewrite
from tests.web.cases import FAMILY, Cases, build_cases
from tijdig.actors import Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.services import refresh_facts
from tijdig.residents.models import RegisterExtract, Resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_april():
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def cases() -> Cases:
    return build_cases()


@pytest.fixture
def case(cases: Cases) -> Case:
    case = cases.by_person[FAMILY]
    address = reverse("municipality:act", args=[case.pk, "oppakken"])
    cases.browser(Role.CASE_DIRECTOR).post(address, {"version": case.version})
    return case


def test_r18_the_informing_letter_downloads_from_the_case_page(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = reverse("municipality:informing_letter", args=[case.pk])
    assert address in client.get(reverse("municipality:case", args=[case.pk])).content.decode()

    letter = client.get(address)

    assert letter.content.startswith(b"%PDF")
    assert letter["Content-Disposition"] == f'attachment; filename="informatiebrief-{case.pk}.pdf"'
    page = client.get(reverse("municipality:case", args=[case.pk])).content.decode()
    assert "Informatiebrief gemaakt" in page
    assert cases.browser(Role.LANDLORD_CLERK).get(address).status_code == 403


def test_r30_the_joint_invitation_asks_when_and_where(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = reverse("municipality:invitation_letter", args=[case.pk])
    assert address not in client.get(reverse("municipality:case", args=[case.pk])).content.decode()
    Case.objects.filter(pk=case.pk).update(second_owner=cases.colleague("twee").person_id)
    assert address in client.get(reverse("municipality:case", args=[case.pk])).content.decode()

    assert "Hoe laat?" in client.get(address).content.decode()
    assert client.post(address, {"on": "2026-04-14", "at": "", "place": "Stadhuis"}).status_code == 422
    letter = client.post(address, {"on": "2026-04-14", "at": "10:30", "place": "Stadhuis"})

    assert letter.content.startswith(b"%PDF")


def test_r23_where_the_register_marks_its_data_a_letter_waits_for_a_choice(cases: Cases) -> None:
    case = cases.by_person[FAMILY]
    rewrite(Resident.objects.filter(person=person_of("0988", FAMILY)), secrecy=True)
    RegisterExtract.objects.update(imported_at="2026-04-08T08:00:00Z")
    refresh_facts(actor=system_actor("0988"), on=date(2026, 4, 7))
    client = cases.browser(Role.CASE_DIRECTOR)
    page_address = reverse("municipality:case", args=[case.pk])
    letter = reverse("municipality:informing_letter", args=[case.pk])

    def act(slug: str, **filled: object) -> str:
        version = Case.objects.get(pk=case.pk).version
        address = reverse("municipality:act", args=[case.pk, slug])
        return client.post(address, {"version": version, **filled}, follow=True).content.decode()

    assert "contact na een keuze" in client.get(reverse("municipality:work_list")).content.decode()
    page = act("oppakken")
    assert "In de BRP geldt geheimhouding. Er gaat niets vanzelf uit" in page
    assert letter not in page
    refused = client.get(letter)
    assert (refused.status_code, "Er gaat geen brief uit" in refused.content.decode()) == (409, True)

    page = act("contactkeuze", may_write="ja", reason="Zij belde zelf.")

    assert "Gekozen: schrijven mag." in page
    assert "Reden: Zij belde zelf." in page
    assert letter in page
    assert client.get(letter).content.startswith(b"%PDF")
    assert client.get(page_address).status_code == 200
