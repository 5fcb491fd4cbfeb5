"""Fixtures of intake's tests that use the database."""

from __future__ import annotations

import pytest

from tests.intake.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()
