"""The coordinator sets what is expected of deliveries, sees what waits and why, and decides with a reason."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.feedback.world import World
from tests.parties.town import signed_in
from tests.web.landlord.delivering import GOOD, csv, deliver, text
from tijdig.actors import Role
from tijdig.intake.expectations import expectations_of
from tijdig.intake.models import Signal
from tijdig.intake.rules.whole.facts import Expectations

EXPECTED = {"elsewhere_percent": "50", "postcodes": "6000-6006, 6039", "fewest": "1", "wait_days": "3"}


@pytest.fixture
def coordinator(world: World) -> Client:
    return signed_in(world.town.assignments[Role.COORDINATOR])


def test_a_delivery_is_held_shown_and_taken_in(world: World, coordinator: Client, clerk: Client) -> None:
    address = reverse("coordinator:held")
    assert "Er wacht geen aanlevering" in text(coordinator.get(address))
    assert coordinator.post(address, EXPECTED).status_code == 302
    assert "6000-6006, 6039" in text(coordinator.get(address))

    result = deliver(clerk, csv(GOOD | {"postcode": "6131 AB"}))["Location"]
    waiting = text(clerk.get(result))
    assert "wacht op de gemeente" in waiting
    assert "postcode buiten deze gemeente" in waiting
    assert "Ontvangstbewijs" not in waiting
    assert "wacht op de gemeente" in text(clerk.get("/aanleveringen/"))

    page = text(coordinator.get(address))
    assert "Wonen Limburg" in page
    assert "regel R2" in page
    assert "anders dan verwacht" in text(coordinator.get(reverse("coordinator:month")))

    waive = reverse("coordinator:waive", args=[result.split("/")[2]])
    assert "Waarover u besliste" not in page
    long = "Nagevraagd. " * 50
    refused = coordinator.post(waive, {"reden": long})
    assert refused.status_code == 409
    assert long in text(refused)  # what was typed is not lost
    assert not Signal.objects.exists()
    assert coordinator.post(waive, {"reden": "Grensgeval, nagevraagd."}).status_code == 302
    assert Signal.objects.count() == 1
    assert "De gemeente heeft beslist" in text(clerk.get(result))
    decided = text(coordinator.get(address)).split("Waarover u besliste")[1].split("Wat verwacht u")[0]
    assert "Grensgeval, nagevraagd." in decided
    assert "postcode buiten deze gemeente" in decided
    assert world.town.person(Role.COORDINATOR).name in decided
    assert "Grensgeval" not in text(clerk.get(result))  # the reason is the municipality's


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"postcodes": "60-6006"}, "Schrijf postcodes als"),
        ({"postcodes": "6006-6000"}, "Schrijf postcodes als"),
        ({"postcodes": ""}, "Vul in welke postcodes"),
        ({"fewest": ""}, "u liet hierboven een aanlevering wachten"),
    ],
)
def test_what_cannot_be_expected_is_told(coordinator: Client, wrong: dict[str, str], sentence: str) -> None:
    response = coordinator.post(reverse("coordinator:held"), EXPECTED | wrong)
    assert response.status_code == 422
    assert sentence in text(response)


def test_r8_one_can_be_reminded_without_letting_anything_wait(coordinator: Client) -> None:
    response = coordinator.post(reverse("coordinator:held"), {"remind_days": "3"})
    assert response.status_code == 302
    expected = expectations_of("0988")
    assert expected == Expectations(remind_days=3)
