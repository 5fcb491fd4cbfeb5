"""The case director opens the case on top, sees why it is first, works it with a colleague and closes it (R27–R44)."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

FAMILY_IN_DANGER = "Gezin met minderjarige kinderen en een dreigende ontruiming"
SECRETS = ("Participatiewet", "uitkering", "minderjarig", "kinderen", "Budget", "Afgesloten", "Haddad")


def top_row(director: Visitor) -> Locator:
    """The first row of the work list."""
    director.menu("Werklijst")
    return director.page.get_by_role("table").get_by_role("row").nth(1)


def record(director: Visitor, act: str, button: str = "Leg vast", **fields: str) -> None:
    """Open the form of one act, fill it in by its field names and send it."""
    fold = director.unfold(act)
    for name, value in fields.items():
        control = fold.locator(f"[name={name}]")
        if control.first.get_attribute("type") == "radio":
            fold.locator(f"[name={name}][value='{value}']").check()
        elif fold.locator(f"select[name={name}]").count():
            control.select_option(value)
        else:
            control.fill(value)
    director.press(button, within=fold)


def open_top_case(director: Visitor) -> str:
    """Open the case on top and take it up; returns the address of its page."""
    row = top_row(director)
    expect(row).to_contain_text(FAMILY_IN_DANGER)
    row.get_by_role("link").first.click()
    director.page.wait_for_url("**/zaken/**")
    director.press("Pak op")
    director.told("U hebt deze zaak nu")
    return director.page.url.removeprefix(director.site.url)


def kept(visitor: Visitor, address: str) -> list[tuple[object, ...]]:
    """State and result of the case on this address, as the database has them."""
    case_id = address.split("/")[2].replace("-", "")
    return visitor.site.ask("SELECT state, result FROM casework_case WHERE id = ?", case_id)


def test_why_this_case_is_first(arrive: Arrive) -> None:
    director = arrive("director")
    row = top_row(director)
    expect(row).to_contain_text(FAMILY_IN_DANGER)
    expect(row).to_contain_text("binnen 3 werkdagen na ontvangst (regel R27)")
    director.look("werklijst")
    director.photograph("worklist")

    row.get_by_role("link").first.click()
    why = director.page.locator("#waarom")
    expect(why).to_contain_text(FAMILY_IN_DANGER)
    expect(why).to_contain_text("Participatiewet")
    director.look("zaak-nieuw")


def test_worked_with_a_second_case_director_and_closed(arrive: Arrive) -> None:
    director = arrive("director")
    address = open_top_case(director)
    director.look("zaak-opgepakt")

    record(director, "Leg een contactpoging vast", kind="Telefoon", part_of_day="Ochtend", reached="nee")
    director.told("De poging is vastgelegd")
    record(director, "Leg een contactpoging vast", kind="Huisbezoek", part_of_day="Avond", reached="ja")
    expect(director.page.locator("#contact tbody tr")).to_have_count(2)

    record(director, "Nodig samen met een collega uit")
    director.told("Er is nog niemand voor: participatie")
    director.look("zaak-uitnodiging-geweigerd")
    record(director, "Nodig samen met een collega uit", second_person="Paul Caris (participatie)")
    director.told("De gezamenlijke uitnodiging is vastgelegd")
    director.photograph("case")

    fold = director.unfold("Leg inhouding van de huur vast")
    fold.locator("form").evaluate("form => { form.noValidate = true }")
    director.press("Leg vast", within=fold)
    expect(director.page.locator("#inhouden")).to_contain_text("Kenmerk van het besluit of de machtiging")
    expect(director.page.get_by_role("alert").first).to_be_visible()
    record(director, "Leg inhouding van de huur vast", reference="PW-2026-0417")
    director.told("De inhouding van de huur is vastgelegd")

    record(director, "Leg het eerste gesprek vast")
    director.told("Het eerste gesprek is vastgelegd")
    record(director, "Leg vast dat de inwoner is geïnformeerd")
    record(director, "Leg het hulpaanbod vast")
    record(director, "De inwoner wil hulp")
    director.told("Vastgelegd: de inwoner wil hulp")
    director.look("zaak-hulp-aanvaard")

    record(
        director,
        "Sluit de zaak",
        "Sluit de zaak",
        result="(Budget)advies en/of quick fix",
        clears_in_time="ja",
        only_tips="nee",
    )
    director.told("De zaak is afgesloten")
    director.look("zaak-afgesloten")
    assert kept(director, address) == [("closed", "(Budget)advies en/of quick fix")]

    clerk = arrive("clerk")
    clerk.menu("Terugkoppeling")
    accepted = clerk.page.get_by_role("row").filter(has_text="Inwoner heeft het hulpaanbod aanvaard")
    expect(accepted.first).to_be_visible()
    for secret in SECRETS:
        clerk.not_told(secret)
    clerk.look("terugmeldingen")
    refused = [clerk.page.goto(clerk.site.url + path) for path in (address, f"/zaken/{uuid4()}/")]
    assert [answer.status for answer in refused if answer] == [403, 403]  # the same, known case or not (A6)
