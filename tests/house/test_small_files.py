"""Small files and thin views: a file that grows past the limit wants a new name, not a part 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT, Module, modules, modules_of_kind

TEXTS = ("*.py", "*.html", "*.css", "*.typ")
LIMITS = {PACKAGE: 400, ROOT / "tools": 400, ROOT / "benchmarks": 400, ROOT / "tests": 600}
FILES = [
    (path, limit)
    for folder, limit in LIMITS.items()
    for pattern in TEXTS
    for path in sorted(folder.rglob(pattern))
    if not {"built", "migrations"} & set(path.parts)  # a program writes these
]
VIEW_LINES = 25
MEAN_LINES = 150


def length_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_file_stays_small() -> None:
    lengths = [(path, length_of(path), limit) for path, limit in FILES]

    assert {path.relative_to(ROOT).parts[0] for path, _, _ in lengths} == {
        "src",
        "tools",
        "benchmarks",
        "tests",
    }
    assert [
        f"{path.relative_to(ROOT)} has {length} lines; {limit} is the limit"
        for path, length, limit in lengths
        if length > limit
    ] == []


def test_files_are_small_on_average() -> None:
    lengths = [length_of(module.path) for module in modules()]

    assert sum(lengths) / len(lengths) <= MEAN_LINES


@pytest.mark.parametrize(
    "module", [pytest.param(module, id=module.name) for module in modules_of_kind("views")]
)
def test_views_are_thin(module: Module) -> None:
    long = [
        f"{function.name}: {length} lines"
        for function in module.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > VIEW_LINES
    ]

    assert not long, f"{module.name}: {long}"


def test_names_say_what_a_file_holds() -> None:
    empty_names = {"utils", "helpers", "manager", "managers", "common", "misc", "util", "helper"}
    found = [module.name for module in modules() if module.path.stem in empty_names]

    assert not found
