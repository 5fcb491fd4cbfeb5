"""The look at contrast takes one element of each kind, and misses none that is different."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS, flaws
from tests.browser.windows import Windows

PAGE = """<!doctype html><html lang="nl"><head><title>Proef</title></head><body><main><h1>Proef</h1>
<p>Een</p><p>Twee</p>{}</main></body></html>"""
FINE = "<p>Drie</p>"
FAINT = {
    "its own colour": '<p style="color: #bbb">Drie</p>',
    "a ground further out": '<div style="background: #333"><section><p style="color: #000">Drie</p></section></div>',
    "alike but hidden ones before it": '<p hidden style="color: #bbb">Nul</p><p style="color: #bbb">Drie</p>',
    "alike on another ground before it": (
        '<div style="background: #000"><p style="color: #bbb">Nul</p></div><p style="color: #bbb">Drie</p>'
    ),
}


def findings(windows: Windows, text: str) -> str:
    page = windows.take()
    page.goto("about:blank")  # else the security policy of the page before it forbids these styles
    page.set_content(PAGE.format(text))
    found = flaws(page)
    windows.give_back(page)
    return found


@pytest.mark.parametrize("text", FAINT.values(), ids=FAINT)
def test_faint_text_is_found(windows: Windows, text: str) -> None:
    assert "color contrast" in findings(windows, text)


def test_a_readable_page_has_no_findings(windows: Windows) -> None:
    assert findings(windows, FINE) == ""


COLOUR_ALONE = """<style>a { color: #00f } @media (width < 400px) { a { color: #124; text-decoration: none } }</style>
<p>Zie <a href="#top">hier</a> voor meer.</p>"""
TOO_WIDE = "<style>@media (width < 400px) { p { width: 400px } }</style>"
NO_WORDS = """<style>a { display: none } @media (width < 400px) { a { display: block } }</style><a href="#top"></a>"""
AT_320 = {
    "other colours": ("color-contrast", "<style>@media (width < 400px) { p { color: #bbb } }</style>"),
    "another ground": (
        "color-contrast",
        "<style>@media (width < 400px) { main { background: #333 } }</style>",
    ),
    "a link known by its colour alone": ("link-in-text-block", COLOUR_ALONE),
    "a line that does not fit": ("px too wide", TOO_WIDE),
    "a link without words": ("link-name", NO_WORDS),
}


@pytest.mark.parametrize(("rule", "text"), AT_320.values(), ids=AT_320)
def test_what_only_a_narrow_screen_does_wrong_is_found(windows: Windows, rule: str, text: str) -> None:
    page = windows.take()
    page.goto("about:blank")
    page.set_content(PAGE.format(text))
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found.append(flaws(page, again=width != WIDTHS[0]))
    windows.give_back(page)
    assert found[:-1] == ["", ""]
    assert rule in found[-1]


def test_all_rules_run_once_on_what_shows_alike_in_each_width(windows: Windows) -> None:
    page = windows.take()
    page.goto("about:blank")
    page.set_content(PAGE.format(FAINT["its own colour"]))
    assert "color contrast" in flaws(page)
    assert flaws(page, again=True) == ""
    page.evaluate("document.querySelector('p').hidden = true")
    assert "color contrast" in flaws(page, again=True)
    assert "color contrast" in flaws(page)
    windows.give_back(page)


def test_the_contrast_of_a_look_is_measured_once_when_it_is_enough(windows: Windows) -> None:
    page = windows.take()
    page.goto("about:blank")
    readable: set[str] = set()
    measured = []
    for text in (FINE, *FAINT.values(), FINE):
        page.set_content(PAGE.format(text))
        found = flaws(page, readable)
        assert ("color contrast" in found) == (text != FINE)  # what is faint is never taken for readable
        measured.append(page.locator("[data-look]").all_inner_texts())
    assert measured == [["Proef", "Een"], ["Drie"], ["Drie"], ["Drie"], ["Nul", "Drie"], []]
    windows.give_back(page)


def test_a_look_that_axe_could_not_judge_is_measured_on_the_next_page_again(windows: Windows) -> None:
    page = windows.take()
    page.goto("about:blank")
    readable: set[str] = set()
    page.set_content(PAGE.format('<input aria-label="Vier" style="color: #bbb" disabled value="Vier">'))
    assert flaws(page, readable) == ""
    page.set_content(PAGE.format('<input aria-label="Vier" style="color: #bbb" readonly value="Vier">'))
    assert "color contrast" in flaws(page, readable)
    windows.give_back(page)
