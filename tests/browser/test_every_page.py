"""Every page that a role's menu leads to is well made: axe, three widths, titles, no complaint of the browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Arrive

PLAYERS = (
    "clerk",
    "director",
    "social-worker",
    "coordinator",
    "privacy-officer",
    "admin",
)


@pytest.mark.parametrize("player", PLAYERS)
def test_pages_of_the_menu(arrive: Arrive, player: str) -> None:
    visitor = arrive(player)
    entries = visitor.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link")
    labels = entries.all_inner_texts()
    assert labels

    for label in labels:
        visitor.menu(label)
        if label == "Convenanten" and player != "coordinator":
            continue  # one page for all parties, looked at once
        visitor.look(f"menu-{player}-{label.lower().replace(' ', '-')}")
