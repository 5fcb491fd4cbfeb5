"""Weert's covenant, proposed and not yet signed, on a day in March; a template's unknown variable shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.template import engines

from tests.built_once import built_once
from tests.parties.town import Town, build_town
from tests.web.covenants.weert import TEXT
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.covenant import services
from tijdig.covenant.models import CovenantVersion


@pytest.fixture(autouse=True)
def in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)  # type: ignore[attr-defined]
    with time_machine.travel("2026-03-12 10:00+01:00", tick=False):
        yield


@built_once
def build_proposed() -> Town:
    town = build_town()
    services.propose_covenant(actor=town.actor(Role.COORDINATOR), text=TEXT)
    return town


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Town:
    return build_proposed() if "version" in request.fixturenames else build_town()


@pytest.fixture
def version(town: Town) -> CovenantVersion:
    return CovenantVersion.objects.get()
