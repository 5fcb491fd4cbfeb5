"""What every test may count on: no network, generated input that is the same everywhere, paths from the root."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# No deadline: a busy machine is no failure. CI repeats the same examples, so that a red run can be read again.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True, print_blob=True)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real-format register records and deliveries; skips the test where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real-format test data is not on this machine (../shared/data)")
    return SHARED_DATA


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what a database can change: pages in a browser and pure rules ran on SQLite."""
    if not os.environ.get("TIJDIG_DATABASE_URL", "").startswith("postgres"):
        return
    kept = [item for item in items if touches_database(item) and not item.get_closest_marker("browser")]
    dropped = [item for item in items if item not in set(kept)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept
