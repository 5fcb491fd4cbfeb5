"""What people do in the pages, as several journeys need it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload, Locator, expect
from pypdf import PdfReader

from tests.browser.visitor import Visitor

FAMILY_IN_DANGER = "Gezin met minderjarige kinderen en een dreigende ontruiming"


def deliver(clerk: Visitor, file: Path | FilePayload) -> None:
    """Hand in a file on the page of deliveries and wait for what became of it."""
    clerk.menu("Aanleveringen")
    clerk.page.get_by_label("Bestand met signalen").set_input_files(file)
    clerk.press("Lever aan")


def figure(visitor: Visitor, label: str) -> int:
    """One figure of the page."""
    name = visitor.page.locator("main dl div").filter(has=visitor.page.locator("dt", has_text=label))
    return int(name.first.locator("dd").inner_text().split()[0])


def top_row(director: Visitor) -> Locator:
    """The first row of the work list."""
    director.menu("Werklijst")
    return director.page.get_by_role("table").get_by_role("row").nth(1)


def open_top_case(director: Visitor) -> str:
    """Open the case on top and take it up; returns the address of its page."""
    row = top_row(director)
    expect(row).to_contain_text(FAMILY_IN_DANGER)
    row.get_by_role("link").first.click()
    director.page.wait_for_url("**/zaken/**")
    director.press("Pak op")
    director.told("U hebt deze zaak nu")
    return director.path


def record(visitor: Visitor, act: str, button: str = "Leg vast", **fields: str) -> None:
    """Open the form of one act, fill it in by its field names and send it."""
    fold = visitor.unfold(act)
    for name, value in fields.items():
        control = fold.locator(f"[name={name}]")
        if control.first.get_attribute("type") == "radio":
            fold.locator(f"[name={name}][value='{value}']").check()
        elif fold.locator(f"select[name={name}]").count():
            control.select_option(value)
        else:
            control.fill(value)
    visitor.press(button, within=fold)


def text_of(visitor: Visitor, link: str, path: Path) -> str:
    """Download a PDF and return the text in it."""
    visitor.download(link).save_as(path)
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
