"""Templates: each is used, each page has a title, none carries a script or a style of its own (S5)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.source import PACKAGE

FOLDERS = sorted(path for path in PACKAGE.rglob("templates") if path.is_dir())
NAMES = {
    path.relative_to(folder).as_posix(): path for folder in FOLDERS for path in sorted(folder.rglob("*.html"))
}
EACH = [pytest.param(name, path, id=name) for name, path in NAMES.items()]
# Found by name by Django and by allauth, not by our code.
ASKED_FOR_BY_FRAMEWORKS = re.compile(r"^(40[034]|500|403_csrf)\.html$|^(account|mfa|allauth|usersessions)/")
REFERENCE = re.compile(r"""["']([\w/.-]+\.html)["']""")
EXTENDS = re.compile(r"""{%\s*extends\s+["']([^"']+)["']""")
TITLE = re.compile(r"{%\s*block title\s*%}(.*?){%\s*endblock", re.DOTALL)
# Data for a script is no script: the content security policy lets it stand.
OF_ITS_OWN = re.compile(
    r"""\sstyle\s*=|<style|<script(?![^>]*\b(?:src=|type="application/json"))|\son\w+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)


def referenced() -> set[str]:
    sources = [*PACKAGE.rglob("*.py"), *NAMES.values()]
    return {name for path in sources for name in REFERENCE.findall(path.read_text(encoding="utf-8"))}


def title_of(name: str) -> str:
    """The title block of a page, its own or the nearest above it."""
    text = NAMES[name].read_text(encoding="utf-8")
    found, above = TITLE.search(text), EXTENDS.search(text)
    if found and found.group(1).strip():
        return found.group(1).strip()
    parent = above.group(1) if above else ""
    return title_of(parent) if parent in NAMES and parent != "base.html" else ""


def test_every_template_is_used() -> None:
    asked_for = {name for name in NAMES if ASKED_FOR_BY_FRAMEWORKS.match(name)}
    unused = NAMES.keys() - referenced() - asked_for

    assert not unused


@pytest.mark.parametrize(("name", "path"), EACH)
def test_every_page_has_a_title(name: str, path: Path) -> None:
    is_page = bool(EXTENDS.search(path.read_text(encoding="utf-8")))

    assert title_of(name) or not is_page


@pytest.mark.parametrize(("name", "path"), EACH)
def test_no_script_or_style_of_its_own(name: str, path: Path) -> None:
    found = [match.group(0) for match in OF_ITS_OWN.finditer(path.read_text(encoding="utf-8"))]

    assert not found, name
