"""C3, R4: a revocation or the last midnight bites on the next row, also while a delivery is being read."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from tests.covenant.agreeing import say
from tests.intake.samples import RECEIVED_ON, csv_file, workbook
from tests.intake.world import World, build_world
from tijdig.covenant.models import Acceptance
from tijdig.covenant.rules.in_force import Verdict
from tijdig.intake.models import Delivery, DeliveryFile, RefusedRow, Signal
from tijdig.intake.services import confirm_columns, keeping, receive_delivery, receiving, standing
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import AuditEvent
from tijdig.problems import Refused

LAST_DAY = RECEIVED_ON
LAST_EVENING = datetime(2026, 9, 2, 21, 30, tzinfo=UTC)  # half past eleven in Amsterdam, on the last day
ONE_HOUR = timedelta(hours=1)


@pytest.fixture
def ending(db: None) -> World:
    """A municipality whose covenant ends on the day of the delivery."""
    return build_world(last_day=LAST_DAY.isoformat())


def deliver(world: World, content: bytes, on: date = RECEIVED_ON) -> DeliveryState:
    received = receive_delivery(actor=world.clerk, file_name="maand.csv", content=content, received_on=on)
    return received.state


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Delivery, Signal, RefusedRow, DeliveryFile))


def after(monkeypatch: pytest.MonkeyPatch, where: object, name: str, happens: object) -> None:
    """Let something happen right after a step of the import has been done."""
    step = getattr(where, name)

    def stepped(*args: object, **kwargs: object) -> object:
        done = step(*args, **kwargs)
        happens()  # type: ignore[operator]
        return done

    monkeypatch.setattr(where, name, stepped)


def test_c3_a_revocation_while_the_file_is_parsed_refuses_it_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    after(monkeypatch, receiving, "read_tables", lambda: say(world.version, "woonvorm", Verdict.REVOKE))
    with pytest.raises(Refused) as refused:
        deliver(world, csv_file({}, {"reference": "K-2"}))
    (problem,) = refused.value.problems
    assert (problem.code, problem.rule) == ("covenant.no-longer-in-force", "C3")
    assert "ingetrokken door een partij" in problem.nl
    assert "Nothing was kept" in problem.en
    assert problem.remedy_nl
    assert stored() == (0, 0, 0, 0)
    event = AuditEvent.objects.get(object_kind="delivery")
    assert (event.result, event.reasons) == ("refused", ["covenant.no-longer-in-force"])


@pytest.mark.parametrize(
    "step", ["check_delivery", "_add_signals", "_keep_refusals", "_keep_files", "record_change"]
)
def test_c3_the_last_midnight_during_any_step_refuses_it_whole(
    ending: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        after(monkeypatch, keeping, step, lambda: clock.shift(ONE_HOUR))
        with pytest.raises(Refused, match="no-longer-in-force"):
            deliver(ending, csv_file({}, {"reference": "K-2", "reminder_on": ""}), on=LAST_DAY)
    assert stored() == (0, 0, 0, 0)


def test_r4_the_evening_before_it_is_still_taken(ending: World) -> None:
    with time_machine.travel(LAST_EVENING, tick=False):
        assert deliver(ending, csv_file({}), on=LAST_DAY) is DeliveryState.ACCEPTED


def test_c3_the_last_midnight_bites_on_the_next_batch_of_rows(
    ending: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ROWS_PER_LOOK", 2)
    written: list[int] = []
    many = Signal.objects.bulk_create
    with time_machine.travel(LAST_EVENING, tick=False) as clock:

        def counted(signals: list[Signal], **kwargs: int) -> list[Signal]:
            written.append(len(signals))
            clock.shift(ONE_HOUR)
            return many(signals, **kwargs)

        monkeypatch.setattr(Signal.objects, "bulk_create", counted)
        with pytest.raises(Refused, match="no-longer-in-force"):
            deliver(ending, csv_file(*({"reference": f"K-{n}"} for n in range(7))), on=LAST_DAY)
    assert written == [2]  # not one row after it
    assert stored() == (0, 0, 0, 0)


def test_c3_a_file_that_still_needs_its_columns_does_not_wait_under_an_ended_covenant(
    ending: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        after(monkeypatch, receiving, "problems_with_columns", lambda: clock.shift(ONE_HOUR))
        with pytest.raises(Refused, match="no-longer-in-force"):
            deliver(ending, workbook({}), on=LAST_DAY)
    assert stored() == (0, 0, 0, 0)


def test_c3_midnight_bites_while_columns_are_confirmed(
    ending: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = LAST_DAY - timedelta(days=1)
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        waiting = receive_delivery(
            actor=ending.clerk, file_name="maand.xlsx", content=workbook({}), received_on=yesterday
        )
        after(monkeypatch, keeping, "_keep_files", lambda: clock.shift(ONE_HOUR))
        with pytest.raises(Refused, match="no-covenant-in-force"):
            confirm_columns(
                actor=ending.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, on=LAST_DAY
            )
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert not Signal.objects.exists()


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="two transactions at once; on SQLite the one that writes is alone",
)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_c3_a_revocation_by_somebody_else_mid_import_refuses_it_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = build_world()

    def revoke() -> None:
        in_a_thread(lambda: say(world.version, "woonvorm", Verdict.REVOKE)).join(timeout=20)

    after(monkeypatch, keeping, "_add_signals", revoke)
    with pytest.raises(Refused, match="no-longer-in-force"):
        deliver(world, csv_file({}, {"reference": "K-2"}))
    assert Acceptance.objects.filter(verdict=Verdict.REVOKE).count() == 1
    assert stored() == (0, 0, 0, 0)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_c3_who_revokes_during_the_very_end_waits_for_it_and_what_was_agreed_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = build_world()
    revoked_at: list[int] = []
    threads: list[threading.Thread] = []
    holding = standing.check_in_force

    def revoke_meanwhile(controller: str, covenant_hash: str, on: date, *, hold: bool = False) -> None:
        holding(controller, covenant_hash, on, hold=hold)
        if hold:
            threads.append(in_a_thread(lambda: revoke(world.version, revoked_at)))
            threads[0].join(timeout=0.5)
            assert threads[0].is_alive()  # it waits: the import has looked for the last time

    monkeypatch.setattr(standing, "check_in_force", revoke_meanwhile)
    assert deliver(world, csv_file({}, {"reference": "K-2"})) is DeliveryState.ACCEPTED
    threads[0].join(timeout=20)
    assert revoked_at == [2]  # both signals stood there before the revocation did
    with pytest.raises(Refused, match="no-covenant-in-force"):
        deliver(world, csv_file({"reference": "K-3"}))


def revoke(version: UUID, seen: list[int]) -> None:
    say(version, "woonvorm", Verdict.REVOKE)
    seen.append(Signal.objects.count())


def in_a_thread(act: object) -> threading.Thread:
    def run() -> None:
        try:
            act()  # type: ignore[operator]
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
