"""The letters that a case director makes from the case page (R18, R30)."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from tests.web.cases import FAMILY, Cases, build_cases
from tijdig.actors import Role
from tijdig.casework.models import Case

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
