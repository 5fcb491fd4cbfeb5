"""The coordinator's month page, its figures and plots, and the imports."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.feedback.world import World, attempted, cased, delivered, linked, signalled
from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.ddas import Result
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.residents.models import BenefitFact, RegisterSource, Source


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_the_month_names_every_partner_and_what_is_to_be_done(world: World, coordinator: Client) -> None:
    delivered(world, rows=10, accepted=8, refused=2)
    linked(signalled(world), Outcome.REVIEW)
    cased(signalled(world))
    page = text(coordinator.get("/maand/"))
    for expected in (
        "april 2026",
        "Wonen Limburg",
        "op tijd",
        "Woningstichting St. Joseph",
        "wordt verwacht",
        "Twijfels",
    ):
        assert expected in page
    assert UNKNOWN not in page


def test_one_can_go_back_but_not_to_a_month_that_has_not_come(coordinator: Client) -> None:
    assert "/maand/2026-03/" in text(coordinator.get("/maand/"))
    assert "/maand/2026-05/" not in text(coordinator.get("/maand/"))
    assert "Geen convenant in werking" in text(coordinator.get("/maand/2025-12/"))
    assert coordinator.get("/maand/2026-13/").status_code == 404


def test_r8_the_gap_report_stands_on_a_page_and_in_a_file(world: World, coordinator: Client) -> None:
    delivered(world, on=date(2026, 3, 4))
    delivered(world, rows=10, accepted=8)
    page = text(coordinator.get("/maand/"))
    assert "/maand/2026-04/aanleveringen/" in page
    page = text(coordinator.get("/maand/2026-04/aanleveringen/"))
    assert "leverde nog niets aan" in page or "levert niet meer aan" in page
    file = coordinator.get("/maand/2026-04/aanleveringen.csv")
    assert file["Content-Type"].startswith("text/csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "convenant;partner;maand;aanlevering;nieuwe signalen"
    assert any("Wonen Limburg;2026-04;op tijd;8" in line for line in lines)


def test_r49_small_numbers_are_not_on_the_page(world: World, coordinator: Client) -> None:
    for _ in range(3):
        attempted(cased(signalled(world), result=Result.FOLLOW_UP), reached=True)
    page = text(coordinator.get("/maand/"))
    assert "Getallen onder de 10 laten we weg" in page
    assert "3 van 3" not in page


def test_every_plot_is_an_image_with_its_title_and_its_table(world: World, coordinator: Client) -> None:
    for _ in range(12):
        signalled(world)
    page = text(coordinator.get("/maand/"))
    for name in ("signalen", "bereik"):
        address = f"/maand/2026-04/{name}.svg"
        assert f'src="{address}"' in page
        picture = coordinator.get(address)
        assert picture["Content-Type"] == "image/svg+xml"
        assert b"<svg" in picture.content
    assert "Twaalf maanden" in page
    assert coordinator.get("/maand/2026-04/anders.svg").status_code == 404


@pytest.mark.parametrize(
    "role", [Role.LANDLORD_CLERK, Role.CASE_DIRECTOR, Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER]
)
def test_only_the_coordinator_has_these_pages(world: World, role: Role) -> None:
    client = signed_in(world.town.assignments[role])
    link = linked(signalled(world), Outcome.REVIEW)
    addresses = (
        "/maand/", "/maand/2026-04/", "/maand/2026-04/signalen.svg", "/twijfels/", "/inlezen/",
        reverse("coordinator:doubt", args=[link.pk]), reverse("coordinator:address", args=[uuid4()]),
    )  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code == 403, address
    assert client.post("/maand/verwerken/").status_code == 403


BENEFITS = b"bsn;participatiewet\n999990019;ja\n"


def upload(client: Client, content: bytes, kind: str = "uitkeringen", on: str = "2026-04-01") -> HttpResponse:
    data = {"kind": kind, "on": on, "file": SimpleUploadedFile("lijst.csv", content)}
    return client.post("/inlezen/", data)


def test_a_benefit_list_is_read_in(coordinator: Client) -> None:
    response = upload(coordinator, BENEFITS)
    assert response.status_code == 302, text(response)
    assert BenefitFact.objects.count() == 1
    assert "1 april 2026" in text(coordinator.get("/inlezen/"))


def test_a_wrong_file_is_refused_with_its_problems_and_nothing_changes(coordinator: Client) -> None:
    upload(coordinator, BENEFITS)
    response = upload(coordinator, b"a;b\n1;2\n", kind="bewoners")
    assert response.status_code == 422
    assert "Dit bestand is niet ingelezen" in text(response)
    assert BenefitFact.objects.count() == 1


def test_whoever_asks_the_register_directly_sees_what_waits_and_imports_nothing(
    world: World, coordinator: Client
) -> None:
    here = "0988"
    RegisterSource.objects.create(
        controller_id=here, residents=Source.API, benefits=Source.API, ask_again_days=14
    )
    signalled(world)
    page = text(coordinator.get("/inlezen/"))

    assert "elke 14 dagen opnieuw" in page
    assert "Eén signaal wacht op antwoord." in page
    assert "Uitkeringsgegevens worden rechtstreeks gevraagd." in page
    assert "koos ervoor om dit rechtstreeks op te vragen" in text(upload(coordinator, BENEFITS))


def test_a_day_that_has_not_come_is_refused(coordinator: Client) -> None:
    response = upload(coordinator, BENEFITS, on="2027-01-01")
    assert response.status_code == 422
    assert "Deze dag is nog niet geweest" in text(response)


def test_new_signals_are_linked_at_the_press_of_a_button(world: World, coordinator: Client) -> None:
    signalled(world)
    assert "Eén nieuw signaal is nog niet gekoppeld" in text(coordinator.get("/maand/"))
    refused = coordinator.post("/maand/verwerken/")
    assert refused.status_code == 409  # nothing to link with yet
    assert "Lees eerst een uittreksel in" in text(refused)
    assert "nog niet gekoppeld" in text(coordinator.get("/maand/"))
