"""The monthly meeting: planned, tabled with a basis, decided, and for each participant only its own (R47, R48)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.doing import open_top_case
from tests.browser.visitor import Visitor

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
    coordinator.page.locator("main").get_by_role("link", name="Overleg van").first.click()
    address = coordinator.path
    proposed = coordinator.page.locator("section").filter(has_text=f"Zaak {number}")
    proposed.locator("summary").click()
    coordinator.look("overleg-gepland")
    proposed.get_by_label("Het is noodzakelijk").check()
    proposed.get_by_label("Leg dit uit in een zin").fill(SENTENCE)
    coordinator.press("Zet op de agenda", within=proposed)
    coordinator.told("De zaak staat op de agenda.")

    clerk, helper = arrive("clerk"), arrive("social-worker")
    clerk.go(address)
    with clerk.page.expect_download() as pack:
        clerk.page.get_by_role("link", name="Haal uw stukken op (PDF)").click()
    assert Path(pack.value.path()).read_bytes().startswith(b"%PDF")
    clerk.go(address)
    clerk.told("U hebt versie 1 van de stukken")

    hold(coordinator)

    clerk.menu("Overleg")
    clerk.told("Regeling aanbieden")
    clerk.page.get_by_role("link", name="Verslag van").first.click()
    for inner in (number, DECISION, SENTENCE, "Gezin bezoeken"):
        clerk.not_told(inner)
    clerk.look("overleg-verslag-verhuurder")
    clerk.page.get_by_role("button", name="De actie is klaar").click()
    clerk.told("Klaar")
    helper.go(address)
    helper.told("Er staan geen zaken van u op de agenda")
    helper.not_told(number)

    coordinator.menu("Overleg")
    coordinator.unfold("Plan er meer vooruit")
    coordinator.page.get_by_label("Hoeveel overleggen?").fill("1")
    coordinator.press("Plan ze vooruit")
    coordinator.page.locator("main").get_by_role("link", name="Overleg van").first.click()
    coordinator.heading()
    first = coordinator.page.locator("section").filter(has_text="Eerst: acties uit eerdere overleggen")
    expect(first).to_contain_text("Gezin bezoeken")
    expect(first).to_contain_text("Klaar")
    coordinator.look("overleg-volgende")


def hold(coordinator: Visitor) -> None:
    """Note who is there, decide about the one case, agree on two actions, and end."""
    coordinator.page.get_by_role("link", name="Houd het overleg").click()
    coordinator.page.get_by_label("Wonen Limburg").check()
    coordinator.press("Leg vast wie erbij is")
    coordinator.told("Vastgelegd wie erbij is.")
    coordinator.look("overleg-houden")
    coordinator.page.get_by_role("link", name="3. Bespreek de zaken").click()
    coordinator.heading()
    coordinator.page.get_by_label("Wat is besloten?").fill(DECISION)
    coordinator.page.get_by_label("Wat gaat er gebeuren?").fill("Regeling aanbieden")
    coordinator.page.get_by_label("Wie doet dat?").select_option(label="Wonen Limburg")
    coordinator.page.get_by_label("Klaar op").fill(f"{date.today() + timedelta(days=14)}")  # noqa: DTZ011 - as the page reckons
    coordinator.press("Leg vast, nog een actie")
    coordinator.told("Regeling aanbieden")
    coordinator.look("overleg-besluit")
    coordinator.page.get_by_label("Wat gaat er gebeuren?").fill("Gezin bezoeken")
    coordinator.page.get_by_label("Wie doet dat?").select_option(label="Gemeente Weert")
    coordinator.page.get_by_label("Klaar op").fill(f"{date.today() + timedelta(days=7)}")  # noqa: DTZ011 - as the page reckons
    coordinator.press("Leg vast, klaar met de zaken")
    coordinator.unfold("Rond het overleg af")
    coordinator.press("Ja, rond af")
    coordinator.told("Het overleg is afgerond.")
    coordinator.told(DECISION)
