"""The monthly meeting: planned, tabled with a basis, decided, and for each participant only its own (R47, R48)."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.doing import open_top_case

DECISION = "De verhuurder stelt de ontruiming uit."
SENTENCE = "Zonder afspraak met de verhuurder verliest het gezin de woning."


def test_the_threatened_family_is_tabled_and_the_landlord_gets_its_action(arrive: Arrive) -> None:
    director = arrive("director")
    open_top_case(director)
    number = director.page.title().split()[1]

    coordinator = arrive("coordinator")
    coordinator.menu("Overleg")
    coordinator.press("Plan het overleg")
    coordinator.told("Het overleg is gepland")
    address = coordinator.path
    proposed = coordinator.page.locator("section").filter(has_text=f"Zaak {number}")
    proposed.locator("summary").click()
    coordinator.look("overleg-gepland")
    proposed.get_by_label("Het is noodzakelijk").check()
    proposed.get_by_label("Leg dit uit in een zin").fill(SENTENCE)
    coordinator.press("Zet op de agenda", within=proposed)
    coordinator.told("De zaak staat op de agenda.")

    item = coordinator.page.locator("section").filter(has_text=SENTENCE)
    item.locator("summary").get_by_text("Leg het besluit vast").click()
    item.get_by_label("Wat is besloten?").fill(DECISION)
    item.get_by_label("Wie gaat wat doen?").fill("Regeling aanbieden")
    item.get_by_label("Welke organisatie?").select_option(label="Wonen Limburg")
    item.get_by_label("Klaar op").fill(f"{date.today() + timedelta(days=14)}")  # noqa: DTZ011 - as the page reckons
    coordinator.look("overleg-besluit")
    coordinator.press("Leg vast", within=item)
    coordinator.told("Het besluit is vastgelegd.")
    coordinator.told(DECISION)

    clerk, helper = arrive("clerk"), arrive("social-worker")
    clerk.go(address)
    clerk.told("Regeling aanbieden (Wonen Limburg)")
    for inner in (number, DECISION, SENTENCE):
        clerk.not_told(inner)
    clerk.look("overleg-verhuurder")
    clerk.page.get_by_role("button", name="De actie is klaar").click()
    clerk.told("Klaar")
    helper.go(address)
    helper.told("Er staan geen zaken van u op de agenda")
    helper.not_told(number)

    coordinator.go(address)
    expect(coordinator.page.locator("section").filter(has_text=SENTENCE)).to_contain_text("Klaar")
    coordinator.look("overleg-actie-klaar")
