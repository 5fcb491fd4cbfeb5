"""Each test has tombstones of its own; scripts begin with a migrated database."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.migrated_once import kept_in
from tests.vault.scripts import migrated_in


@pytest.fixture(autouse=True)
def tombstones(tmp_path: Path, settings: Settings) -> Path:
    settings.TOMBSTONE_FILE = tmp_path / "tombstones"
    return tmp_path / "tombstones"


@pytest.fixture(scope="session")
def migrated_database(
    django_db_setup: None, kept_databases: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file of an empty, migrated SQLite database, for a process that works on its own copy of it.

    Where the tests themselves go without migrations, it is made for this.
    """
    kept = kept_in(kept_databases)
    return kept if kept.exists() else migrated_in(tmp_path_factory.mktemp("scripts"))
