"""Rules think: no Django, no files, no clock. Dates come in as arguments."""

from __future__ import annotations

import ast

from tests.house.source import calls_in, imported_modules, modules_of_kind

NOT_IN_RULES = {
    "django", "ninja", "duckdb", "psycopg", "sqlite3", "socket", "urllib", "http", "subprocess", "asyncio", "os",
    "random", "secrets", "time", "tempfile", "shutil", "requests",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "localdate", "monotonic"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}

RULES = modules_of_kind("rules")


def test_there_are_rules_to_look_at() -> None:
    assert len(RULES) > 50


def test_rules_import_only_what_thinks() -> None:
    assert [
        f"{module.name} imports {name}"
        for module in RULES
        for name in imported_modules(module.tree)
        if name.partition(".")[0] in NOT_IN_RULES
    ] == []


def test_rules_import_no_tables_services_or_queries() -> None:
    assert [
        f"{module.name} imports {name}"
        for module in RULES
        for name in imported_modules(module.tree)
        if name.startswith("tijdig.")
        and set(name.split(".")) & {"models", "services", "queries", "views", "web"}
    ] == []


def test_rules_read_no_clock_and_no_file() -> None:
    assert [
        f"{module.name}, line {call.lineno}: {ast.unparse(call.func)}"
        for module in RULES
        for call in calls_in(module.tree)
        if (isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS | FILES)
        or (isinstance(call.func, ast.Name) and call.func.id == "open")
    ] == []
