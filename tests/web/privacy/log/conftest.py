"""The day on which the log is read, by whom, and where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.disclosure.asking import TODAY
from tests.parties.town import Town, build_town, signed_in
from tests.web.privacy.log.disclosed import build_disclosed
from tijdig.actors import Role


@pytest.fixture(autouse=True)
def on_a_day_in_the_term() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Town:
    return build_disclosed() if "_disclosed" in request.fixturenames else build_town()


@pytest.fixture
def officer(town: Town) -> Client:
    return signed_in(town.assignments[Role.PRIVACY_OFFICER])


@pytest.fixture
def _disclosed(town: Town) -> None:
    """The social worker received data of a case before the test (:func:`build_disclosed`)."""
