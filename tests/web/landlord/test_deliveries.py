"""A landlord's clerk delivers the month: file, columns, result, fix, send again."""

from __future__ import annotations

import io
import re
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from python_calamine import CalamineWorkbook

from tests.feedback.world import World, cased, delivered, linked, notified, signalled
from tests.intake.samples import workbook
from tests.parties.town import signed_in
from tijdig.actors import Role
from tijdig.casework.models import Case, SignalNews
from tijdig.ddas import Result
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.states import DeliveryState
from tijdig.intake.writing.template import TEMPLATE_HEADINGS
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.rules.outcomes import Outcome

DELIVERIES = "/aanleveringen/"
GOOD = {
    "kenmerk": "H100200", "voorletters": "C.A.", "achternaam": "Voorbeeld", "straat": "Markt", "huisnummer": "12",
    "postcode": "6001 AB", "woonplaats": "Weert", "bedrag": "1.234,56", "maanden": "3",
    "ontstaansdatum": "01-01-2026", "contact_gezocht": "15-02-2026", "gewezen_op_hulp": "15-02-2026",
    "herinnering": "01-02-2026", "aanbod_doorgeven": "01-02-2026", "geinformeerd": "01-02-2026", "bezwaar": "N",
    "crisis": "N", "warme_overdracht": "N",
}  # fmt: skip


def csv(
    *rows: dict[str, str], headings: tuple[str, ...] = TEMPLATE_HEADINGS, rename: dict[str, str] | None = None
) -> bytes:
    names = rename or {}
    lines = [";".join(names.get(heading, heading) for heading in headings)]
    lines += [";".join(row.get(heading, "") for heading in headings) for row in rows]
    return "\r\n".join(lines).encode()


def deliver(client: Client, content: bytes, name: str = "april.csv") -> HttpResponse:
    return client.post(DELIVERIES, {"file": SimpleUploadedFile(name, content)})


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def last_delivery() -> Delivery:
    return Delivery.objects.order_by("-received_at", "-pk").latest("received_at")


def test_the_first_page_says_when_and_what_may_be_delivered(clerk: Client) -> None:
    page = text(clerk.get(DELIVERIES))
    for expected in (
        "1 april tot en met 10 april",
        "Nu open",
        "Vanaf 2 maanden achterstand",
        "Sjabloon voor Excel",
    ):
        assert expected in page


def test_a_file_in_the_template_layout_goes_straight_to_its_result(clerk: Client) -> None:
    response = deliver(clerk, csv(GOOD))
    assert response.status_code == 302
    assert response["Location"] == f"/aanleveringen/{last_delivery().pk}/"
    assert "Alle rijen zijn in orde" in text(clerk.get(response["Location"]))
    assert Signal.objects.count() == 1


def test_a_line_with_a_total_asks_the_clerk_for_nothing(clerk: Client) -> None:
    total = {"kenmerk": "Totaal", "bedrag": "1.234,56"}
    page = text(clerk.get(deliver(clerk, csv(GOOD, total))["Location"]))
    assert "Alle rijen met een huurder zijn in orde." in page
    assert "Dit is een regel met een totaal, geen huurder." in page
    assert "Verbeter en lever opnieuw aan" not in page

    wrong = GOOD | {"kenmerk": "H100201", "bedrag": "veel"}
    page = text(clerk.get(deliver(clerk, csv(GOOD, wrong, total))["Location"]))
    assert "Eén rij is geweigerd. Verbeter die rij" in page
    assert "Verbeter en lever opnieuw aan" in page


def test_crooked_rows_are_one_mistake_and_each_has_its_line_in_the_file(clerk: Client) -> None:
    content = csv(GOOD) + b"\r\nH2;te;kort\r\n\r\nH3;ook;te;kort\r\n"
    address = deliver(clerk, content)["Location"]

    by_kind = text(clerk.get(address))
    assert by_kind.count("Deze rij heeft meer of minder cellen") == 1
    assert "2 (regel 3 van het bestand), 3 (regel 5 van het bestand)" in by_kind
    assert "3 (regel 5 van het bestand)" in text(clerk.get(address + "?toon=rijen"))
    returned = clerk.get(address + "fouten/").content.decode("utf-8-sig")
    assert "regel 5: Deze rij heeft meer" in returned


