"""The month in Sittard-Geleen, begun."""

from __future__ import annotations

import pytest
import time_machine

from tests.months.sittard_geleen.tenants import delivered_month
from tests.months.world import MonthWorld


@pytest.fixture
def month(db: None, clock: time_machine.Traveller) -> MonthWorld:
    return delivered_month()
