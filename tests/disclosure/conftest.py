"""A day on which the shipped covenant of Weert is in force, without anybody signing it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256

import pytest
import time_machine
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tests.disclosure.asking import TODAY, weert
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure import queries, services, services_export, subjects
from tijdig.disclosure.versions import NO_VERSION, Version

COVENANT = weert()


@pytest.fixture
def weert_in_force(monkeypatch: pytest.MonkeyPatch) -> Iterator[Covenant]:
    def version_on(controller_id: str, covenant_hash: str, _on: object = None) -> Version:
        known = (controller_id, covenant_hash) == (COVENANT.controller_code, COVENANT.hash)
        return Version(COVENANT, CovenantState.IN_FORCE) if known else NO_VERSION

    def version_of(controller_id: str, covenant_hash: str) -> Covenant | None:
        return version_on(controller_id, covenant_hash).covenant

    def subject_ciphers(controller_id: str, kind: str, ids: Collection[str]) -> dict[str, AESGCMSIV]:
        return {one: AESGCMSIV(sha256(f"{controller_id} {kind} {one}".encode()).digest()) for one in ids}

    monkeypatch.setattr(subjects, "subject_ciphers", subject_ciphers)
    monkeypatch.setattr(services, "version_on", version_on)
    for module in (queries, services_export):
        monkeypatch.setattr(module, "version_of", version_of)
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield COVENANT
