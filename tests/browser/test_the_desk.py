"""Journeys through the covenant workshop, the privacy officer's desk, and the page where a receipt is checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor


def test_a_route_is_added_checked_compared_and_a_rehearsal_asked_for(arrive: Arrive) -> None:
    coordinator = arrive("coordinator")
    coordinator.menu("Convenanten")
    coordinator.page.get_by_role("link", name="Schrijf een volgende versie").click()
    coordinator.press("Begin een concept met versie 1.0.0")
    coordinator.heading("Concept")
    draft = coordinator.path
    coordinator.page.get_by_role("link", name="Route en voorrang").click()
    coordinator.heading("Route en voorrang")
    add_a_route(coordinator, value="soms")
    coordinator.told("hier klopt iets niet")
    coordinator.look("concept-route")
    coordinator.page.locator("[name='route[2].als[0].waarde']").fill("ja")
    coordinator.press("Bewaar en kijk na")
    coordinator.told("Het concept is bewaard en nagekeken.")
    coordinator.not_told("hier klopt iets niet")

    coordinator.go(draft)
    expect(coordinator.page.locator("#verschillen")).to_contain_text("dreiging")
    coordinator.page.get_by_role("link", name="Draai eerst proef").click()
    coordinator.press("Draai proef")
    coordinator.told("Bezig:")
    coordinator.look("concept-proefdraaien")


def add_a_route(coordinator: Visitor, *, value: str) -> None:
    form = coordinator.page.locator("#erbij-route")
    form.get_by_label("Korte naam").fill("Dreiging")
    form.get_by_label("De uitleg in gewone woorden").fill("Er dreigt een ontruiming")
    form.get_by_label("Als dit").select_option("ontruiming.dreigt")
    form.get_by_label("vergeleken op deze manier").select_option("=")
    form.get_by_label("met deze waarde").fill(value)
    form.get_by_label("Wie krijgt de zaak").select_option("amw")
    form.get_by_label("Doorgeleiden").check()
    coordinator.press("Voeg toe", within=form)
    coordinator.told("Toegevoegd. Vul het hieronder verder in.")


def test_a_breach_report_begins_with_a_line_of_the_log(arrive: Arrive) -> None:
    officer = arrive("privacy-officer")
    officer.menu("Bureau privacy")
    officer.told("Beantwoord het verzoek DEMO-0412 van een inwoner.")
    officer.not_told("Stel in hoe uw gemeente het logboek controleert.")
    officer.menu("Logboek")
    officer.press("Zoek")
    expect(officer.page.locator("main")).to_contain_text(re.compile(r"\d+ regels gevonden"))
    officer.told("Naima Haddad")
    officer.page.locator("[name=regel]").first.check()
    officer.press("Met de gekozen regels")
    officer.heading("Een datalek vastleggen")
    officer.page.get_by_label("Wanneer is het ontdekt?").fill(f"{date.today():%Y-%m-%d}T00:01")  # noqa: DTZ011
    officer.page.get_by_label("Wat is er gebeurd?").fill("Een scherm stond open in de hal.")
    officer.look("datalek-nieuw")
    officer.press("Leg het datalek vast")
    officer.told("Een scherm stond open in de hal.")
    assert officer.site.count("oversight_breach") == 1


def test_a_receipt_is_checked_against_the_log(arrive: Arrive, tmp_path: Path) -> None:
    clerk = arrive("clerk")
    kept = tmp_path / "bewijs.pdf"
    clerk.menu("Terugkoppeling")
    clerk.download("Ontvangstbewijs").save_as(kept)
    clerk.go("/bewijs-controleren/")
    clerk.heading("Bewijs controleren")
    clerk.page.get_by_label("Bestand van het bewijs").set_input_files(kept)
    clerk.press("Controleer")
    clerk.told("Dit bewijs staat in het logboek, en het bestand is zoals het is gegeven.")
    clerk.look("bewijs-gecontroleerd")

    clerk.page.get_by_label("Controlecode").fill("AAAA-AAAA-AAAA-AAAA")
    clerk.press("Controleer")
    clerk.told("Deze controlecode kan niet kloppen")
