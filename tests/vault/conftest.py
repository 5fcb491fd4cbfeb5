"""Each test has tombstones of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def tombstones(tmp_path: Path, settings: Settings) -> Path:
    settings.TOMBSTONE_FILE = tmp_path / "tombstones"
    return tmp_path / "tombstones"
