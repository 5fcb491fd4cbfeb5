"""Docs as a contract: what can be set, called or made is documented, and what is documented exists."""

from __future__ import annotations

import argparse
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.album import PICTURES
from tests.house.source import PACKAGE, ROOT
from tijdig.cli import parser
from tools.check import generated_pages

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]
OPERATOR = (DOCS / "for" / "operator.md").read_text()
DEVELOPER = (DOCS / "for" / "developer.md").read_text()


def commands_of(
    top: argparse.ArgumentParser, prefix: str = "tijdig"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    choices = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    if not choices:
        yield prefix, top
    for action in choices:
        for name, below in action.choices.items():
            yield from commands_of(below, f"{prefix} {name}")


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    documented = {
        re.sub(r" [A-Z ]+$", "", command)
        for command in re.findall(r"^\| `(tijdig [^`]+)`", OPERATOR, re.MULTILINE)
    }

    assert documented == {name for name, _ in commands_of(parser())}


def test_every_command_runs_a_function_of_one_argument() -> None:
    for name, command in commands_of(parser()):
        assert inspect.isfunction(command.get_default("run")), name


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    read = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r"TIJDIG_[A-Z_]+", path.read_text(encoding="utf-8"))
    }

    assert set(re.findall(r"^\| `(TIJDIG_[A-Z_]+)`", OPERATOR, re.MULTILINE)) == read


def test_every_make_target_is_documented_and_every_documented_target_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"^\| `make ([a-z-]+)`", DEVELOPER, re.MULTILINE)) == targets


def links_in(page: Path) -> Iterator[tuple[str, str]]:
    for address in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", address):
            path, _, anchor = address.partition("#")
            yield path, anchor


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for path, anchor in links_in(page):
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            broken.append(f"{path}#{anchor}".rstrip("#"))
    # Screenshots are made by the browser tests.
    assert [link for link in broken if not link.startswith("docs/images/")] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", [pytest.param(page, id=page.stem) for page in DECISIONS])
def test_a_decision_says_why_and_what_was_refused(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert text.startswith(f"# {int(page.name[:4])}. ")
    for part in ("Context", "Decision", "Refused", "Consequences"):
        assert f"**{part}.**" in text
    assert f"(adr/{page.name})" in (DOCS / "architecture.md").read_text()


def test_the_changelog_says_the_same_in_both_languages() -> None:
    english, dutch = ((ROOT / name).read_text() for name in ("CHANGELOG.md", "CHANGELOG.nl.md"))

    def shape(text: str) -> list[tuple[str, int]]:
        parts = re.split(r"^## ([\d.]+).*$", text, flags=re.MULTILINE)[1:]
        return [(version, body.count("\n- ")) for version, body in zip(parts[::2], parts[1::2], strict=True)]

    assert shape(english)
    assert shape(english) == shape(dutch)


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    package = json.loads((ROOT / "package.json").read_text())
    catalogue = re.findall(r"^softwareVersion: (\S+)$", (ROOT / "publiccode.yml").read_text(), re.MULTILINE)

    assert [package["version"], *catalogue] == [project["version"]] * 2
    assert package["license"] == project["license"] == "EUPL-1.2"


# Runs each tool as its own program, one after another: what they all import is read once.
EACH_TOOL = """
import runpy, sys
for tool in sys.argv[1:]:
    sys.argv = [tool]
    try:
        runpy.run_path(tool, run_name="__main__")
    except SystemExit as ended:
        print(f"{tool}: {ended.code or 0}")
"""


def test_generated_pages_are_current() -> None:
    tools = [command[1] for command in generated_pages().values()]
    done = subprocess.run(
        [sys.executable, "-c", EACH_TOOL, *tools], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.returncode == 0, done.stderr
    ended = [line for line in done.stdout.splitlines() if line.partition(":")[0] in tools]
    assert ended == [f"{tool}: 0" for tool in tools], done.stderr


def test_every_picture_is_made_by_a_journey_and_shown_in_the_docs() -> None:
    made = {f"{picture}.png" for picture, _ in PICTURES.values()}
    shown = {
        Path(link).name
        for page in PAGES
        for link in re.findall(r"!\[[^]]+\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    }
    looks = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "browser").glob("test_*.py")
    )
    assert made == shown == {path.name for path in (DOCS / "images").glob("*.png")}
    assert [name for name in PICTURES if not name.startswith("menu-") and f'("{name}")' not in looks] == []
