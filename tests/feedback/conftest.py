"""A frozen day in Weert."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.feedback.world import NOW, World, build_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()
