"""A landlord's clerk delivers the month: file, result, fix, send again, receipts."""

from __future__ import annotations

import io
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.feedback.world import World, delivered, signalled
from tests.parties.town import signed_in
from tests.web.landlord.delivering import DELIVERIES, GOOD, csv, deliver, last_delivery, text
from tijdig.actors import Role
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.writing.template import TEMPLATE_HEADINGS
from tijdig.ledger.models import AuditEvent


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
