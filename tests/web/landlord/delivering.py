"""A ledger in the layout of the template, and what a landlord's clerk does with it in the browser."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tijdig.intake.models import Delivery
from tijdig.intake.writing.template import TEMPLATE_HEADINGS

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
