"""The month in Sittard-Geleen: three landlords, two helpers, a meeting of all parties, and a pause of collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.doing import record, text_of
from tests.browser.site import Site, served
from tests.browser.town import town_in
from tests.browser.visitor import Visitor

FAMILY, THREATENED, IN_DEBT, EARLY = "Adriaens", "Bovens", "Crins", "Deumens"
SENTENCE = "Zonder afspraak met de verhuurder gaat de woning verloren."
EXPERT = "Bewindvoering Maasland"
# Per case on the agenda: what is decided, by whom it is carried out, and what that party does.
OUTCOMES = {
    THREATENED: ("Welzijnswerk blijft komen.", "Wonen Limburg", "Ontruiming uitstellen"),
    IN_DEBT: ("De kredietbank regelt de schuld.", "Gemeente Sittard-Geleen", "Bewindvoerder bellen"),
}


class Taken(NamedTuple):
    """A case that the director took up: the address of its page, and its number."""

    address: str
    number: str


@pytest.fixture(scope="session")
def running_site(
    towns: Path, migrated: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The town under the covenant of Sittard-Geleen, instead of the demo's."""
    town = town_in(towns, migrated, "sittard_geleen")
    with served(town, tmp_path_factory.mktemp("sittard-geleen")) as site:
        yield site


def test_two_helpers_take_part_and_the_meeting_shows_each_its_own(arrive: Arrive, tmp_path: Path) -> None:
    director = arrive("director")
    threatened = take_up(director, THREATENED)
    preview(director, "Partners in Welzijn")
    director.look("verwijzen-vooraf")
    offer(director, "Er dreigt ontruiming; kijk breder mee.")
    in_debt = take_up(director, IN_DEBT)
    ask_an_expert_outside(director, in_debt.address)
    preview(director, "Kredietbank Limburg")
    offer(director, "Vier maanden achterstand.")

    welfare, credit = arrive("welfare"), arrive("credit")
    accept(welfare, THREATENED, other=IN_DEBT)
    work(welfare)
    report_back(welfare, "Budget op orde.")
    accept(credit, IN_DEBT, other=THREATENED)
    report_back(credit, "Schuldregeling gestart.")
    for case, report in ((threatened, "Budget op orde."), (in_debt, "Schuldregeling gestart.")):
        director.go(case.address)
        director.told(report)

    coordinator = arrive("coordinator")
    meeting = plan_with_two_cases(coordinator, threatened.number, in_debt.number)
    zowonen, wonen_limburg = arrive("zowonen"), arrive("wonen-limburg")
    read_own_papers(credit, meeting, own=IN_DEBT, other=THREATENED)
    pack = text_of(credit, "Haal uw stukken op (PDF)", tmp_path / "stukken.pdf")
    assert IN_DEBT in pack
    assert THREATENED not in pack
    credit.told("Kredietbank Limburg: afgerond en teruggemeld")
    credit.look("overleg-kredietbank")
    read_own_papers(zowonen, meeting, own=IN_DEBT, other=THREATENED)
    zowonen.look("overleg-zowonen")
    read_own_papers(wonen_limburg, meeting, own=THREATENED, other=IN_DEBT)
    read_own_papers(welfare, meeting, own=THREATENED, other=IN_DEBT)

    hold(coordinator)
    read_own_minutes(wonen_limburg)
    director.menu("Vandaag")
    expect(director.page.locator("#overleg")).to_contain_text("Bewindvoerder bellen")
    begin_the_next_with_earlier_actions(coordinator)


def test_r45_collection_pauses_after_accepted_help_and_is_checked_on_day_twenty(arrive: Arrive) -> None:
    director, clerk = arrive("director"), arrive("born")
    find(director, EARLY)
    director.look("zoekresultaat")
    address = take_up(director, EARLY).address
    visit(director)
    director.go(address)
    for act in (
        "Leg het eerste gesprek vast", "Leg vast dat de inwoner is geïnformeerd", "Leg het hulpaanbod vast",
        "De inwoner wil hulp",
    ):  # fmt: skip
        record(director, act)
    record(
        director,
        "Sluit de zaak",
        "Sluit de zaak",
        result="(Budget)advies en/of quick fix",
        clears_in_time="ja",
        only_tips="nee",
    )
    director.told("De zaak is afgesloten")
    pause = director.page.locator("#incassopauze")
    expect(pause).to_contain_text("zodra de verhuurder meldt dat de nieuwe termijnen worden betaald")

    clerk.menu("Terugkoppeling")
    clerk.told("als de inwoner de nieuwe termijnen betaalt")
    clerk.look("terugkoppeling-pauze")
    row = clerk.page.get_by_role("row").filter(has_text="H014")
    row.get_by_role("link", name="Meld nieuws").click()
    clerk.page.get_by_label("De huurder betaalt de nieuwe termijnen").check()
    clerk.look("nieuws-termijnen")
    clerk.press("Meld dit aan de gemeente")
    clerk.told(f"Uw incasso rust tot en met {in_words(30)}")

    director.go(address)
    expect(pause).to_contain_text(f"de incasso rust tot en met {in_words(30)}")
    expect(director.page.locator("#taken")).to_contain_text("dag 20 van de incassopauze")
    expect(director.page.locator("#taken")).to_contain_text(in_words(20))
    director.look("zaak-met-pauze")


