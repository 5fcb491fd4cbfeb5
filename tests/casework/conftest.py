"""Towns under the shipped covenants, on a day on which those covenants run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.casework.town import MOMENT, Town, build_town, build_weert


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def weert(db: None, clock: time_machine.Traveller) -> Town:
    return build_weert()


@pytest.fixture
def sittard(db: None, clock: time_machine.Traveller) -> Town:
    return build_town("sittard-geleen")
