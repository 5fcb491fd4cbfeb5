"""Towns under the shipped covenants, on a day on which those covenants run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.casework.town import MOMENT, Town, build_town
from tijdig.actors import Role


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def weert(db: None, clock: time_machine.Traveller) -> Town:
    town = build_town("weert")
    town.add_person("social-worker", Role.SOCIAL_WORKER, "amw", "maatschappelijk-werk")
    town.add_person("landlord-clerk", Role.LANDLORD_CLERK, "wonen-limburg")
    town.add_person("other-clerk", Role.LANDLORD_CLERK, "st-joseph")
    return town


@pytest.fixture
def sittard(db: None, clock: time_machine.Traveller) -> Town:
    return build_town("sittard-geleen")
