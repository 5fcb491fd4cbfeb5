"""A next version of the covenant: written, refused, accepted by all, put into force, revoked (R1, C3, C14)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

SIGNERS = ("landlord-admin", "other-landlord-admin", "admin", "helper-admin")


def test_a_next_version_is_signed_put_into_force_and_revoked(arrive: Arrive) -> None:
    coordinator = arrive("coordinator")
    address = send_a_next_version_for_signature(coordinator)
    signers = {}
    for key in SIGNERS:
        signers[key] = arrive(key)
        signers[key].go(address)
    helper, municipality = signers["helper-admin"], signers["admin"]
    answer(helper, "Wij gaan niet akkoord", "Niet akkoord", own_party="Algemeen Maatschappelijk Werk")
    helper.look("tekenen-afgewezen")
    for signer in signers.values():
        answer(signer, "Wij gaan akkoord", "Akkoord")

    municipality.go(address)
    expect(municipality.page.get_by_role("button", name="Zet het convenant in werking")).to_be_disabled()
    municipality.told(
        "Wie het convenant voorstelde of voor de gemeente tekende, kan het niet in werking zetten."
    )
    municipality.look("tekenen-volledig")
    officer = arrive("privacy-officer")
    officer.go(address)
    officer.press("Zet het convenant in werking")
    officer.told("Het convenant is in werking gezet.")
    officer.page.get_by_role("link", name="vergelijk met deze versie").first.click()
    officer.heading()
    officer.look("versies-vergelijken")

    revoke_and_see_that_nothing_can_be_delivered(signers["other-landlord-admin"], arrive("clerk"), address)


def send_a_next_version_for_signature(coordinator: Visitor) -> str:
    """Begin with the text that is in force and send it out unchanged; returns the address of the new version."""
    coordinator.menu("Convenanten")
    coordinator.page.get_by_role("link", name="Schrijf een volgende versie").click()
    coordinator.heading("Concepten")
    coordinator.look("concepten")
    coordinator.press("Begin een concept met versie 1.0.0")
    coordinator.heading("Concept")
    coordinator.look("concept")
    coordinator.press("Stuur ter ondertekening")
    coordinator.told("De partijen kunnen nu tekenen")
    return coordinator.path


def answer(signer: Visitor, button: str, answered: str, *, own_party: str = "") -> None:
    signer.press(button)
    signer.told("Uw antwoord is vastgelegd")
    row = signer.page.locator("#tekenen tbody tr").filter(has_text=own_party)
    expect(row.get_by_role("cell", name=answered, exact=True).first).to_be_visible()


def revoke_and_see_that_nothing_can_be_delivered(admin: Visitor, clerk: Visitor, address: str) -> None:
    clerk.menu("Aanleveringen")
    expect(clerk.page.get_by_label("Bestand met signalen")).to_be_visible()
    admin.go(address)
    fold = admin.unfold("Trek ons akkoord in")
    admin.look("akkoord-intrekken")
    admin.press("Trek ons akkoord in", within=fold)
    admin.told("Akkoord ingetrokken")

    clerk.menu("Aanleveringen")
    clerk.told("geen convenant in werking")
    expect(clerk.page.get_by_label("Bestand met signalen")).to_have_count(0)
    clerk.look("aanleveren-kan-niet")
