"""A landlord's clerk delivers the month, reads what is wrong, mends it, delivers again and keeps the receipt."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

# What the demo spoils on purpose, by column and rule. Of the tenant who objected nothing is kept but a count (R6).
MISTAKES = (
    ("contact_gezocht", "R5"),
    ("herinnering", "R5"),
    ("bedrag", "R12"),
    ("ontstaansdatum", "R12"),
)


def deliver(visitor: Visitor, file: Path) -> None:
    """Hand in a file on the page of deliveries and wait for what became of it."""
    visitor.menu("Aanleveringen")
    visitor.page.get_by_label("Bestand met signalen").set_input_files(file)
    visitor.press("Lever aan")


def figure(visitor: Visitor, label: str) -> int:
    """One figure of the result page."""
    name = visitor.page.locator("main dl div").filter(has=visitor.page.locator("dt", has_text=label))
    return int(name.first.locator("dd").inner_text().split()[0])


def test_errors_are_explained_mended_and_delivered_once(arrive: Arrive, tmp_path: Path) -> None:
    clerk = arrive("clerk")
    site = clerk.site
    signals_before = site.count("intake_signal")

    deliver(clerk, site.town.file("met-fouten"))
    clerk.heading("Resultaat van uw aanlevering")
    clerk.look("aanlevering-met-fouten")
    clerk.photograph("delivery")
    assert (figure(clerk, "Nieuw aangenomen"), figure(clerk, "Geweigerd")) == (5, 5)

    clerk.page.get_by_role("link", name="Per rij").click()
    refused = clerk.page.get_by_role("table").get_by_role("row")
    expect(refused.first).to_be_visible()
    clerk.look("aanlevering-per-rij")
    for column, rule in MISTAKES:
        told = refused.filter(has_text=column).filter(has_text=f"regel {rule}").first
        expect(told).to_be_visible()
        assert told.locator(".tijdig-problem__remedy").inner_text()
    clerk.told("omdat de huurder bezwaar maakte: 1")
    assert site.count("intake_signal") == signals_before + 5

    own = clerk.download("Download uw bestand met de fouten erin")
    returned = tmp_path / "returned.csv"
    own.save_as(returned)
    lines = returned.read_text(encoding="utf-8-sig").splitlines()
    assert "Fouten volgens Tijdig" in lines[0]
    assert len(lines) == len(site.town.file("met-fouten").read_text(encoding="utf-8-sig").splitlines())

    deliver(clerk, site.town.file("verbeterd"))
    clerk.told("Alle rijen zijn in orde")
    clerk.look("aanlevering-verbeterd")
    assert (figure(clerk, "Nieuw aangenomen"), figure(clerk, "Al ontvangen")) == (5, 5)
    assert figure(clerk, "Geweigerd") == 0
    assert site.count("intake_signal") == signals_before + 10

    deliver(clerk, site.town.file("verbeterd"))
    clerk.heading("Resultaat van uw aanlevering")
    assert (figure(clerk, "Nieuw aangenomen"), figure(clerk, "Al ontvangen")) == (0, 10)
    assert site.count("intake_signal") == signals_before + 10


def test_receipts_open_as_pdf_and_say_nothing_of_an_outcome(arrive: Arrive, tmp_path: Path) -> None:
    clerk = arrive("clerk")
    clerk.menu("Aanleveringen")
    words = text_of(clerk, "Bewijs", tmp_path / "delivery.pdf")
    assert "Wonen Limburg" in words
    assert "Weert" in words

    clerk.menu("Terugkoppeling")
    words = text_of(clerk, "Ontvangstbewijs", tmp_path / "signal.pdf")
    assert "Wonen Limburg" in words
    for outcome in ("Opgepakt", "Niet opgepakt", "advies", "uitkering", "minderjarig"):
        assert outcome not in words


def text_of(visitor: Visitor, link: str, path: Path) -> str:
    """Download a PDF and return the text in it."""
    visitor.download(link).save_as(path)
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
