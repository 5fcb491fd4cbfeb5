"""The small tools that build and check: what they promise to who runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.source import ROOT
from tools import build_assets, postgres_for_tests, room_diagram, translations
from tools.generated_text import with_part

PAGE = """{% load i18n %}
  <h1>{% translate "Werklijst" %}</h1>
      <p title='{% translate "Waarom" context "reden" %}'>
{% blocktranslate count counter=n trimmed %}
   Eén zaak
{% plural %}
   {{ counter }} zaken
{% endblocktranslate %}
"""


def test_a_generated_part_replaces_only_what_stands_between_its_markers() -> None:
    text = "a\n<!-- generated: x -->\nold\n<!-- end: x -->\nb"

    assert with_part(text, "x", "new\n") == "a\n<!-- generated: x -->\nnew\n<!-- end: x -->\nb"
    with pytest.raises(ValueError, match="markers"):
        with_part("a", "x", "new")


def test_npm_comes_from_the_wheel_where_the_machine_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    command, environment = build_assets.npm_command()

    assert all(Path(part).exists() for part in command)
    assert environment["PATH"].startswith(str(Path(command[0]).parent))


def test_our_own_styles_win_from_the_components() -> None:
    sheet = build_assets.stylesheet()
    own = sorted(build_assets.OWN_STYLES.glob("*.css"))

    assert sheet.startswith("@layer nl-design-system {")
    assert own
    assert sheet.rstrip().endswith(own[-1].read_text().rstrip())


def test_the_stylesheet_holds_what_pages_use_and_no_more() -> None:
    packages = {path.relative_to(build_assets.PACKAGES).parts[1] for path in build_assets.component_styles()}

    assert {"button-css", "table-css", "skip-link-css", "alert-css"} <= packages
    assert "accordion-css" not in packages


def no_words() -> list[tuple[str, str]]:
    """A house without rules, and so without words of theirs."""
    return []


def test_texts_are_found_in_templates_with_context_and_plural(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "page.py").write_text('title = _("Maand")\n')
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    monkeypatch.setattr(translations, "vocabulary", no_words)

    assert {key: sorted(found.places) for key, found in translations.extracted().items()} == {
        (None, "Werklijst"): ["page.html"],
        ("reden", "Waarom"): ["page.html"],
        (None, ("Eén zaak", "%(counter)s zaken")): ["page.html"],
        (None, "Maand"): ["page.py"],
    }


def test_the_catalogue_keeps_translations_and_tells_what_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.py"
    for name, value in (
        ("ROOT", tmp_path),
        ("SOURCE", tmp_path),
        ("CATALOGUE", tmp_path / "django.po"),
        ("COMPILED", tmp_path / "django.mo"),
        ("vocabulary", no_words),
    ):
        monkeypatch.setattr(translations, name, value)

    page.write_text('_("Ja, %(naam)s")\n')
    assert translations.faults() == ["not in the catalogue: 'Ja, %(naam)s' (page.py)"]

    translations.extract()
    assert translations.faults() == ["not translated: 'Ja, %(naam)s'"]

    text = translations.CATALOGUE.read_text().replace('msgstr ""\n', 'msgstr "Yes, %(name)s"\n')
    text = text.replace('msgstr "Yes, %(name)s"\n', 'msgstr ""\n', 1)  # the first one is the header
    translations.CATALOGUE.write_text(text)
    assert translations.faults() == ["other placeholders than the Dutch: 'Ja, %(naam)s'"]

    translations.CATALOGUE.write_text(text.replace("Yes, %(name)s", "Yes, %(naam)s"))
    assert translations.faults() == []

    page.write_text('_("Ja, %(naam)s")\n_("Nee")\n')
    translations.extract()
    assert translations.faults() == ["not translated: 'Nee'"]

    page.write_text('_("Nee")\n')
    assert "no longer used: 'Ja, %(naam)s'" in translations.faults()


def test_a_machine_without_postgresql_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(postgres_for_tests, "INSTALLED", tmp_path)

    with pytest.raises(postgres_for_tests.NoPostgres, match="no PostgreSQL server programs"):
        postgres_for_tests.find_binaries()


def test_the_newest_postgresql_is_taken_and_an_old_one_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(postgres_for_tests, "INSTALLED", tmp_path)

    def install(version: str) -> Path:
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (folder / name).touch()
        return folder

    install("13")
    with pytest.raises(postgres_for_tests.NoPostgres, match="13 is older than 15"):
        postgres_for_tests.find_binaries()
    install("9")
    newest = install("16")
    assert postgres_for_tests.find_binaries() == newest


def test_the_diagram_leaves_out_what_a_longer_path_implies() -> None:
    calls = {
        "web": {"casework", "intake", "ledger"},
        "casework": {"intake"},
        "intake": {"ledger"},
        "ledger": set(),
    }

    assert room_diagram.skeleton(calls) == {
        "web": {"casework"},
        "casework": {"intake"},
        "intake": set(),
        "ledger": set(),
    }


def test_every_room_stands_on_a_layer() -> None:
    placed = {room for layer in room_diagram.layers() for room in layer}
    rooms = {path.parent.name for path in (ROOT / "src" / "tijdig").glob("*/__init__.py")}

    assert rooms <= placed
