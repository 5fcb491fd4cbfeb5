"""The documents as files: every kind in its forms, named by title and version, and ``tijdig covenant documents``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tijdig.covenant.commands import write_documents
from tijdig.covenant.documents import (
    MEDIA_TYPES,
    DocumentKind,
    Form,
    Subject,
    document_file,
    document_paper,
    every_document,
    file_name,
    forms_of,
)
from tijdig.covenant.profiles import profile_text
from tijdig.covenant.rules.document import Covenant


def test_each_kind_comes_in_its_forms() -> None:
    assert {kind.value: [form.value for form in forms_of(kind)] for kind in DocumentKind} == {
        "convenant": ["pdf"],
        "gegevenstabel": ["pdf", "csv"],
        "verwerkingsregister": ["pdf", "json"],
        "dpia": ["pdf"],
        "algoritmeregister": ["pdf", "json"],
        "odrl": ["jsonld"],
    }


def test_the_page_about_the_documents_lists_them_as_they_are() -> None:
    page = (ROOT / "docs" / "covenant-documents.md").read_text(encoding="utf-8")
    told = {
        kind: re.findall(r"`([^`]+)`", forms)
        for kind, forms in re.findall(r"^\| [^|]+ \| `([^`]+)` \| ([^|]+) \|", page, re.MULTILINE)
    }
    assert told == {kind.value: [form.value for form in forms_of(kind)] for kind in DocumentKind}


def test_each_form_is_what_its_media_type_says(weert: Covenant) -> None:
    files = list(every_document(Subject(weert)))

    assert len(files) == len({one.name for one in files}) == 9
    for made in files:
        form = Form(made.name.rpartition(".")[2])
        assert made.media_type == MEDIA_TYPES[form]
        if form is Form.PDF:
            assert made.content.startswith(b"%PDF-")
        elif form is Form.CSV:
            rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))
            assert len({len(row) for row in rows}) == 1
        else:
            assert isinstance(json.loads(made.content), dict)


def test_a_document_that_does_not_come_in_a_form_is_none(weert: Covenant) -> None:
    assert document_file(Subject(weert), DocumentKind.IMPACT, Form.JSON) is None
    assert document_paper(Subject(weert), DocumentKind.POLICY) is None


@pytest.mark.parametrize(
    ("title", "version", "name"),
    [
        ("Convenant Weert", "1.2.0", "convenant-weert-1.2.0-dpia.pdf"),
        (
            "Afspraken “schuld & zorg”: Één/Súdwest",
            "2.0.0",
            "afspraken-schuld-zorg-een-sudwest-2.0.0-dpia.pdf",
        ),
        ("../../etc/passwd", "1.0.0", "etc-passwd-1.0.0-dpia.pdf"),
        ("日本", "", "convenant-dpia.pdf"),
    ],
)
def test_a_file_is_named_by_title_and_version(weert: Covenant, title: str, version: str, name: str) -> None:
    made = file_name(replace(weert, title=title, version=version), DocumentKind.IMPACT, Form.PDF)
    assert made == name
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", made)


def test_the_command_writes_every_document(tmp_path: Path) -> None:
    file, out = tmp_path / "weert.toml", io.StringIO()
    file.write_text(profile_text("weert"), encoding="utf-8")

    assert write_documents(file, tmp_path / "uit" / "weert", out) == 0
    written = sorted(path.name for path in (tmp_path / "uit" / "weert").iterdir())
    assert len(written) == 9
    assert all(name.startswith("convenant-vroegsignalering-huurschulden-weert-1.0.0-") for name in written)
    assert len(out.getvalue().splitlines()) == 9


def test_the_command_makes_nothing_of_a_covenant_that_cannot_be_in_force(
    tmp_path: Path, changed_weert: Callable[[str, str], str]
) -> None:
    file, out = tmp_path / "bad.toml", io.StringIO()
    file.write_text(changed_weert('informeren = "P1M"', 'informeren = "P6W"'), encoding="utf-8")

    assert write_documents(file, tmp_path / "uit", out) == 1
    assert not (tmp_path / "uit").exists()
    assert "covenant.term-too-long" in out.getvalue()


def test_the_command_says_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    file, out = tmp_path / "weert.toml", io.StringIO()
    file.write_text(profile_text("weert"), encoding="utf-8")

    assert write_documents(file, file, out) == 2
    assert "niet te schrijven" in out.getvalue()
