"""The month, end to end: clerk, coordinator, case director, the clerk again, privacy officer (R5-R44, C8)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import xlsxwriter
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Arrive
from tests.browser.doing import FAMILY_IN_DANGER, deliver, figure, open_top_case, record, text_of, top_row
from tests.browser.visitor import Visitor

# What the demo spoils on purpose, by column and rule. Of the tenant who objected nothing is kept but a count (R6).
MISTAKES = (
    ("contact_gezocht", "R5"),
    ("herinnering", "R5"),
    ("bedrag", "R12"),
    ("ontstaansdatum", "R12"),
)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNKNOWN_HEADING = "rubriek 14"
WAITING = (
    "SELECT count(*) FROM linkage_link WHERE outcome = 'review' AND decided_at IS NULL AND undone_at IS NULL"
)
DECIDED = "SELECT sealed FROM linkage_link WHERE decided_by IS NOT NULL"
OF_CASE = (
    "FROM intake_signal JOIN linkage_link ON signal_id = intake_signal.id"
    " JOIN casework_case USING (notification_id) WHERE casework_case.id = ? AND undone_at IS NULL"
)
REASON = "Adres en voorletters passen"
ACCEPTED, DECLINED = "Inwoner heeft het hulpaanbod aanvaard", "Inwoner heeft het hulpaanbod niet aanvaard"
# Everything that a landlord may never read about the case on top (R44): why it is first, who works it, what was done.
INNER = (
    "Participatiewet", "uitkering", "minderjarig", "kinderen", "Budget", "quick fix", "regelt het zelf", "Afgesloten",
    "Haddad", "Caris", "PW-2026-0417", "inhouding", "Aangezegd",
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """How the month goes this time: with JavaScript or without, and what the tenant decides."""

    scripts: bool
    candidate: str
    answer: str
    result: str
    questions: dict[str, str]
    heard: str


HELPED = Course(
    scripts=True,
    candidate="Kandidaat 1",
    answer="De inwoner wil hulp",
    result="(Budget)advies en/of quick fix",
    questions={"clears_in_time": "ja", "only_tips": "nee"},
    heard=ACCEPTED,
)
ON_A_LOCKED_MACHINE = Course(
    scripts=False,
    candidate="Niemand",
    answer="De inwoner wil geen hulp",
    result="Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
    questions={},
    heard=DECLINED,
)


@pytest.mark.parametrize("course", [HELPED, ON_A_LOCKED_MACHINE], ids=["helped", "without JavaScript"])
def test_the_month_goes_round(arrive: Arrive, tmp_path: Path, course: Course) -> None:
    clerk = arrive("clerk", scripts=course.scripts)
    deliver_a_file_with_errors(clerk)
    read_why_rows_were_refused(clerk)
    if course.scripts:
        take_the_file_back_with_its_errors(clerk, tmp_path)
    deliver_the_mended_rows_as_a_workbook(clerk)
    if course.scripts:
        keep_the_receipts(clerk, tmp_path)
        deliver_the_same_once_more(clerk)
    heard_before = heard_of_each_signal(clerk)

    coordinator = arrive("coordinator", scripts=course.scripts)
    link_the_new_signals(coordinator)
    settle_a_doubt(coordinator, course)

    director = arrive("director", scripts=course.scripts)
    see_why_a_case_is_first(director)
    address = open_top_case(director)
    number = director.page.title().split()[1]
    announce_the_eviction(clerk, director, address)
    log_two_attempts(director)
    invite_with_a_colleague(director)
    if course.scripts:
        write_the_letters(director, address, tmp_path)
        withhold_the_rent(director)
    talk_and_offer_help(director, course)
    if course.scripts:
        decide_on_a_plan_of_approach(director)
        use_the_keys(director)
    close_the_case(director, address, course)

    heard = heard_of_each_signal(clerk)
    changed = {reference for reference, answer in heard.items() if answer != heard_before[reference]}
    assert len(changed) == signals_of(director, address)
    assert {heard[reference] for reference in changed} == {course.heard}
    learn_nothing_more(clerk, address, tmp_path)
    if course.scripts:
        find_who_saw_the_case(arrive("privacy-officer"), number)


def deliver_a_file_with_errors(clerk: Visitor) -> None:
    before = clerk.site.count("intake_signal")
    deliver(clerk, clerk.site.town.file("met-fouten"))
    clerk.heading("Resultaat van uw aanlevering")
    assert (figure(clerk, "Nieuw aangenomen"), figure(clerk, "Geweigerd")) == (5, 5)
    assert clerk.site.count("intake_signal") == before + 5
    clerk.look("aanlevering-met-fouten")


def read_why_rows_were_refused(clerk: Visitor) -> None:
    clerk.page.get_by_role("link", name="Per rij").click()
    refused = clerk.page.get_by_role("table").get_by_role("row")
    expect(refused.first).to_be_visible()
    for column, rule in MISTAKES:
        told = refused.filter(has_text=column).filter(has_text=f"regel {rule}").first
        expect(told).to_be_visible()
        assert told.locator(".tijdig-problem__remedy").inner_text()
    clerk.told("omdat de huurder bezwaar maakte: 1")
    clerk.look("aanlevering-per-rij")


def take_the_file_back_with_its_errors(clerk: Visitor, folder: Path) -> None:
    returned = folder / "returned.csv"
    clerk.download("Download uw bestand met de fouten erin").save_as(returned)
    lines = returned.read_text(encoding="utf-8-sig").splitlines()
    assert "Fouten volgens Tijdig" in lines[0]
    delivered = clerk.site.town.file("met-fouten").read_text(encoding="utf-8-sig")
    assert len(lines) == len(delivered.splitlines())


def mended_workbook(clerk: Visitor) -> FilePayload:
    """The mended rows as a spreadsheet saves them, with one heading that Tijdig does not know."""
    text = clerk.site.town.file("verbeterd").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text.replace("bedrag", UNKNOWN_HEADING, 1)), delimiter=";"))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("export")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return {"name": "verbeterd.xlsx", "mimeType": WORKBOOK, "buffer": buffer.getvalue()}


def deliver_the_mended_rows_as_a_workbook(clerk: Visitor) -> None:
    before = clerk.site.count("intake_signal")
    deliver(clerk, mended_workbook(clerk))
    clerk.heading("Kolommen nakijken")
    unknown = clerk.page.get_by_role("row").filter(has_text=UNKNOWN_HEADING)
    expect(unknown).to_contain_text("herkend aan de waarden in de kolom")
    clerk.look("kolommen-nakijken")
    unknown.get_by_role("combobox").select_option(label="niet lezen")
    clerk.press("Klopt, lees het bestand")
    expect(clerk.page.get_by_role("alert").first).to_be_visible()  # a delivery without amounts cannot be read
    unknown.get_by_role("combobox").select_option(label="bedrag")
    clerk.press("Klopt, lees het bestand")

    clerk.told("Alle rijen zijn in orde")
    assert (figure(clerk, "Nieuw aangenomen"), figure(clerk, "Al ontvangen")) == (5, 5)
    assert figure(clerk, "Geweigerd") == 0
    assert clerk.site.count("intake_signal") == before + 5
    clerk.look("aanlevering-verbeterd")


def deliver_the_same_once_more(clerk: Visitor) -> None:
    before = clerk.site.count("intake_signal")
    deliver(clerk, clerk.site.town.file("verbeterd"))
    clerk.heading("Resultaat van uw aanlevering")
    assert (figure(clerk, "Nieuw aangenomen"), figure(clerk, "Al ontvangen")) == (0, 10)
    assert clerk.site.count("intake_signal") == before


def keep_the_receipts(clerk: Visitor, folder: Path) -> None:
    words = text_of(clerk, "Ontvangstbewijs", folder / "delivery.pdf")
    assert "Wonen Limburg" in words
    assert "Weert" in words

    clerk.menu("Terugkoppeling")
    words = text_of(clerk, "Ontvangstbewijs", folder / "signal.pdf")
    assert "Wonen Limburg" in words
    for outcome in ("Opgepakt", "Niet opgepakt", "advies", "uitkering", "minderjarig"):
        assert outcome not in words


def heard_of_each_signal(clerk: Visitor) -> dict[str, str]:
    """What the landlord's page says of each of its signals of this month, by reference: the first line alone."""
    clerk.menu("Terugkoppeling")
    heard = {}
    for row in clerk.page.locator("main tbody tr").all():
        answer = row.get_by_role("cell").nth(1).inner_text()
        heard[row.get_by_role("rowheader").inner_text()] = answer.splitlines()[0].strip()
    return heard


