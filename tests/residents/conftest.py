"""The register on this machine, and the one way in which it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.residents.asked import Clock
from tests.residents.fake_brp import FakeBrp, fake_brp
from tijdig.residents.asking.asking import Service
from tijdig.residents.asking.brp import Brp


@pytest.fixture(scope="module")
def running() -> Iterator[FakeBrp]:
    with fake_brp() as fake:
        yield fake


@pytest.fixture
def fake(running: FakeBrp) -> FakeBrp:
    """The register, empty and forgetful; one server serves all tests of a file."""
    running.begin_anew()
    return running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(fake: FakeBrp, clock: Clock) -> Iterator[Service]:
    made = Service("BRP", fake.connection(), pause=clock.pause, clock=lambda: clock.now)
    yield made
    made.close()


@pytest.fixture
def brp(service: Service) -> Brp:
    return Brp(service)
