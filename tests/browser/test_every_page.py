"""Every page that a role's menu leads to is well made: axe, three widths, titles, no complaint of the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

PLAYERS = ("clerk", "other-clerk", "director", "social-worker", "coordinator", "privacy-officer", "admin")
# Pages that are the same for all, and pages that the journeys look at: each is looked at once.
THE_SAME_FOR_ALL = {"Convenanten", "Overleg"}
LOOKED_AT_IN_A_JOURNEY = {"Terugkoppeling", "Werklijst", "Verwijzingen", "Mensen"}


@pytest.mark.parametrize("player", PLAYERS)
def test_pages_of_the_menu(arrive: Arrive, player: str) -> None:
    visitor = arrive(player)
    entries = visitor.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link")
    labels = entries.all_inner_texts()
    assert labels
    for label in labels:
        visitor.menu(label)
        if label in LOOKED_AT_IN_A_JOURNEY or player == "other-clerk":
            continue
        if label in THE_SAME_FOR_ALL and player != "coordinator":
            continue
        visitor.look(f"menu-{player}-{label.lower().replace(' ', '-')}")
    if "Convenanten" in labels:
        read_the_covenant_and_its_signatures(visitor)


def read_the_covenant_and_its_signatures(reader: Visitor) -> None:
    reader.menu("Convenanten")
    in_force = reader.page.get_by_role("row").filter(has_text="In werking")
    in_force.get_by_role("link").first.click()
    reader.told("Wie krijgt welke gegevens, en waarvoor")
    signed = reader.page.locator("#tekenen tbody tr")
    expect(signed).to_have_count(4)
    for index in range(4):
        expect(signed.nth(index)).to_contain_text("Akkoord")