def signals_of(director: Visitor, address: str) -> int:
    """How many signals this case is about, as the database has them; whose they are is sealed there."""
    ((found,),) = director.site.ask(f"SELECT count(*) {OF_CASE}", case_id(address))
    return int(str(found))


def case_id(address: str) -> str:
    return address.split("/")[2].replace("-", "")


def link_the_new_signals(coordinator: Visitor) -> None:
    coordinator.menu("De maand")
    coordinator.told("10 nieuwe signalen zijn nog niet gekoppeld")
    coordinator.press("Koppel nu en open zaken")
    coordinator.told("signalen gekoppeld")
    coordinator.not_told("nog niet gekoppeld")
    coordinator.look("maand-verwerkt")


def settle_a_doubt(coordinator: Visitor, course: Course) -> None:
    ((before,),) = coordinator.site.ask(WAITING)
    coordinator.menu("Twijfels")
    coordinator.page.get_by_role("link", name="Begin bij de eerste").click()
    coordinator.heading("Over wie gaat dit signaal?")
    coordinator.look("twijfel")

    coordinator.press("Beslis en ga naar de volgende")
    assert coordinator.site.ask(WAITING) == [
        (before,)
    ]  # nothing chosen: the browser asks for choice and reason
    coordinator.page.get_by_label(course.candidate).check()
    coordinator.page.get_by_label("Waarom?").fill(REASON)
    coordinator.press("Beslis en ga naar de volgende")
    coordinator.told("Uw beslissing is vastgelegd")
    assert coordinator.site.ask(WAITING) == [(int(str(before)) - 1,)]
    ((sealed,),) = coordinator.site.ask(DECIDED)
    assert isinstance(sealed, bytes)
    assert sealed  # kept,
    assert REASON.encode() not in sealed  # and for nobody to read beside the pages (E1)


