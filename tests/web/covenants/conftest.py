"""Weert's covenant, proposed and not yet signed, on a day in March; a template's unknown variable shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.template import engines

from tests.parties.town import Town, build_town
from tests.web.covenants.weert import TEXT, UNKNOWN
from tijdig.actors import Role
from tijdig.covenant import services
from tijdig.covenant.models import CovenantVersion


@pytest.fixture(autouse=True)
def in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)  # type: ignore[attr-defined]
    with time_machine.travel("2026-03-12 10:00+01:00", tick=False):
        yield


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def version(town: Town) -> CovenantVersion:
    return services.propose_covenant(actor=town.actor(Role.COORDINATOR), text=TEXT)
