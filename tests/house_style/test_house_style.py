"""A municipality's own colours and logo: one file, refused as a whole when a page could not be read with it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.parties.town import build_town, signed_in
from tijdig.actors import Role
from tijdig.house_style.commands import check_file
from tijdig.house_style.files import dress_of, only_dress, ours
from tijdig.house_style.rules.contrast import contrast
from tijdig.house_style.rules.logo import MOST_BYTES, is_harmless_drawing
from tijdig.house_style.rules.sheet import sheet_of
from tijdig.house_style.rules.style import SCHEMES, read_style, too_faint
from tijdig.house_style.rules.tokens import is_font
from tijdig.problems import Refused

HEAD = 'formaat = "huisstijl/1"\ngemeente = "0988"\nnaam = "Gemeente Weert"\n'
BLUE = HEAD + '[licht]\naccent = "#0b4f8a"\n[donker]\naccent = "#8fc4ee"\n[vorm]\nhoeken = "recht"\n'
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4"/></svg>'


def codes_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_style(text, ours())
    return [
        (problem.code.removeprefix("house-style."), problem.place.key) for problem in refused.value.problems
    ]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#ffffff", 21.0), ("#777777", "#FFF", 4.48), ("#0a5a63", "#0a5a63", 1.0)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tijdigs_own_colours_can_be_read_on_each_other_by_day_and_by_night(scheme):
    assert list(too_faint(scheme, ours()[scheme])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("formaat = ", [("unreadable", "")]),
        (HEAD.replace("/1", "/2"), [("wrong-value", "formaat")]),
        (HEAD.replace("0988", "Weert"), [("wrong-value", "gemeente")]),
        (HEAD + "kleur = 1", [("unknown-key", "kleur")]),
        (HEAD + "licht = 1", [("wrong-value", "licht")]),
        (HEAD + '[licht]\nletter = "#000"', [("unknown-key", "licht.letter")]),
        (HEAD + '[licht]\naccent = "blauw"', [("wrong-value", "licht.accent")]),
        (HEAD + '[vorm]\nlettertype = "x; } body { display: none"', [("wrong-value", "vorm.lettertype")]),
        (HEAD + '[vorm]\nhoeken = "scheef"', [("wrong-value", "vorm.hoeken")]),
        (HEAD + '[logo]\nlicht = "<svg/>"', [("wrong-value", "logo.licht")]),
        # Two slips are told at once; contrast is only measured between colours.
        (HEAD + '[licht]\nlijn = "x"\n[vorm]\nrand = 1', [("wrong-value", "licht.lijn"), ("unknown-key", "vorm.rand")]),
    ],
)  # fmt: skip
def test_what_does_not_belong_is_told_with_its_key(text, expected):
    assert codes_of(text) == expected


def test_a_colour_that_cannot_be_read_is_refused_in_its_scheme_with_the_measure():
    with pytest.raises(Refused) as refused:
        read_style(HEAD + '[donker]\naccent = "#333333"', ours())
    problems = refused.value.problems
    assert {problem.place.key for problem in problems} == {"donker.accent", "donker.op-accent"}
    assert "contrast is 1." in problems[0].nl
    assert "4.5" in problems[0].nl


@pytest.mark.parametrize(
    ("font", "may"),
    [
        ('"Verdana", sans-serif', True),
        ("system-ui", True),
        ("Verdana", False),
        ('url("https://elders.example/x.woff")', False),
        ('"a"; } * { color: red', False),
    ],
)
def test_a_font_is_one_of_the_readers_own_machine(font, may):
    assert is_font(font) is may


@pytest.mark.parametrize(
    "spoiled",
    [
        LOGO.replace("<rect", "<script>1</script><rect"),
        LOGO.replace("<rect", '<rect onload="1"'),
        LOGO.replace("<rect", '<image href="https://elders.example/a.png"/><rect'),
        LOGO.replace("<rect", '<use href="https://elders.example/a.svg#b"/><rect'),
        LOGO.replace("<rect", "<style>@import 'https://elders.example/a.css'</style><rect"),
        LOGO.replace("<rect", '<rect fill="url(https://elders.example/a#b)"'),
        # Around an element within a style, by another function, and with letters written as numbers.
        LOGO.replace("<rect", "<style><g/>@import 'https://elders.example/a.css'</style><rect"),
        LOGO.replace("<rect", "<style>@im<g/>port 'https://elders.example/a.css'</style><rect"),
        LOGO.replace(
            "<rect", "<style>svg{background:image-set('https://elders.example/a.png' 1x)}</style><rect"
        ),
        LOGO.replace("<rect", "<style>@\\69mport 'https://elders.example/a.css'</style><rect"),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + LOGO,
        LOGO.replace("<rect", "<foreignObject/><rect"),
        LOGO.replace("http://www.w3.org/2000/svg", "urn:other"),
        LOGO + "<svg/>",
        LOGO.replace("<rect", f"<title>{'x' * MOST_BYTES}</title><rect"),
    ],
)
def test_a_logo_only_draws(spoiled):
    assert is_harmless_drawing(LOGO)
    assert is_harmless_drawing(LOGO.replace("<rect", '<rect fill="url(#verloop)"'))
    assert is_harmless_drawing(LOGO.replace("<rect", """<rect fill="url('#verloop')" """))
    assert not is_harmless_drawing(spoiled)


def test_each_colour_stands_under_its_own_scheme():
    sheet = sheet_of(read_style(BLUE, ours()))
    light, dark = sheet.index("#0b4f8a"), sheet.index("#8fc4ee")
    assert sheet.index("@media not (prefers-color-scheme: dark)") < light
    assert light < sheet.index("@media (prefers-color-scheme: dark)") < dark
    assert "--tijdig-radius: 0;" in sheet


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.HOUSE_STYLES = tmp_path
    (tmp_path / "0988.toml").write_text(BLUE + f"[logo]\nlicht = '{LOGO}'\n", encoding="utf-8")
    return tmp_path


def test_the_only_house_style_also_dresses_the_page_to_sign_in(folder):
    assert only_dress() == dress_of("0988") is not None
    (folder / "1883.toml").write_text(BLUE.replace("0988", "1883"), encoding="utf-8")
    assert only_dress() is None


def test_a_spoiled_file_is_not_used_and_its_name_is_logged(folder, caplog):
    for spoiled in (HEAD, BLUE.replace("#0b4f8a", "#eeeeee")):
        (folder / "1883.toml").write_text(spoiled, encoding="utf-8")
        assert dress_of("1883") is None
    assert caplog.text.count("1883.toml") == 2
    assert dress_of("../0988") is None


def test_a_file_that_cannot_be_opened_leaves_pages_as_they_are_and_is_tried_again(
    folder, caplog, monkeypatch
):
    def closed(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("tijdig.house_style.files.style_in", closed)
        assert dress_of("0988") is None
    assert "0988.toml is not used: Permission denied" in caplog.text
    assert dress_of("0988") is not None


def test_a_folder_that_cannot_be_looked_into_leaves_pages_as_they_are(folder, caplog, monkeypatch):
    def closed(path: Path, **_how: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)
    assert dress_of("0988") is None
    assert "0988.toml is not used: Permission denied" in caplog.text


def test_the_command_tells_each_problem_with_key_and_remedy(tmp_path):
    path, out = tmp_path / "0988.toml", io.StringIO()
    path.write_text(HEAD + '[licht]\naccent = "#eee"\n', encoding="utf-8")
    assert check_file(path, out) == 1
    assert "[licht.accent] " in out.getvalue()
    assert "Maak een van de twee lichter of donkerder." in out.getvalue()
    path.write_text(BLUE, encoding="utf-8")
    assert check_file(path, out) == 0
    assert check_file(tmp_path / "nergens.toml", out) == 1


@pytest.mark.django_db
def test_pages_wear_the_house_style_of_the_municipality_that_one_acts_for(folder, client):
    dress = dress_of("0988")
    assert dress is not None
    start = f"/huisstijl/0988/{dress.mark}/"
    html = signed_in(build_town().assignments[Role.CASE_DIRECTOR]).get("/bestaat-niet/").content.decode()
    assert f'href="{start}stijl.css"' in html
    assert f'src="{start}logo-licht.svg"' in html
    assert 'alt="Gemeente Weert"' in html
    sheet = client.get(f"{start}stijl.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    logo = client.get(f"{start}logo-licht.svg")
    assert logo.content.decode() == LOGO
    assert logo.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for gone in (
        f"{start}logo-donker.svg",
        "/huisstijl/0988/oud/stijl.css",
        f"/huisstijl/1883/{dress.mark}/stijl.css",
    ):
        assert client.get(gone).status_code == 404