def in_words(days: int) -> str:
    """The day so many days from now, as pages write it."""
    return date_format(timezone.localdate() + timedelta(days=days), "j F Y")


def find(director: Visitor, surname: str) -> None:
    """Search for the case by name."""
    director.menu("Werklijst")
    director.page.get_by_label("Zoek op naam of adres").fill(surname)
    director.press("Zoek")
    director.heading("Zoek een zaak")


def take_up(director: Visitor, surname: str) -> Taken:
    """Open the case that a search found, and take it up."""
    find(director, surname)
    director.page.get_by_role("row").filter(has_text=surname).get_by_role("link").first.click()
    director.press("Pak op")
    director.told("U hebt deze zaak nu")
    return Taken(director.path, director.page.title().split()[1])


def preview(director: Visitor, helper: str) -> None:
    """See what would go to this helper and what not (C1)."""
    director.page.get_by_role("link", name=f"Bekijk eerst wat {helper} krijgt, en wat niet").click()
    director.heading(f"Verwijzen naar {helper}")
    parts = director.page.locator("section")
    goes, stays = (
        parts.filter(has=director.page.get_by_role("heading", name=title, exact=True))
        for title in ("Dit gaat mee", "Dit gaat niet mee")
    )
    expect(goes).to_contain_text("Bedrag van de achterstand")
    expect(goes).not_to_contain_text("minderjarige")
    expect(stays).to_contain_text("Wonen er minderjarige kinderen")
    expect(stays).to_contain_text("Notities van de regisseur")


def offer(director: Visitor, reason: str) -> None:
    """Offer the case from the page that shows what goes."""
    director.page.get_by_label("Waarom deze hulpverlener?").fill(reason)
    director.press("Bied de zaak aan")
    director.told("De zaak is aangeboden aan de hulpverlener")


def ask_an_expert_outside(director: Visitor, address: str) -> None:
    """Nothing leaves for who is no partner of the covenant until the tenant's consent is recorded (C1)."""
    director.page.get_by_role("link", name="Een deskundige buiten het convenant").click()
    director.page.get_by_label("Welke deskundige?").fill(EXPERT)
    director.page.get_by_label("Waarom deze deskundige?").fill("Beheert het inkomen.")
    director.page.get_by_label("De achterstand").check()
    director.press("Leg vast")
    director.told("Er gaat niets uit zonder toestemming")
    expect(director.page.get_by_role("button", name="Maak de brief")).to_be_disabled()
    consent = director.unfold("Leg de toestemming vast")
    consent.get_by_label("Hoe?").fill("Mondeling, aan de telefoon.")
    consent.get_by_role("button").click()
    director.told("De toestemming is vastgelegd")
    director.look("deskundigen-toestemming")
    with director.page.expect_download() as letter:
        director.page.get_by_role("button", name="Maak de brief").click()
    assert Path(letter.value.path()).read_bytes().startswith(b"%PDF")
    director.go(address)


def accept(helper: Visitor, surname: str, *, other: str) -> None:
    """Find the one case that was offered, put it on one's own name, and accept it."""
    helper.menu("Verwijzingen")
    helper.not_told(other)
    helper.page.get_by_role("row").filter(has_text=surname).get_by_role("link").first.click()
    helper.press("Zet op mijn naam")
    helper.told("U hebt deze zaak.")
    helper.press("Neem de zaak aan")
    helper.told("Bij u in behandeling")


def work(helper: Visitor) -> None:
    act = "Leg een poging, afspraak of aantekening vast"
    helper.unfold(act)
    helper.look("verwijzing-werk")
    record(helper, act, kind="attempt", attempt="Huisbezoek", reached="ja")
    helper.told("Huisbezoek, bereikt")


def report_back(helper: Visitor, report: str) -> None:
    fold = helper.unfold("Meld terug hoe het ging")
    fold.get_by_label("De inwoner heeft hulp aanvaard").check()
    fold.get_by_label("Toelichting voor de regisseur").fill(report)
    helper.press("Meld terug hoe het ging", within=fold)
    helper.told("Uw terugmelding is bij de regisseur")


