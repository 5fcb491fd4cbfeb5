"""A landlord's clerk says what the columns of a file mean, which sheet is meant, and how its days are written."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from tests.intake.samples import workbook
from tests.web.landlord.delivering import GOOD, csv, deliver, text
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.states import DeliveryState
from tijdig.intake.writing.template import TEMPLATE_HEADINGS


def unknown_layout(clerk: Client) -> str:
    renamed = {"kenmerk": "Huurder nr", "achternaam": "Naam huurder", "herinnering": "Xyz", "email": "Kleur"}
    response = deliver(clerk, csv(GOOD, rename=renamed))
    assert response["Location"].endswith("/kolommen/")
    return str(response["Location"])


def test_unknown_columns_are_shown_with_reason_and_expectation(clerk: Client) -> None:
    page = text(clerk.get(unknown_layout(clerk)))
    for expected in (
        "Naam huurder",
        "herkend aan de kop",
        "niet herkend",
        "Achternaam, zonder voorletters",
        "Meulen",
    ):
        assert expected in page
    assert "herinnering" in page  # the missing one is named


def test_a_choice_without_a_needed_column_is_refused_and_the_choice_stays(clerk: Client) -> None:
    address = unknown_layout(clerk)
    response = clerk.post(address, {})
    assert response.status_code == 422
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert not Signal.objects.exists()


def test_a_confirmed_layout_is_remembered(clerk: Client) -> None:
    address = unknown_layout(clerk)
    names = {heading: f"kolom-{position}" for position, heading in enumerate(TEMPLATE_HEADINGS)}
    choice = {
        names[heading]: heading_to_field(heading) for heading in TEMPLATE_HEADINGS if heading != "email"
    }
    response = clerk.post(address, choice)
    assert response.status_code == 302
    assert Signal.objects.count() == 1
    again = {"kenmerk": "Huurder nr", "achternaam": "Naam huurder", "herinnering": "Xyz", "email": "Kleur"}
    response = deliver(clerk, csv(GOOD | {"kenmerk": "H9", "huisnummer": "14"}, rename=again))
    assert not response["Location"].endswith("/kolommen/")
    assert Signal.objects.count() == 2


def test_s3_a_question_is_asked_on_the_page_with_what_each_answer_would_mean(clerk: Client) -> None:
    in_doubt = {
        "ontstaansdatum": "01/01/2026", "contact_gezocht": "05/02/2026", "gewezen_op_hulp": "05/02/2026",
        "herinnering": "01/02/2026", "aanbod_doorgeven": "01/02/2026", "geinformeerd": "01/02/2026",
    }  # fmt: skip
    address = deliver(clerk, csv(GOOD | in_doubt))["Location"]
    page = clerk.get(address).content.decode()
    assert "Welke dag is 05/02/2026?" in page
    assert "5 februari 2026" in page
    assert "2 mei 2026" in page
    [name] = set(re.findall(r'name="(antwoord-[0-9-]+)"', page))

    columns = {
        f"kolom-{position}": heading_to_field(heading) for position, heading in enumerate(TEMPLATE_HEADINGS)
    }
    unanswered = clerk.post(address, columns)
    assert unanswered.status_code == 422
    assert "op twee manieren worden gelezen" in text(unanswered)

    tried = text(clerk.post(address, columns | {name: "day-first", "proberen": "ja"}))
    assert "Worden aangenomen" in tried
    assert not Signal.objects.exists()

    assert clerk.post(address, columns | {name: "day-first"}).status_code == 302
    assert Signal.objects.count() == 1
    layouts = text(clerk.get(reverse("landlord:layouts")))
    assert "dag voorop" in layouts
    [forget] = re.findall(r'action="(/aanleveringen/indelingen/[^"]+)"', layouts)
    assert "Er is nog geen indeling onthouden" in text(clerk.post(forget, follow=True))


def test_s3_several_sheets_are_asked_about_before_the_columns(clerk: Client) -> None:
    asked = deliver(clerk, workbook({}, second_sheet=True), "april.xlsx")["Location"]
    sheets = clerk.get(asked)["Location"]
    page = text(clerk.get(sheets))
    assert "Achterstanden" in page
    assert "Alle bladen samen" in page
    assert clerk.post(sheets, {"blad": "Ander"}).status_code == 422
    assert clerk.post(sheets, {"blad": "Kopie"})["Location"] == asked
    assert clerk.get(sheets)["Location"] == asked
    assert "Huisnr" in text(clerk.get(asked))


def heading_to_field(heading: str) -> str:
    from tijdig.intake.rules.fields import FIELDS

    return next(field.name for field in FIELDS if field.heading == heading)


def test_a_waiting_file_can_be_thrown_away(clerk: Client) -> None:
    address = unknown_layout(clerk)
    response = clerk.post(address.replace("kolommen", "weggooien"), follow=True)
    assert "Er is niets van bewaard" in text(response)
    assert Delivery.objects.get().state == DeliveryState.WITHDRAWN