def test_refused_rows_are_told_with_column_sentence_rule_and_remedy(clerk: Client) -> None:
    wrong = GOOD | {"kenmerk": "H2", "herinnering": "", "postcode": "60 01"}
    response = deliver(clerk, csv(GOOD, wrong, GOOD | {"kenmerk": "H3", "herinnering": ""}))
    by_kind = text(clerk.get(response["Location"]))
    assert "2 rijen zijn geweigerd" in by_kind
    assert "regel R5" in by_kind
    assert ">2, 3<" in by_kind.replace(" </td>", "</td>").replace("> ", ">")
    by_row = text(clerk.get(response["Location"] + "?toon=rijen"))
    assert "herinnering" in by_row
    assert "postcode" in by_row
    assert "60 01" not in by_row  # what stood there is not kept


def test_the_returned_file_comes_back_and_the_fixed_one_adds_only_what_is_new(clerk: Client) -> None:
    wrong = GOOD | {"kenmerk": "H2", "herinnering": ""}
    first = deliver(clerk, csv(GOOD, wrong))
    returned = clerk.get(first["Location"] + "fouten/")
    assert "Fouten volgens Tijdig" in returned.content.decode("utf-8-sig")
    assert returned["Content-Disposition"] == 'attachment; filename="april-fouten.csv"'
    second = deliver(clerk, csv(GOOD, wrong | {"herinnering": "01-02-2026"}), "april-beter.csv")
    page = text(clerk.get(second["Location"]))
    assert "Alle rijen zijn in orde" in page
    assert Signal.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leeg.csv"),
        (b"%PDF-1.7 geen tabel", "brief.csv"),
        (b"PK\x03\x04kapot", "kapot.xlsx"),
        (b"een;twee\n", "a.csv"),
    ],
)
def test_s2_a_bad_file_is_refused_with_a_sentence_and_nothing_is_kept(
    clerk: Client, content: bytes, name: str
) -> None:
    response = deliver(clerk, content, name)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Delivery.objects.exists()


def test_no_file_chosen_is_told_at_the_field(clerk: Client) -> None:
    response = clerk.post(DELIVERIES)
    assert response.status_code == 422
    assert "Kies eerst een bestand" in text(response)


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


def test_the_template_comes_as_csv_and_workbook(clerk: Client) -> None:
    content = clerk.get("/aanleveringen/sjabloon.csv").content.decode("utf-8-sig")
    assert content.splitlines()[0].split(";") == list(TEMPLATE_HEADINGS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(clerk.get("/aanleveringen/sjabloon.xlsx").content))
    assert book.sheet_names[0] == "Aanlevering"
    assert clerk.get("/aanleveringen/sjabloon.exe").status_code == 404


OWN_PAGES = ("delivery", "columns", "returned_file", "signals", "delivery_receipt")


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a6_another_landlords_delivery_is_the_same_404_as_an_unknown_one(
    clerk: Client, other_clerk: Client, name: str
) -> None:
    response = deliver(clerk, csv(GOOD, GOOD | {"kenmerk": "H2", "herinnering": ""}))
    own = UUID(response["Location"].split("/")[2])
    assert other_clerk.get(reverse(f"landlord:{name}", args=[own])).status_code == 404
    assert other_clerk.get(reverse(f"landlord:{name}", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.CASE_DIRECTOR, Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER]
)
def test_only_a_landlords_clerk_delivers(world: World, role: Role) -> None:
    client = signed_in(world.town.assignments[role])
    signal = signalled(world)
    addresses = [
        DELIVERIES,
        "/aanleveringen/sjabloon.csv",
        "/terugmeldingen/",
        reverse("landlord:delivery", args=[signal.delivery_id]),
        reverse("landlord:news", args=[signal.pk]),
        reverse("landlord:feedback_file", args=["2026-04", "csv"]),
    ]
    for address in addresses:
        assert client.get(address).status_code == 403, address
    assert deliver(client, csv(GOOD)).status_code == 403


def test_r15_each_signal_has_its_receipt(clerk: Client) -> None:
    response = deliver(clerk, csv(GOOD))
    page = clerk.get(response["Location"] + "signalen/")
    signal = Signal.objects.get()
    address = reverse("landlord:signal_receipt", args=[signal.pk])
    assert address in page.content.decode()
    assert "H100200" in text(page)
    receipt = clerk.get(address)
    assert receipt["Content-Type"] == "application/pdf"
    assert receipt.content.startswith(b"%PDF-")
    assert receipt["Cache-Control"] == "no-store"


