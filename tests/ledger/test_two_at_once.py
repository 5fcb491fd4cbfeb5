"""T2 where several write and seal at once, which only PostgreSQL lets them: nothing is placed twice, lost or forked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connection, transaction

from tests.ledger.world import SYSTEM, WEERT, checkpoints, in_order, tell
from tijdig.ledger.services import seal_log, seal_logs, sealing
from tijdig.ledger.verification import verify_log

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]


def apart[T](act: Callable[[], T]) -> T:
    """Run something on a connection of its own, and close that."""
    try:
        return act()
    finally:
        connection.close()


def test_t2_records_that_commit_after_a_seal_are_placed_behind_it() -> None:
    written, sealed_once = Event(), Event()

    def write_slowly() -> None:
        with transaction.atomic():
            tell(2)
            written.set()
            assert sealed_once.wait(20)

    with ThreadPoolExecutor(1) as other:
        late = other.submit(apart, write_slowly)
        assert written.wait(20)
        tell(3, first=2)  # younger, and committed sooner
        assert seal_log(actor=SYSTEM).size == 3
        sealed_once.set()
        late.result(20)

    assert seal_log(actor=SYSTEM).size == 5
    assert [record.object_id for record in in_order()] == ["2", "3", "4", "0", "1"]  # type: ignore[attr-defined]
    assert [one.size for one in checkpoints()] == [3, 5]
    assert verify_log(WEERT).is_sound


def test_t2_a_second_sealer_waits_for_the_first() -> None:
    tell(1)
    seal_log(actor=SYSTEM)
    tell(2, first=1)

    def seal_without_patience() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        seal_log(actor=SYSTEM)

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        sealing._locked(WEERT)
        with pytest.raises(OperationalError, match="lock timeout"):
            other.submit(apart, seal_without_patience).result(20)

    assert seal_log(actor=SYSTEM).size == 3


def test_t2_two_sealers_and_a_writer_at_once_leave_one_sound_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 7)
    together = Barrier(3)
    tell(40)

    def seal_over_and_over() -> int:
        together.wait(20)
        return sum(one.sealed for _time in range(12) for one in seal_logs(actor=SYSTEM))

    def write_meanwhile() -> None:
        together.wait(20)
        for first in range(40, 60, 2):
            tell(2, first=first)

    with ThreadPoolExecutor(3) as pool:
        sealers = [pool.submit(apart, seal_over_and_over) for _one in range(2)]
        pool.submit(apart, write_meanwhile).result(60)
        for sealer in sealers:
            sealer.result(60)
    seal_logs(actor=SYSTEM)

    assert [record.position for record in in_order()] == list(range(60))
    assert checkpoints()[-1].size == 60
    assert verify_log(WEERT).is_sound
