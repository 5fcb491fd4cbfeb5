"""What every test may count on: no network, generated input that is the same everywhere, paths from the root."""

from __future__ import annotations

import atexit
import gc
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parent.parent

# Nothing that is imported or collected becomes garbage: looking for it there took half of the time to begin. It is set
# apart (`pytest_collection_finish`), and from then on only what tests make is gone through.
gc.disable()

# No deadline: a busy machine is no failure. Each run looks at other examples, so that a few a time come to many; `make
# fuzz` looks at many at once. CI repeats the same ones, so that a red run can be read again, and so takes more of them.
settings.register_profile(
    "default", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "ci", parent=settings.get_profile("default"), max_examples=100, derandomize=True, print_blob=True
)
settings.register_profile("many", parent=settings.get_profile("default"), max_examples=1_000)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real-format register records and deliveries; skips the test where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real-format test data is not on this machine (../shared/data)")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _templates_as_they_are_served(django_test_environment: None) -> None:
    """Render without the copies of every context that Django keeps for tests: no test reads them."""
    from django.template import base
    from django.test import utils

    for kind, kept in ((base.Template, "template_render"), (base.PartialTemplate, "partial_template_render")):
        kind._render = getattr(utils._TestState.saved_data, kept)


@pytest.fixture(scope="session", autouse=True)
def _files_are_parsed_here() -> Iterator[None]:
    """Parse deliveries without a process for each; the tests of that process start it (``tests/intake/parsing.py``)."""
    from tests.intake.parsing import parse_here
    from tijdig.intake.reading import reader

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "_parsed", parse_here)
        yield


@pytest.fixture(scope="session")
def kept_databases(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the migrated database is kept from run to run."""
    cache = getattr(pytestconfig, "cache", None)
    return cache.mkdir("migrated") if cache else tmp_path_factory.mktemp("migrated")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, kept_databases: Path) -> Iterator[None]:
    """Begin with the migrated database that was kept, where there is one."""
    from tests.migrated_once import migrated_once

    with migrated_once(kept_databases):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database; it can be emptied although triggers keep the log and the covenants as they were written.

    What migrations leave there for Django itself stays: it is the same for every test, and takes longest to make anew.
    """
    from django.db import connection
    from django.db.models.signals import post_migrate

    from tests.built_once import BY_MIGRATIONS

    statements_to_empty, empty = connection.ops.sql_flush, connection.ops.execute_sql_flush

    def without_what_migrations_left(style: Any, tables: Iterable[str], **options: Any) -> list[str]:
        filled = sorted(set(tables) - BY_MIGRATIONS)
        if (
            connection.vendor == "postgresql"
        ):  # which makes new files for each table, were it emptied at one go
            return ["; ".join(f"DELETE FROM {connection.ops.quote_name(name)}" for name in filled)]
        return statements_to_empty(style, filled, **options)

    def empty_without_triggers(statements: Sequence[str]) -> None:
        if connection.vendor == "postgresql":
            return empty(["SET LOCAL session_replication_role = replica", *statements])
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = dict(cursor.fetchall())
        return empty([*(f'DROP TRIGGER "{name}"' for name in triggers), *statements, *triggers.values()])

    connection.ops.sql_flush = without_what_migrations_left
    connection.ops.execute_sql_flush = empty_without_triggers
    post_migrate.receivers = []  # nothing is migrated any more


@pytest.fixture(scope="session")
def migrated_database(
    django_db_setup: None, kept_databases: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file of an empty, migrated SQLite database, for a process that works on its own copy of it.

    Where the tests themselves go without migrations, it is made for this.
    """
    from tests.migrated_once import kept_in
    from tests.scripts import migrated_in

    kept = kept_in(kept_databases)
    return kept if kept.exists() else migrated_in(tmp_path_factory.mktemp("scripts"))


RUNS_ONCE = re.compile(r"^pytestmark = .*\bany_database\b", re.MULTILINE)
# Journeys in a browser run once, and the tests of the codebase read no database.
ONCE = {ROOT / "tests" / "browser", ROOT / "tests" / "house"}


def on_postgresql() -> bool:
    """Whether this is the round on PostgreSQL."""
    return os.environ.get("TIJDIG_DATABASE_URL", "").startswith("postgres")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On PostgreSQL leave unread what runs once as a whole: to read it takes seconds. None for all else."""
    if not on_postgresql():
        return None
    if collection_path.is_dir():
        return collection_path in ONCE or None
    is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    return (is_test and bool(RUNS_ONCE.search(collection_path.read_text(encoding="utf-8")))) or None


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def touches_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes the database: by marker, by fixture, or as a Django test case."""
    fixtures = set(getattr(item, "fixturenames", ()))
    from django.test import SimpleTestCase, TransactionTestCase

    case = getattr(item, "cls", None)
    is_case = isinstance(case, type) and issubclass(case, SimpleTestCase)
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & DATABASE_FIXTURES
        or (is_case and issubclass(case, TransactionTestCase))
    )


def _say_nothing_more() -> None:
    """Silence extension modules, which call what was set apart a leak; to let go of it all takes five seconds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave modules and test items out of every garbage collection from here on."""
    gc.freeze()
    gc.set_threshold(
        100_000, 50, 100
    )  # what one test leaves is soon looked through, not after every few hundred objects
    gc.enable()
    atexit.register(_say_nothing_more)


def pytest_unconfigure() -> None:
    """Collect what the last tests left, and set it apart: pytest collects five times more before it goes."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what a database can change; the rest runs on SQLite alone."""
    if not on_postgresql():
        return
    once = {"browser", "any_database"}
    kept = [item for item in items if touches_database(item) and not any(map(item.get_closest_marker, once))]
    dropped = [item for item in items if item not in set(kept)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept
