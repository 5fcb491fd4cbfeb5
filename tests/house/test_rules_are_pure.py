"""Rules think: no Django, no files, no clock. Dates come in as arguments."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import Module, calls_in, imported_modules, modules_of_kind

NOT_IN_RULES = {
    "django", "ninja", "duckdb", "psycopg", "sqlite3", "socket", "urllib", "http", "subprocess", "asyncio", "os",
    "random", "secrets", "time", "tempfile", "shutil", "requests",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "localdate", "monotonic"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}

RULES = [pytest.param(module, id=module.name) for module in modules_of_kind("rules")]


@pytest.mark.parametrize("module", RULES)
def test_rules_import_only_what_thinks(module: Module) -> None:
    roots = {name.partition(".")[0] for name in imported_modules(module.tree)}

    assert not roots & NOT_IN_RULES, f"{module.name} imports {sorted(roots & NOT_IN_RULES)}"


@pytest.mark.parametrize("module", RULES)
def test_rules_import_no_tables_services_or_queries(module: Module) -> None:
    ours = {name for name in imported_modules(module.tree) if name.startswith("tijdig.")}
    impure = {
        name for name in ours if set(name.split(".")) & {"models", "services", "queries", "views", "web"}
    }

    assert not impure, f"{module.name} imports {sorted(impure)}"


@pytest.mark.parametrize("module", RULES)
def test_rules_read_no_clock_and_no_file(module: Module) -> None:
    found = [
        f"line {call.lineno}: {ast.unparse(call.func)}"
        for call in calls_in(module.tree)
        if (isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS | FILES)
        or (isinstance(call.func, ast.Name) and call.func.id == "open")
    ]

    assert not found, f"{module.name}: {found}"
