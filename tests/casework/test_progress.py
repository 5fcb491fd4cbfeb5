"""How far a run is, and how long it still takes, is told while it goes on; and nothing is guessed at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.casework.town import Town
from tijdig.casework.models import RunProgress
from tijdig.casework.queries.progress import progress_of_run
from tijdig.casework.rules.progress import Progress, Step
from tijdig.casework.services import progress
from tijdig.casework.services.progress import Telling, telling_progress
from tijdig.linkage.services.comparing import SOME, _counted
from tijdig.residents.rules.record import ResidentRecord

BEGAN = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "total", "seconds", "left"),
    [
        (0, 0, 60, None),  # nobody knows how much it is
        (4, 100, 60, None),  # too little to tell by
        (5, 100, 10, 190),
        (50, 100, 60, 60),
        (100, 100, 60, 0),
    ],
)
def test_what_is_left_follows_from_what_is_done(
    done: int, total: int, seconds: int, left: int | None
) -> None:
    run = Progress(Step.READING, done, total, BEGAN, BEGAN + timedelta(seconds=seconds))
    assert run.remaining() == (None if left is None else timedelta(seconds=left))


def test_a_run_that_is_silent_too_long_broke_off() -> None:
    run = Progress(Step.KEEPING, 0, 0, BEGAN, BEGAN)
    assert not run.is_broken_off(BEGAN + timedelta(minutes=15))
    assert run.is_broken_off(BEGAN + timedelta(minutes=16))


def test_people_are_counted_as_they_are_read() -> None:
    heard: list[tuple[int, int]] = []
    people = [ResidentRecord(str(number)) for number in range(SOME + 2)]
    # Of whom the register told fewer than there are, it is not done before it is.
    assert list(_counted(iter(people), SOME, lambda *said: heard.append(said))) == people
    assert heard == [(0, SOME), (SOME - 1, SOME), (SOME, SOME)]


@pytest.mark.django_db
def test_it_is_told_once_a_second_and_gone_with_the_run(weert: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    tell = Telling(weert.code, heard=True)

    def after(seconds: float, step: Step, done: int, total: int) -> tuple[str, int] | None:
        now[0] += seconds
        tell(step, done, total)
        told = progress_of_run(weert.code)
        return (told.step, told.done) if told else None

    assert after(0.1, Step.READING, 1, 10) is None  # what is over in a moment tells nothing
    assert after(1.0, Step.READING, 2, 10) == (Step.READING, 2)
    assert after(0.5, Step.READING, 3, 10) == (Step.READING, 2)
    assert after(0.1, Step.KEEPING, 0, 0) == (Step.KEEPING, 0)  # another step is told at once
    tell.end()
    assert not RunProgress.objects.exists()


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_told(weert: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0)
    assert connection.in_atomic_block
    with telling_progress(weert.code) as tell:
        tell(Step.READING, 1, 10)
        assert progress_of_run(weert.code) is None
