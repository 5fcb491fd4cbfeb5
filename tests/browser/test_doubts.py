"""The keyboard alone is enough to settle a doubtful match, and what was settled can be undone (R22, R24)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

WAITING = (
    "SELECT count(*) FROM linkage_link WHERE outcome = 'review' AND decided_at IS NULL AND undone_at IS NULL"
)


def waiting(visitor: Visitor) -> int:
    ((number,),) = visitor.site.ask(WAITING)
    return int(str(number))


def test_settled_with_the_keyboard_alone_and_undone(arrive: Arrive) -> None:
    coordinator = arrive("coordinator")
    before = waiting(coordinator)
    coordinator.menu("Twijfels")
    keyboard = coordinator.page.keyboard
    coordinator.page.get_by_role("link", name="Begin bij de eerste").focus()
    keyboard.press("Enter")
    coordinator.heading("Over wie gaat dit signaal?")

    reach(coordinator, "[name=candidate]")
    keyboard.press("Space")
    expect(coordinator.page.locator("[name=candidate]:checked")).to_have_count(1)
    reach(coordinator, "[name=reason]")
    keyboard.type("Naam van de partner")
    keyboard.press("Enter")
    coordinator.told("Uw beslissing is vastgelegd")
    assert waiting(coordinator) == before - 1

    coordinator.menu("Twijfels")
    coordinator.page.get_by_role("link", name="Maak ongedaan beslissing 1").click()
    coordinator.heading("Beslissing ongedaan maken")
    coordinator.told("Naam van de partner")
    coordinator.look("twijfel-ongedaan")
    coordinator.page.get_by_role("textbox").fill("De geboortedatum past toch niet")
    coordinator.press("Maak ongedaan")
    coordinator.told("De beslissing is ongedaan gemaakt")
    coordinator.heading("Over wie gaat dit signaal?")
    assert waiting(coordinator) == before


def reach(visitor: Visitor, selector: str, most: int = 60) -> None:
    """Press Tab until the focus stands on what is sought, and see that the focus is always visible."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        visible, there = visitor.page.locator(":focus").evaluate(
            f"element => [getComputedStyle(element).outlineStyle !== 'none', element.matches('{selector}')]"
        )
        assert visible
        if there:
            return
    raise AssertionError(f"{selector} is not reached with {most} times Tab")
