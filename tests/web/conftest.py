"""Which tests of pages run on PostgreSQL too, and what many of them begin with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.template import engines

from tests.web.cases import Cases, build_cases
from tests.web.unknown import UNKNOWN

HERE = str(Path(__file__).parent) + os.sep
# Sessions that end at once, whose what is, and searching a log of a million: there the database has a part in it.
ON_BOTH = ("access", "account", "privacy", "witness")


def _runs_once(path: Path) -> bool:
    return str(path).startswith(HERE) and str(path).removeprefix(HERE).partition(os.sep)[0] not in ON_BOTH


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the tests unread that would not run on PostgreSQL; None for all else."""
    is_postgresql = os.environ.get("TIJDIG_DATABASE_URL", "").startswith("postgres")
    return (is_postgresql and collection_path.suffix == ".py" and _runs_once(collection_path)) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what a page says be tested once, on SQLite.

    A page asks through queries and services that have tests of their own on both databases, and on both every address
    is opened by every role: own, of others, and of other municipalities (``access``, ``tests/row_security``).
    """
    for item in items:
        if _runs_once(item.path):
            item.add_marker("any_database")


@pytest.fixture
def in_april(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A frozen day in April; what a template asks for and does not get shows on the page."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def cases() -> Cases:
    """The cases of a municipality, and browsers of its people."""
    return build_cases()
