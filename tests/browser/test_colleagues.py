"""The rest of the month: a helper, an administrator, a colleague on the same case, English."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.doing import open_top_case, record
from tests.browser.visitor import Visitor


def open_case_for_social_work(director: Visitor) -> str:
    """Take up the first case without a benefit; returns its number."""
    director.go("/werklijst/?toon=to-take-up")
    row = director.page.get_by_role("row").filter(has_text="Route maatschappelijk-werk")
    row.first.get_by_role("link").first.click()
    director.press("Pak op")
    director.told("U hebt deze zaak nu")
    return director.page.title().split()[1]


def test_a_referral_is_accepted_and_reported_back(arrive: Arrive) -> None:
    director = arrive("director")
    number = open_case_for_social_work(director)
    address = director.path
    director.unfold("Verwijs naar een hulpverlener")
    director.look("zaak-verwijzen")
    record(director, "Verwijs naar een hulpverlener", party="amw", reason="Vraagt hulp bij de administratie.")
    director.told("De zaak is aangeboden aan de hulpverlener")
    director.look("zaak-verwezen")

    helper = arrive("social-worker")
    helper.menu("Verwijzingen")
    helper.look("verwijzingen")
    waiting = helper.page.get_by_role("row").filter(has_text="Wacht op uw antwoord")
    waiting.filter(has_text=number).get_by_role("link").first.click()
    helper.told("Vraagt hulp bij de administratie.")
    name = helper.heading().inner_text()  # as the landlord wrote it
    helper.not_told("Rang")
    helper.unfold("Weiger de zaak")
    helper.look("verwijzing")
    helper.press("Neem de zaak aan")
    helper.told("Bij u in behandeling")
    fold = helper.unfold("Meld terug hoe het ging")
    fold.get_by_label("De inwoner heeft hulp aanvaard").check()
    fold.get_by_label("Toelichting voor de regisseur").fill("Administratie op orde.")
    helper.look("verwijzing-terugmelden")
    helper.press("Meld terug hoe het ging", within=fold)
    helper.told("Uw terugmelding is bij de regisseur")
    helper.look("verwijzing-klaar")
    helper.not_told(name)

    director.go(address)
    director.told("Administratie op orde.")
    helper.go(address)
    helper.not_told(name)


def test_a_referral_that_is_refused_comes_back(arrive: Arrive) -> None:
    director = arrive("director")
    number = open_case_for_social_work(director)
    address = director.path
    record(director, "Verwijs naar een hulpverlener", party="amw", reason="Geen uitkering.")
    director.told("De zaak is aangeboden aan de hulpverlener")

    helper = arrive("social-worker")
    helper.menu("Verwijzingen")
    waiting = helper.page.get_by_role("row").filter(has_text="Wacht op uw antwoord")
    waiting.filter(has_text=number).get_by_role("link").first.click()
    name = helper.heading().inner_text()
    fold = helper.unfold("Weiger de zaak")
    fold.get_by_role("textbox").fill("Er is nu geen plaats.")
    helper.press("Weiger de zaak", within=fold)
    helper.not_told(name)

    director.go("/werklijst/?toon=mine")
    director.page.get_by_role("row").filter(has_text=number).first.get_by_role("link").first.click()
    assert director.path == address
    director.told("geweigerd")
    director.told("Er is nu geen plaats.")


def test_the_administrator_invites_someone(arrive: Arrive) -> None:
    admin = arrive("admin")
    admin.menu("Mensen")
    before = admin.site.count("parties_invitation")
    admin.page.get_by_label("Naam").fill("Loes Nijs")
    admin.page.get_by_label("E-mailadres").fill("loes.nijs@gemeente-weert.example")
    admin.page.get_by_label("Rol").select_option("case-director")
    admin.press("Verstuur de uitnodiging")
    invited = admin.page.get_by_role("row").filter(has_text="Loes Nijs")
    expect(invited).to_have_count(1)
    admin.look("mensen-uitgenodigd")
    assert admin.site.count("parties_invitation") == before + 1


def test_two_case_directors_act_on_the_same_case_and_the_second_is_told(arrive: Arrive) -> None:
    first, second = arrive("director"), arrive("second-director")
    second.menu("Werklijst")
    top = second.page.get_by_role("table").get_by_role("row").nth(1)
    open_top_case(first)

    top.get_by_role("button", name="Pak op").click()
    second.told("Een collega heeft deze zaak intussen gewijzigd")
    second.told("Deze zaak is van Naima Haddad")
    second.look("zaak-van-collega")


def test_english_and_back(arrive: Arrive) -> None:
    director = arrive("director")
    director.menu("Werklijst")
    director.page.get_by_role("button", name="English").click()
    expect(director.page.locator("html")).to_have_attribute("lang", "en")
    expect(director.heading()).to_have_text("Work list")
    director.look("work-list-english")
    director.page.get_by_role("button", name="Nederlands").click()
    expect(director.page.locator("html")).to_have_attribute("lang", "nl")
    director.heading("Werklijst")
