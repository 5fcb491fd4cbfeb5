"""The generated documents of a covenant version: as pages to read, as files to keep."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tijdig.covenant.documents import DocumentKind, Form, document_file, document_paper, forms_of
from tijdig.covenant.signed_documents import subject_of
from tijdig.problems import NotFound
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.covenants.choosing import standing_for

NAMES: dict[DocumentKind, tuple[Promise, Promise]] = {
    DocumentKind.ARRANGEMENT: (_("Het convenant"), _("De tekst die de partijen tekenen, met wie tekende.")),
    DocumentKind.TABLE: (_("De tabel"), _("Wie welke gegevens krijgt, en waarvoor.")),
    DocumentKind.REGISTER: (_("Het verwerkingsregister"), _("Wat artikel 30 van de AVG vraagt.")),
    DocumentKind.IMPACT: (_("De DPIA"), _("De zeventien punten, met vragen voor de gemeente.")),
    DocumentKind.ALGORITHM: (
        _("Het algoritmeregister"),
        _("De regels voor route en voorrang, zoals het register ze vraagt."),
    ),
    DocumentKind.POLICY: (_("Voor computers"), _("Dezelfde afspraken als ODRL en DPV.")),
}
FORM_NAMES = {Form.PDF: "PDF", Form.CSV: "CSV", Form.JSON: "JSON", Form.JSON_LD: "JSON-LD"}


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """A document as the covenant's page lists it: what it is, whether there is a page, in which forms it comes."""

    kind: str
    name: str
    about: str
    has_page: bool
    forms: tuple[tuple[str, str], ...]


def document_links() -> list[DocumentLinks]:
    """Return the documents that every version has, in the order of reading."""
    return [
        DocumentLinks(
            kind.value,
            str(name),
            str(about),
            kind is not DocumentKind.POLICY,
            tuple((form.value, FORM_NAMES[form]) for form in forms_of(kind)),
        )
        for kind, (name, about) in NAMES.items()
    ]


@require_safe
@acting
def document(request: ActingRequest, version_id: UUID, paper: str) -> HttpResponse:
    """Show a document as a page, with the files it can be had as."""
    standing = standing_for(request.actor, version_id)
    shown = document_paper(subject_of(standing), _kind(paper))
    if shown is None:
        raise NotFound
    links = next(one for one in document_links() if one.kind == paper)
    context = {"standing": standing, "paper": shown, "links": links}
    return render(request, "covenants/document.html", context)


@require_safe
@acting
def download(request: ActingRequest, version_id: UUID, paper: str, form: str) -> HttpResponse:
    """Send a document as a file, named by the title and version of the covenant."""
    standing = standing_for(request.actor, version_id)
    if form not in list(Form):
        raise NotFound
    made = document_file(subject_of(standing), _kind(paper), Form(form))
    if made is None:
        raise NotFound
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=made.name) or ""
    }
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


def _kind(text: str) -> DocumentKind:
    try:
        return DocumentKind(text)
    except ValueError:
        raise NotFound from None
