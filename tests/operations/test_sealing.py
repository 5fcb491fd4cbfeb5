"""T2: the logs are sealed at the start, every minute, and once more at shutdown, with or without `tijdig serve`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError

from tests.ledger.tampering import lift_guards
from tests.ledger.world import WEERT, change_tile, checkpoints, sealed, tell
from tijdig import serving
from tijdig.cli import main
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.queries import alarms_of
from tijdig.parties.models import Controller

pytestmark = pytest.mark.django_db

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


class Minutes:
    """A clock and a stop button: each look at it runs the next act, and after the last it says stop."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self.acts = list(acts)
        self.now = 0.0

    def wait(self, _seconds: float) -> bool:
        if not self.acts:
            return True
        self.acts.pop(0)()
        return False

    def monotonic(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Minutes:
    minutes = Minutes()
    monkeypatch.setattr(serving, "time", minutes)
    monkeypatch.setattr(serving, "_stopping", lambda: minutes)
    return minutes


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test lives in one transaction, so its connection stays."""
    monkeypatch.setattr(serving, "close_old_connections", lambda: None)


def waiting() -> int:
    return AuditEvent.objects.filter(position__isnull=True).count()


def test_t2_serving_seals_at_the_start_each_minute_and_at_shutdown(
    clock: Minutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_web", lambda _bind, _workers: SLEEPS)
    monkeypatch.setattr(serving, "_background", lambda: SLEEPS)
    monkeypatch.setattr(serving, "_daily", lambda: [sys.executable, "-c", ""])
    tell(2)
    seen: list[tuple[int, int]] = []

    def look() -> None:
        seen.append((len(checkpoints()), waiting()))

    clock.acts = [
        lambda: None,
        lambda: (look(), tell(1), clock.pass_by(59)),
        lambda: (look(), clock.pass_by(1)),
        lambda: None,
        lambda: (look(), tell(4)),
    ]

    assert serving.serve_forever("127.0.0.1:0", 1) == 0
    assert seen == [(1, 0), (1, 1), (2, 0)]
    assert (len(checkpoints()), waiting()) == (3, 0)


def test_t2_sealing_without_serving_goes_on_until_stopped(clock: Minutes) -> None:
    tell(1)
    clock.acts = [lambda: tell(1)]

    assert main(["seal", "--keep-on"]) == 0
    assert [one.size for one in checkpoints()] == [1, 2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_t2_a_signal_to_stop_ends_the_wait_so_that_what_is_left_is_sealed(number: int) -> None:
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        stopping = serving._stopping()
        assert not stopping.is_set()
        os.kill(os.getpid(), number)
        assert stopping.wait(5)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def test_t2_serving_seals_once_more_when_one_of_its_processes_dies(
    clock: Minutes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "now"
    dies = (
        f"import pathlib, time\nwhile not pathlib.Path({str(dying)!r}).exists(): time.sleep(0.01)\n"
        "raise SystemExit(3)"
    )
    monkeypatch.setattr(serving, "_web", lambda _bind, _workers: [sys.executable, "-c", dies])
    monkeypatch.setattr(serving, "_background", lambda: SLEEPS)
    monkeypatch.setattr(serving, "_daily", lambda: [sys.executable, "-c", ""])
    tell(1)
    begun: list[subprocess.Popen[bytes]] = []

    class Started(subprocess.Popen[bytes]):
        def __init__(self, command: list[str]) -> None:
            super().__init__(command)
            begun.append(self)

    monkeypatch.setattr(serving.subprocess, "Popen", Started)
    clock.acts = [lambda: None, lambda: tell(2), lambda: (dying.touch(), begun[0].wait(20))]

    assert serving.serve_forever("127.0.0.1:0", 1) == 3
    assert (len(checkpoints()), waiting()) == (2, 0)


def test_a_database_that_does_not_answer_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: object) -> None:
        raise OperationalError

    tell(1)
    with monkeypatch.context() as broken:
        broken.setattr(serving, "seal_logs", breaks)
        assert serving.seal_and_go_on() == ()

    assert serving.seal_and_go_on()[0].sealed == 1


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    tell(3)

    assert main(["seal"]) == 0
    assert capsys.readouterr().out == f"{WEERT}  3 regels een plaats gegeven, ondertekend bij 3\n"


def test_t2_the_command_fails_when_the_log_no_longer_fits(capsys: pytest.CaptureFixture[str]) -> None:
    sealed(3)
    lift_guards()
    change_tile(0, 0)
    tell(1)

    assert main(["seal"]) == 1
    assert "ledger.inconsistent" in capsys.readouterr().out


def test_t5_the_daily_work_checks_the_log_and_says_where_it_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Controller.objects.create(code=WEERT, name="Gemeente Weert")
    sealed(3)
    lift_guards()
    AuditEvent.objects.filter(position=1).update(party="other")

    assert main(["daily", "--on", "2026-03-04"]) == 0
    assert "log checked: altered  record 1: Regel 1 is veranderd." in capsys.readouterr().out
    assert [problem.code for problem in alarms_of(WEERT)] == ["ledger.not-sound"]


def test_the_daily_work_seals_what_it_left() -> None:
    tell(2)

    assert main(["daily", "--on", "2026-03-04"]) == 0
    assert waiting() == 0
