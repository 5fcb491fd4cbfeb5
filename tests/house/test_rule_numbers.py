"""A rule number in code, tests or docs is one that exists: R1…R60 of the rulebook and the ids of the security list."""

from __future__ import annotations

import re

from tests.house.source import ROOT, text_of, tracked_files
from tijdig.problems import problem_kinds

RULES = {f"R{number}" for number in range(1, 61)}
MENTION = re.compile(r"(?<![\w#-])R(\d{1,3})(?![\w.-])")
FOLDERS = ("src/", "tests/", "docs/")


def test_every_rule_that_is_mentioned_exists() -> None:
    unknown = [
        f"{name}: R{number}"
        for path in tracked_files()
        if (name := path.relative_to(ROOT).as_posix()).startswith(FOLDERS)
        and path.suffix in {".py", ".md", ".toml"}
        for number in MENTION.findall(text_of(path) or "")
        if f"R{number}" not in RULES
    ]

    assert not unknown


def test_every_problem_is_told_in_both_languages_and_rests_on_something() -> None:
    incomplete = [
        kind.code
        for kind in problem_kinds().values()
        if not (kind.nl and kind.en and kind.rule) or bool(kind.remedy_nl) != bool(kind.remedy_en)
    ]

    assert not incomplete