def test_r15_the_receipts_of_a_page_come_together_each_with_its_record(world: World, clerk: Client) -> None:
    delivery = delivered(world)
    own = [signalled(world, delivery) for _ in range(2)]
    page = clerk.get(reverse("landlord:signals", args=[delivery.pk]))
    address = reverse("landlord:receipts", args=[delivery.pk, 1])
    assert address in page.content.decode()
    assert "Download deze 2 bewijzen" in text(page)
    answer = clerk.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"ontvangstbewijs-{signal.pk}.pdf" for signal in own]
        assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    issued = AuditEvent.objects.filter(action="issue-receipt").values_list("object_id", flat=True)
    assert sorted(issued) == sorted(str(signal.pk) for signal in own)
    for args in ([delivery.pk, 2], [delivery.pk, 0], [uuid4(), 1]):
        assert clerk.get(reverse("landlord:receipts", args=args)).status_code == 404
    foreign = signalled(world, delivered(world, "st-joseph"))
    assert clerk.get(reverse("landlord:receipts", args=[foreign.delivery_id, 1])).status_code == 404


def test_r15_a_foreign_receipt_is_a_404(world: World, clerk: Client) -> None:
    foreign = signalled(world, delivered(world, "st-joseph"))
    for key in (foreign.pk, uuid4()):
        for name in ("signal_receipt", "news"):
            assert clerk.get(reverse(f"landlord:{name}", args=[key])).status_code == 404


def test_feedback_shows_only_the_projection(world: World, clerk: Client) -> None:
    cased(
        signalled(world), result=Result.OTHER_REASON, sub_reason="detention", result_reason="iets van binnen"
    )
    cased(signalled(world), result=Result.ALREADY_KNOWN)
    page = text(clerk.get("/terugmeldingen/"))
    assert "Het signaal is niet opgepakt" in page
    assert page.count("Nog geen terugkoppeling") == 2  # the one signal, and the explanation below the table
    for inner in ("detention", "iets van binnen", "al bekend", "schuldhulpverlening"):
        assert inner not in page
    assert "Dit convenant kent geen incassopauze" in page


def test_the_feedback_file_downloads_in_both_kinds(world: World, clerk: Client) -> None:
    cased(signalled(world, reference="=1+1"), result=Result.FOLLOW_UP)
    content = clerk.get("/terugmeldingen/2026-04.csv").content.decode("utf-8-sig")
    assert "'=1+1;2026-04-02;aanbod_aanvaard" in content
    assert clerk.get("/terugmeldingen/2026-04.xlsx").content.startswith(b"PK")
    assert clerk.get("/terugmeldingen/2026-04.pdf").status_code == 404
    assert clerk.get("/terugmeldingen/2026-13.csv").status_code == 404


def test_news_reaches_the_case(world: World, clerk: Client) -> None:
    case = cased(signalled(world))
    signal = Signal.objects.get()
    response = clerk.post(reverse("landlord:news", args=[signal.pk]), {"what": "paid"}, follow=True)
    assert "Ontvangen" in text(response)
    assert Case.objects.get(pk=case.pk).paid_reported_on is not None


def test_an_announced_eviction_needs_its_day(world: World, clerk: Client) -> None:
    cased(signalled(world))
    response = clerk.post(reverse("landlord:news", args=[Signal.objects.get().pk]), {"what": "aanzegging"})
    assert response.status_code == 422
    assert "Vul de dag in waarvoor de ontruiming is aangezegd" in text(response)


@pytest.mark.parametrize("what", ["paid", "vonnis", "geen"])
def test_c8_news_is_answered_the_same_whatever_became_of_the_signal(
    world: World, clerk: Client, what: str
) -> None:
    without_link, in_review, without_case = signalled(world), signalled(world), signalled(world)
    linked(in_review, Outcome.REVIEW)
    notified(linked(without_case))
    open_one, closed = signalled(world), signalled(world)
    cased(open_one)
    cased(closed, result=Result.ALREADY_KNOWN)
    pages = []
    for signal in (without_link, in_review, without_case, open_one, closed):
        address = reverse("landlord:news", args=[signal.pk])
        response = clerk.post(address, {"what": what}, follow=True)
        alert = text(response).split('role="status"')[1].split("</div>")[0]
        pages.append((response.status_code, response.redirect_chain, alert))
    assert pages == [pages[0]] * 5
    assert SignalNews.objects.count() == DBTaskResult.objects.count() == 5


def test_i2_no_address_holds_personal_data(clerk: Client) -> None:
    response = deliver(clerk, csv(GOOD, GOOD | {"kenmerk": "H2", "herinnering": ""}))
    signals = clerk.get(response["Location"] + "signalen/").content.decode()
    addresses = [part.split('"')[0] for part in signals.split('href="')[1:]]
    assert addresses
    for address in addresses:
        for personal in ("H100200", "Voorbeeld", "6001", "april.csv"):
            assert personal not in address


@pytest.mark.parametrize("address", [DELIVERIES, "/terugmeldingen/"])
def test_no_page_has_an_unknown_variable(world: World, clerk: Client, address: str) -> None:
    signalled(world)
    assert "«unknown variable»" not in text(clerk.get(address))
