"""The towns of casework's tests, and the first meeting in one of them."""

from __future__ import annotations

import pytest

from tests.casework.conftest import clock, sittard, weert
from tests.casework.town import Town
from tijdig.meeting.models import Meeting
from tijdig.meeting.services import plan_meeting

__all__ = ["clock", "meeting", "sittard", "weert"]


@pytest.fixture
def meeting(weert: Town) -> Meeting:
    return plan_meeting(actor=weert.people["coordinator"])
