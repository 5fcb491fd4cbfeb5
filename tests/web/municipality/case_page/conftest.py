"""The cases of a municipality on a day in April, and the one of a family in the hands of its case director."""

from __future__ import annotations

import pytest

from tests.web.cases import FAMILY
from tests.web.municipality.case_page.desk import Desk
from tijdig.actors import Role
from tijdig.casework.services import take_up_case


@pytest.fixture
def family(cases) -> Desk:
    desk = Desk(cases, FAMILY)
    director = cases.world.actor(Role.CASE_DIRECTOR)
    take_up_case(actor=director, case_id=desk.case_id, version=desk.case.version)
    return desk
