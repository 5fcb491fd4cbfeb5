"""The coordinator settles doubtful matches; the keyboard alone is enough for it (R22, R24)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

WAITING = (
    "SELECT count(*) FROM linkage_link WHERE outcome = 'review' AND decided_at IS NULL AND undone_at IS NULL"
)
DECIDED = (
    "SELECT count(*) FROM linkage_link WHERE decided_at IS NOT NULL AND length(sealed) > 0"  # with its reason
)


def waiting(visitor: Visitor) -> int:
    ((number,),) = visitor.site.ask(WAITING)
    return int(str(number))


def test_a_doubtful_match_is_settled(arrive: Arrive) -> None:
    coordinator = arrive("coordinator")
    before = waiting(coordinator)
    coordinator.menu("De maand")
    coordinator.photograph("month")
    coordinator.menu("Twijfels")
    coordinator.page.get_by_role("link", name="Begin bij de eerste").click()
    coordinator.heading("Over wie gaat dit signaal?")
    coordinator.look("twijfel")
    coordinator.photograph("doubt")

    coordinator.press("Beslis en ga naar de volgende")
    assert waiting(coordinator) == before  # nothing chosen: the browser asks for the choice and the reason
    coordinator.page.get_by_label("Kandidaat 1").check()
    coordinator.page.get_by_label("Waarom?").fill("Adres en voorletters passen")
    coordinator.press("Beslis en ga naar de volgende")
    coordinator.told("Uw beslissing is vastgelegd")
    assert waiting(coordinator) == before - 1
    assert coordinator.site.ask(DECIDED) == [(1,)]


def test_with_the_keyboard_alone(arrive: Arrive) -> None:
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


def reach(visitor: Visitor, selector: str, most: int = 60) -> None:
    """Press Tab until the focus stands on what is sought, and see that the focus is always visible."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        focused = visitor.page.locator(":focus")
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
        if focused.evaluate(f"element => element.matches('{selector}')"):
            return
    raise AssertionError(f"{selector} is not reached with {most} times Tab")
