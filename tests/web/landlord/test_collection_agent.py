"""A collection agent delivers for a landlord or another partner, and says for whom (R1)."""

from __future__ import annotations

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.built_once import built_once
from tests.months.world import MORNING, MonthWorld, Tenant, in_force, owes
from tests.parties.town import signed_in
from tijdig.demo.deliveries import narrow_export
from tijdig.intake.models import Delivery
from tijdig.intake.queries import columns_to_confirm
from tijdig.parties.models import RoleAssignment

pytestmark = pytest.mark.django_db
TENANT = Tenant("999990019", "Anna Wil", "Aarts", MORNING.date().replace(year=1980), 21)
ADDRESS = reverse("landlord:deliveries")


@built_once
def agreed() -> MonthWorld:
    return in_force("landelijk", controller="0518")


@pytest.fixture
def world(db: None):
    with time_machine.travel(MORNING, tick=False):
        yield agreed()


def browser(world: MonthWorld, key: str) -> Client:
    return signed_in(RoleAssignment.objects.get(person_id=world[key].person_id))


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("maart.csv", narrow_export([owes(TENANT, months=2)]))


def test_r1_the_page_asks_an_agent_for_whom_and_the_list_names_both(world: MonthWorld) -> None:
    agent = browser(world, "incassobureau clerk")
    page = agent.get(ADDRESS).content.decode()
    assert "Voor wie levert u aan?" in page
    assert 'value="zorgverzekeraar" selected' in page
    assert 'value="woningcorporatie"' not in page

    agent.post(ADDRESS, {"file": file(), "on_behalf_of": "zorgverzekeraar"})

    delivery = Delivery.objects.get()
    assert (delivery.party_code, delivery.agent_code) == ("zorgverzekeraar", "incassobureau")
    told = "voor Zorgverzekeraar Voorbeeld, door Incassobureau Voorbeeld"
    partner, columns = (
        browser(world, "zorgverzekeraar clerk"),
        reverse("landlord:columns", args=[delivery.pk]),
    )
    assert told in agent.get(ADDRESS).content.decode()
    assert told not in partner.get(ADDRESS).content.decode()  # its columns wait for the agent
    assert (agent.get(columns).status_code, partner.get(columns).status_code) == (200, 404)

    plan = columns_to_confirm(world["incassobureau clerk"], delivery.pk).plan
    agent.post(columns, {f"kolom-{one.position}": one.field for one in plan.columns})

    assert told in partner.get(ADDRESS).content.decode()
    result = reverse("landlord:delivery", args=[delivery.pk])
    assert "Bewijs per signaal" in partner.get(result).content.decode()
    assert "Bewijs per signaal" not in agent.get(result).content.decode()


@pytest.mark.parametrize("on_behalf_of", ["", "woningcorporatie"])
def test_r1_an_agent_that_names_nobody_it_delivers_for_is_asked_again(
    world: MonthWorld, on_behalf_of: str
) -> None:
    answer = browser(world, "incassobureau clerk").post(
        ADDRESS, {"file": file(), "on_behalf_of": on_behalf_of}
    )

    assert answer.status_code == 422
    assert not Delivery.objects.exists()


def test_r1_a_partner_is_not_asked(world: MonthWorld) -> None:
    partner = browser(world, "zorgverzekeraar clerk")

    assert "Voor wie levert u aan?" not in partner.get(ADDRESS).content.decode()
    partner.post(ADDRESS, {"file": file(), "on_behalf_of": "woningcorporatie"})
    assert Delivery.objects.get().party_code == "zorgverzekeraar"
