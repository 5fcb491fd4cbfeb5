"""The look at contrast takes one element of each kind, and misses none that is different."""

from __future__ import annotations

import pytest

from tests.browser.looking import axe_findings
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
    found = axe_findings(page)
    windows.give_back(page)
    return found


@pytest.mark.parametrize("text", FAINT.values(), ids=FAINT)
def test_faint_text_is_found(windows: Windows, text: str) -> None:
    assert "color contrast" in findings(windows, text)


def test_a_readable_page_has_no_findings(windows: Windows) -> None:
    assert findings(windows, FINE) == ""
