"""The generated documents on pages and as downloads, for each party to the covenant and nobody else (A6, R57)."""

from __future__ import annotations

import io
import json
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.covenant.documents.reading_pdf import squeezed, squeezed_text
from tests.parties.town import Town, signed_in
from tests.web.covenants.weert import TEXT
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.covenant import services
from tijdig.covenant.documents import DocumentKind, Form, forms_of
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import standing_of
from tijdig.covenant.rules.documents.arrangement import arrangement
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.signed_documents import signature_lines

pytestmark = pytest.mark.django_db
PAGES = [kind for kind in DocumentKind if kind is not DocumentKind.POLICY]
DOWNLOADS = [(kind, form) for kind in DocumentKind for form in forms_of(kind)]


def page(town: Town, role: Role, version: CovenantVersion, kind: str) -> str:
    address = reverse("covenants:document", args=[version.pk, kind])
    response = signed_in(town.assignments[role]).get(address)
    assert response.status_code == 200
    return response.content.decode()


def accepted_by_the_landlord(town: Town, version: CovenantVersion) -> None:
    services.sign_covenant(
        actor=town.actor(Role.ORGANISATION_ADMIN),
        version_id=version.pk,
        verdict=Verdict.ACCEPT,
        person_name="A. Bakker",
    )


@pytest.mark.any_database
@pytest.mark.parametrize("kind", PAGES)
def test_each_document_is_a_page(town, version, kind):
    html = page(town, Role.PRIVACY_OFFICER, version, kind)
    assert UNKNOWN not in html
    assert version.hash in html
    for form in forms_of(kind):
        assert reverse("covenants:download", args=[version.pk, kind, form.value]) in html


@pytest.mark.any_database
def test_r57_the_page_says_everything_that_the_document_says(town, version):
    html = squeezed(page(town, Role.COORDINATOR, version, DocumentKind.ARRANGEMENT))
    covenant = read_covenant(TEXT).covenant
    assert covenant is not None
    escaped = {"'": "&#x27;", '"': "&quot;", "&": "&amp;"}
    missing = [
        text
        for text in arrangement(covenant).texts
        if "".join(escaped.get(sign, sign) for sign in squeezed(text)) not in html
    ]
    assert missing == []


@pytest.mark.any_database
@pytest.mark.parametrize(("kind", "form"), DOWNLOADS)
def test_each_form_is_a_file_named_by_title_and_version(town, version, kind, form):
    response = signed_in(town.assignments[Role.LANDLORD_CLERK]).get(
        reverse("covenants:download", args=[version.pk, kind, form.value])
    )
    assert response.status_code == 200
    name = f"convenant-vroegsignalering-huurschulden-weert-1.0.0-{kind}.{form}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    if form is Form.PDF:
        assert PdfReader(io.BytesIO(response.content)).trailer["/Root"]["/Lang"].startswith("nl")
    elif form is not Form.CSV:
        assert json.loads(response.content)


@pytest.mark.parametrize(
    ("kind", "form"),
    [("dpia", "json"), ("dpia", "exe"), ("geheim", "pdf"), ("odrl", "pdf"), ("dpia", "toml")],
)
def test_a_document_that_does_not_exist_is_not_found(town, version, kind, form):
    client = signed_in(town.assignments[Role.COORDINATOR])
    assert client.get(reverse("covenants:download", args=[version.pk, kind, form])).status_code == 404


@pytest.mark.parametrize("kind", ["odrl", "geheim"])
def test_a_page_that_does_not_exist_is_not_found(town, version, kind):
    client = signed_in(town.assignments[Role.COORDINATOR])
    assert client.get(reverse("covenants:document", args=[version.pk, kind])).status_code == 404


def test_a6_the_documents_of_a_foreign_covenant_do_not_exist(town, version):
    elsewhere = signed_in(town.clerk_elsewhere)
    for version_id in (version.pk, uuid4()):
        assert elsewhere.get(reverse("covenants:document", args=[version_id, "dpia"])).status_code == 404
        assert (
            elsewhere.get(reverse("covenants:download", args=[version_id, "dpia", "pdf"])).status_code == 404
        )


def test_the_covenant_page_links_to_every_document(town, version):
    client = signed_in(town.assignments[Role.COORDINATOR])
    html = client.get(reverse("covenants:covenant", args=[version.pk])).content.decode()
    for kind in PAGES:
        assert reverse("covenants:document", args=[version.pk, kind]) in html
    for kind, form in DOWNLOADS:
        assert reverse("covenants:download", args=[version.pk, kind, form.value]) in html


def test_who_signed_when_and_with_which_key_stands_under_the_arrangement(town, version):
    services.sign_covenant(
        actor=town.actor(Role.ORGANISATION_ADMIN),
        version_id=version.pk,
        verdict=Verdict.ACCEPT,
        person_name="A. Bakker",
    )
    (signed,) = standing_of(version, version.created_at.date()).signed_by
    html = page(town, Role.COORDINATOR, version, DocumentKind.ARRANGEMENT)
    assert "A. Bakker" in html
    assert "12 maart 2026, 10.00 uur" in html
    assert signed.fingerprint
    assert signed.fingerprint in html

    pdf = signed_in(town.assignments[Role.COORDINATOR]).get(
        reverse("covenants:download", args=[version.pk, "convenant", "pdf"])
    )
    assert squeezed(f"A. Bakker 12 maart 2026, 10.00 uur sleutel {signed.fingerprint}") in squeezed_text(
        pdf.content
    )


def test_c3_a_signature_that_does_not_verify_is_not_told_as_an_agreement(town, version):
    services.sign_covenant(
        actor=town.actor(Role.ORGANISATION_ADMIN),
        version_id=version.pk,
        verdict=Verdict.ACCEPT,
        person_name="A. Bakker",
    )
    standing = standing_of(version, version.created_at.date())
    (signed,) = standing.signed_by
    object.__setattr__(signed, "holds", False)
    answers = {line.party: line.answer for line in signature_lines(standing)}
    assert answers["Wonen Limburg"] == "Handtekening klopt niet"
    assert answers["Gemeente Weert"] == "Nog niet getekend"


def test_the_register_of_algorithms_follows_the_state_of_the_covenant(town, version):
    response = signed_in(town.assignments[Role.PRIVACY_OFFICER]).get(
        reverse("covenants:download", args=[version.pk, "algoritmeregister", "json"])
    )
    assert json.loads(response.content)["algoritme"]["status"] == "In ontwikkeling"
