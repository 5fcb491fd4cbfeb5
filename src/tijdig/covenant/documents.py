"""The documents of a covenant version as files: named by title and version, each in the forms that its readers need.

Made anew from the covenant each time it is asked for, never stored: what is read is what runs (R57).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.algorithm import algorithm_json, algorithm_paper
from tijdig.covenant.rules.documents.arrangement import arrangement
from tijdig.covenant.rules.documents.asking import Json, as_text
from tijdig.covenant.rules.documents.impact import impact_assessment
from tijdig.covenant.rules.documents.odrl import odrl_policy
from tijdig.covenant.rules.documents.permission_table import permission_table, table_rows
from tijdig.covenant.rules.documents.register import register_json, register_paper
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.letters.cells import csv_bytes
from tijdig.letters.paper_setting import set_paper
from tijdig.letters.papers import Paper, SignatureLine


class DocumentKind(StrEnum):
    """What is made of a covenant; the value stands in addresses and file names."""

    ARRANGEMENT = "convenant"
    TABLE = "gegevenstabel"
    REGISTER = "verwerkingsregister"
    IMPACT = "dpia"
    ALGORITHM = "algoritmeregister"
    POLICY = "odrl"


class Form(StrEnum):
    """A form that a document comes in; the value is the extension of the file."""

    PDF = "pdf"
    CSV = "csv"
    JSON = "json"
    JSON_LD = "jsonld"


MEDIA_TYPES: Mapping[Form, str] = {
    Form.PDF: "application/pdf",
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSON: "application/json",
    Form.JSON_LD: "application/ld+json",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A covenant, and what a document may say of its standing: its state (None: not known), who signed."""

    covenant: Covenant
    state: CovenantState | None = None
    signatures: tuple[SignatureLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file: name (title, version, kind), media type, content."""

    name: str
    media_type: str
    content: bytes


_PAPERS: Mapping[DocumentKind, Callable[[Subject], Paper]] = {
    DocumentKind.ARRANGEMENT: lambda subject: arrangement(subject.covenant, subject.signatures),
    DocumentKind.TABLE: lambda subject: permission_table(subject.covenant),
    DocumentKind.REGISTER: lambda subject: register_paper(subject.covenant),
    DocumentKind.IMPACT: lambda subject: impact_assessment(subject.covenant),
    DocumentKind.ALGORITHM: lambda subject: algorithm_paper(subject.covenant, subject.state),
}


def _pdf(kind: DocumentKind) -> Callable[[Subject], bytes]:
    return lambda subject: set_paper(_PAPERS[kind](subject))


def _json(build: Callable[[Subject], Json]) -> Callable[[Subject], bytes]:
    return lambda subject: as_text(build(subject)).encode()


_CONTENT: Mapping[tuple[DocumentKind, Form], Callable[[Subject], bytes]] = {
    **{(kind, Form.PDF): _pdf(kind) for kind in _PAPERS},
    (DocumentKind.TABLE, Form.CSV): lambda subject: csv_bytes(
        table_rows(subject.covenant), separator=";", encoding="utf-8-sig"
    ),
    (DocumentKind.REGISTER, Form.JSON): _json(lambda subject: register_json(subject.covenant)),
    (DocumentKind.ALGORITHM, Form.JSON): _json(
        lambda subject: algorithm_json(subject.covenant, subject.state)
    ),
    (DocumentKind.POLICY, Form.JSON_LD): _json(lambda subject: odrl_policy(subject.covenant)),
}


def forms_of(kind: DocumentKind) -> tuple[Form, ...]:
    """Return the forms in which this document can be had as a file."""
    return tuple(form for form in Form if (kind, form) in _CONTENT)


def document_paper(subject: Subject, kind: DocumentKind) -> Paper | None:
    """Return the document to show on a page; None for one that is for machines only."""
    build = _PAPERS.get(kind)
    return build(subject) if build else None


def document_file(subject: Subject, kind: DocumentKind, form: Form) -> DocumentFile | None:
    """Return the document as a file; None when it does not come in this form."""
    content = _CONTENT.get((kind, form))
    if content is None:
        return None
    return DocumentFile(file_name(subject.covenant, kind, form), MEDIA_TYPES[form], content(subject))


def every_document(subject: Subject) -> Iterator[DocumentFile]:
    """Yield every document in every form."""
    for kind, form in _CONTENT:
        made = document_file(subject, kind, form)
        if made is not None:
            yield made


def file_name(covenant: Covenant, kind: DocumentKind, form: Form) -> str:
    """Return ``convenant-vroegsignalering-weert-1.0.0-dpia.pdf``: letters, digits, dots and dashes only."""
    plain = normalize("NFKD", f"{covenant.title} {covenant.version}").encode("ascii", "ignore").decode()
    title = re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.") or "convenant"
    return f"{title[:120]}-{kind}.{form}"
