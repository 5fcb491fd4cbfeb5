"""A day on which the shipped covenant of Weert is in force, without anybody signing it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.disclosure.asking import TODAY, weert
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure import queries, services, services_export, services_processing
from tijdig.disclosure.versions import NO_VERSION, Version

COVENANT = weert()


@pytest.fixture
def weert_in_force(monkeypatch: pytest.MonkeyPatch) -> Iterator[Covenant]:
    def version_on(controller_id: str, covenant_hash: str, _on: object = None) -> Version:
        known = (controller_id, covenant_hash) == (COVENANT.controller_code, COVENANT.hash)
        return Version(COVENANT, CovenantState.IN_FORCE) if known else NO_VERSION

    def version_of(controller_id: str, covenant_hash: str) -> Covenant | None:
        return version_on(controller_id, covenant_hash).covenant

    monkeypatch.setattr(services, "version_on", version_on)
    for module in (queries, services_processing, services_export):
        monkeypatch.setattr(module, "version_of", version_of)
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield COVENANT
