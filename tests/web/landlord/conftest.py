"""A frozen day in Weert, and browsers signed in as its people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.template import engines
from django.test import Client

from tests.feedback.world import NOW, World, build_world
from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel(NOW, tick=False):
        yield build_world()


@pytest.fixture
def clerk(world: World) -> Client:
    return signed_in(world.town.assignments[Role.LANDLORD_CLERK])


@pytest.fixture
def other_clerk(world: World) -> Client:
    return signed_in(world.other_clerk)
