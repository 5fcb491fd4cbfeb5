"""The morning on which the month's files come in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.months.world import MORNING


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock, stopped on that morning; a test moves it on."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller
