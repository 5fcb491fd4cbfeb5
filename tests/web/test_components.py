"""The building blocks of pages: complete, safe, and never silent about what is refused or withheld."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from tests.web.unknown import UNKNOWN
from tijdig.covenant.rules.period import Period
from tijdig.disclosure.services import Disclosed
from tijdig.problems import Decision, Place, Problem
from tijdig.web.templatetags import components, wording

TEMPLATES = Path(components.__file__).parent.parent / "templates"
NO = Problem("x.no", "R30", "Dit mag niet.", "Not allowed.", "Vraag een besluit.", "Ask for a decision.")
DENY = Decision(False, (NO,))


@pytest.fixture(autouse=True)
def unknown_variables_show(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)


class Example(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals in de brief.")
    kind = forms.ChoiceField(
        label="Soort", choices=[("a", "Brief"), ("b", "Kaart")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Akkoord", required=False)
    file = forms.FileField(label="Bestand", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


RELEASED = Disclosed("case", "1", {"zaak.naam": "A. Jansen", "zaak.leeg": ""}, {}, {"zaak.kinderen": DENY})

EXAMPLES = {
    "page_heading": ('{% page_heading "Zaak" "Werklijst" "/werk/" lead="Kort" %}', ["<h1>Zaak</h1>", "/werk/"]),
    "alert": ('{% alert "Gelukt" "success" title="Klaar" %}', ["utrecht-alert--ok", "Gelukt", 'role="status"']),
    "problems": ("{% problems listed %}", ["Dit mag niet.", "regel R30", "Vraag een besluit.", "rij 3", "Bedrag"]),
    "form_errors": ("{% form_errors form %}", ['href="#id_name"', "Naam"]),
    "field": (
        "{% for one in form %}{% field one row=True %}{% endfor %}",
        ['for="id_name"', 'aria-invalid="true"', "<legend", 'id="id_name_helptext"', 'type="hidden"', "leeg blijven"],
    ),
    "button": (
        '{% button "Sluit" denied kind="danger" name="doe" value="sluit" about="zaak 1" %}',
        ["disabled", "Dit mag niet.", "Vraag een besluit."],
    ),
    "why": ("{% why reasons %}", ["Waarom zie ik dit?", "Dit mag niet.", "omdat het zo is"]),
    "withheld": ("{% withheld denied %}", ["Niet voor u zichtbaar", "Dit mag niet."]),
    "fact": ('{% fact "Naam" "A. Jansen" source="register" %}', ["A. Jansen", "register"]),
    "disclosed_fact": (
        "{% for name in fields %}{% disclosed_fact name released name %}{% endfor %}",
        ["A. Jansen", "niet bekend", "Niet voor u zichtbaar"],
    ),
    "badge": ('{% badge "Nieuw" "accent" %}', ["utrecht-data-badge--accent", "Nieuw"]),
    "term": ('{% term day today "R27" %}', ["4 maart 2026", "nog 3 dagen", "R27"]),
    "rank_reasons": ("{% rank_reasons reasons_in_words %}", ["<strong>Kinderen onder de 18</strong>"]),
    "timeline": ("{% timeline entries %}", ["Gebeld", "3 maart 2026, 14:05", "R. de Wit"]),
    "empty_state": ('{% empty_state "Leeg" "Hier komt iets." "Doe iets" "/x/" %}', ["Hier komt iets.", "/x/"]),
    "steps": ('{% steps 2 "Bestand" "Kolommen" "Klaar" %}', ['aria-current="step"', "tijdig-steps__done"]),
    "key_figure": ('{% key_figure "Signalen" 12 note="deze maand" address="/x/" %}', ["12", "deze maand"]),
    "plot": ('{% plot "<svg></svg>" "Bereik" headings rows %}', ["<svg>", "<caption", "46 %"]),
    "pagination": ("{% pagination page %}", ["pagina=3", "toon=mijn", "Pagina 2 van 3"]),
    "tabs": ('{% tabs "Weergave" "mijn" choices %}', ['aria-current="page"', "?toon=alle", "(3)"]),
    "sort_heading": ('{% sort_heading "Termijn" "termijn" "termijn" %}', ["?volgorde=-termijn", 'aria-sort="asc']),
}  # fmt: skip


def render(source: str) -> str:
    form = Example({"name": "", "kind": "z", "version": "1"})
    context = {
        "form": form,
        "listed": [NO.at(row=3, column="Bedrag")],
        "denied": DENY,
        "fields": ["zaak.naam", "zaak.leeg", "zaak.kinderen"],
        "typed": "<b>x</b>",
        "typed_list": ["<b>x</b>"],
        "reasons": [NO, "omdat het zo is"],
        "released": RELEASED,
        "day": date(2026, 3, 4),
        "today": date(2026, 3, 1),
        "reasons_in_words": ["Kinderen onder de 18", "Ontruiming dreigt"],
        "entries": [
            SimpleNamespace(
                at=datetime(2026, 3, 3, 14, 5, tzinfo=ZoneInfo("Europe/Amsterdam")),
                title="Gebeld",
                text="Geen gehoor",
                who="R. de Wit",
            )
        ],
        "headings": ["Soort", "Bereikt"],
        "rows": [["Huisbezoek", "46 %"]],
        "page": Paginator(range(60), 20).page(2),
        "choices": {"mijn": ("Van mij", 3), "alle": ("Alle", None)},
    }
    template = engines["django"].from_string("{% load components wording %}" + source)
    return template.render(context, RequestFactory().get("/werklijst/?toon=mijn"))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_component_shows_what_it_is_given(name):
    source, expected = EXAMPLES[name]
    html = render(source)
    assert UNKNOWN not in html
    assert [text for text in expected if text not in html] == []


def test_every_component_has_an_example():
    assert sorted(EXAMPLES) == sorted(components.register.tags)


def test_every_component_is_in_the_page_builders_guide():
    guide = (Path(__file__).parents[2] / "docs" / "for" / "page-builder.md").read_text()
    missing = [name for name in components.register.tags if f"{{% {name}" not in guide]
    missing += [name for name in wording.register.filters if f"|{name}" not in guide]
    assert missing == []


def test_what_people_typed_is_escaped():
    assert "<b>" not in render("{% alert typed %}{% fact typed typed %}{% badge typed %}{% why typed_list %}")


def test_a_field_that_was_not_asked_for_is_an_error_not_a_gap():
    with pytest.raises(KeyError):
        render('{% disclosed_fact "BSN" released "zaak.bsn" %}')


FORM = re.compile(r"<form[^>]*method=.post.*?</form>", re.DOTALL)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_form_that_posts_carries_the_token(path):
    forms_in_it = FORM.findall(path.read_text())
    assert all("{% csrf_token %}" in one for one in forms_in_it)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_an_included_form_is_given_the_token(path):
    """``only`` hides the token from the included template."""
    lost = [
        found
        for found in re.findall(r"{% include \"([\w/.]+)\"[^%]* only %}", path.read_text())
        if "{% csrf_token %}" in (TEMPLATES / found).read_text()
        and "csrf_token=csrf_token" not in path.read_text()
    ]
    assert lost == []


def test_a_permitted_button_can_be_pressed():
    assert "disabled" not in render('{% button "Sluit" %}')


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [(123456, "€ 1.234,56", "€1,234.56"), (5, "€ 0,05", "€0.05"), (-250, "-€ 2,50", "-€2.50")],
)
def test_money_is_written_as_people_write_it(value, nl, en):
    assert wording.euro(value).replace("\u00a0", " ") == nl
    with translation.override("en"):
        assert wording.euro(value) == en


@pytest.mark.parametrize(
    ("lo3", "words"),
    [
        ("19630000", "1963 (dag en maand onbekend)"),
        ("19630500", "mei 1963 (dag onbekend)"),
        ("19630521", "21 mei 1963"),
        ("", "onbekend"),
        ("00000000", "onbekend"),
    ],
)
def test_register_dates_say_what_is_not_known(lo3, words):
    assert wording.register_date(lo3) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 3, 1), "vandaag"),
        (date(2026, 3, 2), "nog 1 dag"),
        (date(2026, 3, 9), "nog 8 dagen"),
        (date(2026, 2, 28), "1 dag te laat"),
        (date(2026, 2, 20), "9 dagen te laat"),
    ],
)
def test_terms_say_how_long_is_left(due, words):
    assert wording.days_left(due, date(2026, 3, 1)) == words


def test_periods_and_problems_speak_the_readers_language():
    assert wording.in_words(Period.parse("P3WD")) == "3 werkdagen"
    assert wording.sentence(NO) == "Dit mag niet."
    with translation.override("en"):
        assert wording.in_words(Period.parse("P1Y6M")) == "1 year and 6 months"
        assert wording.remedy(NO) == "Ask for a decision."


def test_a_problem_without_a_place_shows_none():
    assert NO.place == Place()
    assert "tijdig-problem__place" not in render("{% problems denied.reasons %}")