def see_why_a_case_is_first(director: Visitor) -> None:
    row = top_row(director)
    expect(row).to_contain_text(FAMILY_IN_DANGER)
    expect(row).to_contain_text("binnen 3 werkdagen na ontvangst (regel R27)")
    director.look("werklijst")

    row.get_by_role("link").first.click()
    why = director.page.locator("#waarom")
    expect(why).to_contain_text(FAMILY_IN_DANGER)
    expect(why).to_contain_text("Participatiewet")
    director.look("zaak-nieuw")


def announce_the_eviction(clerk: Visitor, director: Visitor, address: str) -> None:
    """The landlord says for which day; the case rings, and tells the landlord nothing (R27, C8)."""
    ((signal, *_),) = director.site.ask(f"SELECT signal_id {OF_CASE} LIMIT 1", case_id(address))
    clerk.go(f"/aanleveringen/signaal/{UUID(str(signal))}/nieuws/")
    clerk.page.get_by_label("De ontruiming is aangezegd").check()
    clerk.page.get_by_label("Voor welke dag is de ontruiming aangezegd?").fill(
        f"{datetime.now(UTC).date() + timedelta(days=14)}"
    )
    clerk.look("nieuws-ontruiming")
    clerk.press("Meld dit aan de gemeente")
    clerk.told("Ontvangen.")

    director.go(address)
    expect(director.page.locator("#ontruiming")).to_contain_text("De ontruiming is aangezegd")
    expect(director.page.locator("#taken")).to_contain_text("Er dreigt ontruiming: zoek vandaag contact")


def log_two_attempts(director: Visitor) -> None:
    record(director, "Leg een contactpoging vast", kind="Telefoon", part_of_day="Ochtend", reached="nee")
    director.told("De poging is vastgelegd")
    record(director, "Leg een contactpoging vast", kind="Huisbezoek", part_of_day="Avond", reached="ja")
    expect(director.page.locator("#contact tbody tr")).to_have_count(2)


def invite_with_a_colleague(director: Visitor) -> None:
    record(director, "Nodig samen met een collega uit")
    director.told("Er is nog niemand voor: participatie")
    director.look("zaak-uitnodiging-geweigerd")
    record(director, "Nodig samen met een collega uit", second_person="Paul Caris (participatie)")
    director.told("De gezamenlijke uitnodiging is vastgelegd")


def write_the_letters(director: Visitor, address: str, folder: Path) -> None:
    director.page.get_by_role("link", name="Schrijf een brief of bericht").click()
    director.heading("Brief of bericht")
    director.look("brief-kiezen")
    director.page.get_by_label("Brief die informeert").check()
    director.press("Maak een concept")
    expect(director.page.get_by_label("Tekst")).to_have_value(re.compile("Wonen Limburg"))
    director.look("brief-concept")
    director.press("Zet klaar om te printen")
    director.told("De brief staat klaar bij de post")
    director.page.get_by_role("link", name="Naar de post").click()
    director.heading("Post")
    director.look("post")
    with director.page.expect_download() as printed:
        director.press("Print (zip met pdf's)")
    printed.value.save_as(folder / "brieven.zip")
    with zipfile.ZipFile(folder / "brieven.zip") as archive:
        assert archive.read("alles.pdf").startswith(b"%PDF")
    director.go(address)
    expect(director.page.locator("#documenten")).to_contain_text("verstuurd")


