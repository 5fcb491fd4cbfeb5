"""The cases of a municipality on a day in April, and the one of a family in the hands of its case director."""

from __future__ import annotations

import pytest
import time_machine
from django.template import engines

from tests.web.cases import FAMILY, Cases, build_cases
from tests.web.municipality.case_page.desk import UNKNOWN, Desk
from tijdig.actors import Role
from tijdig.casework.services import take_up_case


@pytest.fixture(autouse=True)
def in_april(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def cases() -> Cases:
    return build_cases()


@pytest.fixture
def family(cases) -> Desk:
    desk = Desk(cases, FAMILY)
    director = cases.world.actor(Role.CASE_DIRECTOR)
    take_up_case(actor=director, case_id=desk.case_id, version=desk.case.version)
    return desk
