"""The month without JavaScript: deliver, settle, work and close, as on a locked-down office machine."""

from __future__ import annotations

from tests.browser.conftest import Arrive
from tests.browser.test_the_clerk_delivers import deliver, figure
from tests.browser.test_the_top_case import kept, open_top_case, record


def test_the_month_goes_round_without_javascript(arrive: Arrive) -> None:
    clerk = arrive("clerk", scripts=False)
    deliver(clerk, clerk.site.town.file("met-fouten"))
    clerk.heading("Resultaat van uw aanlevering")
    assert figure(clerk, "Geweigerd") == 5
    deliver(clerk, clerk.site.town.file("verbeterd"))
    clerk.told("Alle rijen zijn in orde")
    assert figure(clerk, "Nieuw aangenomen") == 5

    coordinator = arrive("coordinator", scripts=False)
    coordinator.menu("Twijfels")
    coordinator.page.get_by_role("link", name="Begin bij de eerste").click()
    coordinator.page.get_by_label("Niemand").check()
    coordinator.page.get_by_label("Waarom?").fill("Niemand past")
    coordinator.press("Beslis en ga naar de volgende")
    coordinator.told("Uw beslissing is vastgelegd")

    director = arrive("director", scripts=False)
    address = open_top_case(director)
    record(director, "Leg een contactpoging vast", kind="Telefoon", part_of_day="Ochtend", reached="nee")
    record(director, "Leg een contactpoging vast", kind="Huisbezoek", part_of_day="Avond", reached="ja")
    record(director, "Nodig samen met een collega uit", second_person="Paul Caris (participatie)")
    director.told("De gezamenlijke uitnodiging is vastgelegd")
    record(director, "Leg het eerste gesprek vast")
    record(director, "Leg het hulpaanbod vast")
    record(director, "De inwoner wil geen hulp")
    result = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    record(director, "Sluit de zaak", "Sluit de zaak", result=result)
    director.told("De zaak is afgesloten")
    assert kept(director, address) == [("closed", result)]

    print(clerk.page.url, clerk.page.content()[:3000])
    clerk.menu("Terugkoppeling")
    clerk.told("Inwoner heeft het hulpaanbod niet aanvaard")