def plan_with_two_cases(coordinator: Visitor, *numbers: str) -> str:
    """Plan the meeting and table two of the cases that the covenant proposes; returns its address."""
    coordinator.menu("Teksten")
    coordinator.page.locator("main ul.tijdig-card").get_by_role("link").first.click()
    expect(coordinator.heading()).not_to_have_text("Teksten")
    coordinator.look("tekst-wijzigen")
    coordinator.menu("Overleg")
    coordinator.press("Plan het overleg")
    coordinator.page.locator("main").get_by_role("link", name="Overleg van").first.click()
    coordinator.heading()
    proposed = (
        coordinator.page.locator("section").filter(has_text="Zet op de agenda").filter(has_text="Zaak 2")
    )
    expect(proposed).to_have_count(4)  # two threatened evictions, two with three months of arrears or more
    for number in numbers:
        one = proposed.filter(has_text=f"Zaak {number}")
        one.locator("summary").click()
        one.get_by_label("Het is noodzakelijk").check()
        one.get_by_label("Leg dit uit in een zin").fill(SENTENCE)
        coordinator.press("Zet op de agenda", within=one)
        coordinator.told("De zaak staat op de agenda.")
    coordinator.look("overleg-agenda")
    return coordinator.path


def read_own_papers(participant: Visitor, meeting: str, *, own: str, other: str) -> None:
    participant.go(meeting)
    participant.told(own)
    participant.not_told(other)
    participant.not_told(FAMILY)


def hold(coordinator: Visitor) -> None:
    """Note who is there, decide about both cases with an action each, and end."""
    coordinator.page.get_by_role("link", name="Houd het overleg").click()
    for name in ("Kredietbank Limburg", "Wonen Limburg", "Partners in Welzijn"):
        coordinator.page.get_by_label(name).check()
    coordinator.press("Leg vast wie erbij is")
    coordinator.told("Vastgelegd wie erbij is.")
    coordinator.page.get_by_role("link", name="3. Bespreek de zaken").click()
    for button in ("Leg vast, volgende zaak", "Leg vast, klaar met de zaken"):
        coordinator.heading()
        title = coordinator.page.get_by_role("heading", level=1).inner_text()
        (surname,) = (one for one in OUTCOMES if one in title)
        decision, who, what = OUTCOMES[surname]
        coordinator.page.get_by_label("Wat is besloten?").fill(decision)
        coordinator.page.get_by_label("Wat gaat er gebeuren?").fill(what)
        coordinator.page.get_by_label("Wie doet dat?").select_option(label=who)
        coordinator.page.get_by_label("Klaar op").fill(f"{timezone.localdate() + timedelta(days=14)}")
        coordinator.press(button)
    coordinator.unfold("Rond het overleg af")
    coordinator.press("Ja, rond af")
    coordinator.told("Het overleg is afgerond.")


def read_own_minutes(clerk: Visitor) -> None:
    """A landlord reads its own action, and neither what was decided nor anything of another's case (R47)."""
    decision, _who, what = OUTCOMES[THREATENED]
    clerk.menu("Overleg")
    clerk.told(what)
    clerk.page.get_by_role("link", name="Verslag van").first.click()
    clerk.heading()
    clerk.told(what)
    for inner in (decision, IN_DEBT, OUTCOMES[IN_DEBT][2], SENTENCE):
        clerk.not_told(inner)


def begin_the_next_with_earlier_actions(coordinator: Visitor) -> None:
    coordinator.menu("Overleg")
    coordinator.press("Plan het overleg")
    coordinator.page.locator("main").get_by_role("link", name="Overleg van").first.click()
    coordinator.heading()
    first = coordinator.page.locator("section").filter(has_text="Eerst: acties uit eerdere overleggen")
    for _decision, _who, what in OUTCOMES.values():
        expect(first).to_contain_text(what)


def visit(director: Visitor) -> None:
    """Walk a round of one door, and reach the tenant there (R35)."""
    director.menu("Huisbezoeken")
    director.page.get_by_label(EARLY).check()
    director.look("huisbezoeken-kiezen")
    director.press("Maak de lijst")
    director.heading("Ronde langs de deuren")
    director.look("huisbezoeken-ronde")
    director.page.get_by_role("button", name="Bereikt", exact=False).first.click()
    expect(director.page.get_by_role("row").filter(has_text=EARLY)).to_contain_text("ja")
    director.menu("Vandaag")
    director.look("vandaag")
    director.page.get_by_role("link", name="Afwezig en herinneringen").click()
    director.heading("Afwezig en herinneringen")
    director.look("bureau")