def withhold_the_rent(director: Visitor) -> None:
    fold = director.unfold("Leg inhouding van de huur vast")
    fold.locator("form").evaluate("form => { form.noValidate = true }")
    director.press("Leg vast", within=fold)
    expect(director.page.locator("#inhouden")).to_contain_text("Kenmerk van het besluit of de machtiging")
    expect(director.page.get_by_role("alert").first).to_be_visible()
    today = timezone.localdate()
    record(
        director,
        "Leg inhouding van de huur vast",
        reference="PW-2026-0417",
        amount="645,00",
        ends_on=f"{today + timedelta(days=180)}",
        review_on=f"{today + timedelta(days=60)}",
    )
    director.told("De inhouding van de huur is vastgelegd")


def talk_and_offer_help(director: Visitor, course: Course) -> None:
    record(director, "Leg het eerste gesprek vast")
    director.told("Het eerste gesprek is vastgelegd")
    record(director, "Leg vast dat de inwoner is geïnformeerd")
    record(director, "Leg het hulpaanbod vast")
    record(director, course.answer)
    director.told(f"Vastgelegd: de inwoner {course.answer.removeprefix('De inwoner ')}")


def decide_on_a_plan_of_approach(director: Visitor) -> None:
    record(director, "Leg een verzoek om schuldhulp vast")
    director.told("Het verzoek om schuldhulp is vastgelegd")
    record(director, "Leg het besluit op het verzoek vast", decision="admission", reference="SDV-2026-31")
    director.told("Het besluit is vastgelegd")
    director.photograph("zaak-hulp")


def use_the_keys(director: Visitor) -> None:
    """Keys for the frequent: listed under "?", and none where one types."""
    keys = director.page.locator("#sneltoetsen")
    director.page.keyboard.press("?")
    expect(keys).to_be_visible()
    director.look("zaak-sneltoetsen")
    director.page.keyboard.press("?")
    expect(keys).to_be_hidden()
    director.page.keyboard.press("n")
    note = director.page.get_by_label("Notitie")
    expect(note).to_be_focused()
    director.page.keyboard.type("n?")
    expect(note).to_have_value("n?")
    note.fill("")


def close_the_case(director: Visitor, address: str, course: Course) -> None:
    director.unfold("Sluit de zaak")
    director.photograph("zaak-sluiten")
    look_again = director.page.get_by_label("Op welke dag kijkt u weer?")
    expect(look_again).to_have_attribute("required", "")  # the household stays in view (R27)
    again = f"{datetime.now(UTC).date() + timedelta(days=15)}"
    record(
        director, "Sluit de zaak", "Sluit de zaak", result=course.result, watch_on=again, **course.questions
    )
    director.told("De zaak is afgesloten")
    expect(director.page.locator("#taken")).to_contain_text("Toezien: hoe staat het met de ontruiming?")
    expect(director.page.locator("#incassopauze")).to_have_count(0)  # Weert's covenant has none (R9)
    director.look("zaak-afgesloten")
    kept = director.site.ask("SELECT state, result FROM casework_case WHERE id = ?", case_id(address))
    assert kept == [("closed", course.result)]


def learn_nothing_more(clerk: Visitor, address: str, folder: Path) -> None:
    """Neither the page as it was sent, nor the file in either form, nor the case itself (R43, R44, A6)."""
    clerk.look("terugmeldingen")
    given = [clerk.page.content().encode()]
    for number, link in enumerate(("Download als CSV", "Download voor Excel")):
        clerk.download(link).save_as(folder / str(number))
        given.append(unpacked((folder / str(number)).read_bytes()))
    for text in given:
        assert b"hulpaanbod" in text
        assert [word for word in INNER if word.lower().encode() in text.lower()] == []
    refused = [clerk.page.goto(clerk.site.url + path) for path in (address, f"/zaken/{uuid4()}/")]
    assert [answer.status for answer in refused if answer] == [403, 403]  # the same, known case or not
    clerk.look("geen-toegang")


def find_who_saw_the_case(officer: Visitor, number: str) -> None:
    officer.menu("Logboek")
    officer.page.get_by_label("Zaaknummer").fill(number)
    officer.press("Zoek")
    assert number not in officer.page.url  # searches are sent, not written in addresses (I2)
    officer.told("Naima Haddad")
    officer.not_told("klopt niet met het convenant")
    officer.look("logboek-zaak")
    officer.page.locator("main").get_by_role("link", name="Uitleg").first.click()
    officer.told("klopt met het convenant")
    officer.photograph("besluit-uitleg")
    officer.not_told("klopt niet met het convenant")


def unpacked(content: bytes) -> bytes:
    """All parts of a workbook one after the other; any other file as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
