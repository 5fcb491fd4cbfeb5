"""T2: records get their place and are signed for; what is signed never contradicts what was signed before."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from pytest_django import Settings

from tests.ledger.tampering import lift_guards
from tests.ledger.world import SITTARD, SYSTEM, WEERT, change_tile, checkpoints, in_order, sealed, tell
from tijdig import keyring
from tijdig.actors import system_actor
from tijdig.keyring import KeyUnusable
from tijdig.ledger.models import AuditEvent, LogState, SignedCheckpoint, Tile
from tijdig.ledger.queries import alarms_of, last_check, tile_reader
from tijdig.ledger.rules.merkle import consistency_proof, is_consistent, range_root
from tijdig.ledger.rules.record import leaf_of
from tijdig.ledger.rules.tiles import perfect_from, tiles_of
from tijdig.ledger.services import check_log, seal_log, seal_logs, sealing

pytestmark = pytest.mark.django_db


def test_t1_sealed_records_are_the_leaves_of_the_tree_in_their_order() -> None:
    sealed(3, 300, 1)

    records = in_order()
    assert [record.position for record in records] == list(range(304))
    assert [record.object_id for record in records] == [str(number) for number in range(304)]  # type: ignore[attr-defined]
    leaves = [leaf_of(bytes(record.salt), record.canonical()) for record in records]
    read = tile_reader(WEERT)
    assert read(0, 0) + read(0, 1) == b"".join(leaves)
    assert {(tile.level, tile.index, len(tile.hashes) // 32) for tile in Tile.objects.all()} == {
        (name.level, name.index, name.width) for name in tiles_of(304)
    }
    assert all(record.evidence is None for record in records)  # it has served


def test_t2_a_checkpoint_is_signed_for_each_sealing_and_consistent_with_all_before() -> None:
    with time_machine.travel(datetime(2026, 3, 4, 9, 30, tzinfo=UTC), tick=False):
        sealed(3, 300, 1)

    signed = checkpoints()
    assert [(one.origin, one.size, one.previous) for one in signed] == [
        ("tijdig/0988", 3, 0), ("tijdig/0988", 303, 3), ("tijdig/0988", 304, 303),
    ]  # fmt: skip
    assert signed[0].at == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    perfect = perfect_from(tile_reader(WEERT))
    for old in signed:
        assert old.root == range_root(perfect, 0, old.size)
        for new in (one for one in signed if one.size >= old.size):
            proof = consistency_proof(perfect, old.size, new.size)
            assert is_consistent(old.size, new.size, old.root, new.root, proof)


def test_t2_an_idle_log_signs_nothing_new() -> None:
    sealed(2)
    again = seal_log(actor=SYSTEM)

    assert (again.sealed, again.size, again.problems) == (0, 2, ())
    assert len(checkpoints()) == 1


def test_each_controller_has_a_log_of_its_own() -> None:
    tell(2)
    tell(3, actor=system_actor(SITTARD))

    done = seal_logs()

    assert [(one.controller_id, one.sealed, one.size) for one in done] == [(WEERT, 2, 2), (SITTARD, 3, 3)]
    assert [record.position for record in in_order(SITTARD)] == [0, 1, 2]
    assert checkpoints(SITTARD)[0].origin == "tijdig/1883"
    assert seal_logs() == ()


def test_a_long_queue_is_sealed_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 4)
    tell(10)

    done = seal_logs(actor=SYSTEM)

    assert [one.size for one in done] == [10]
    assert [one.size for one in checkpoints()] == [4, 8, 10]
    assert [record.object_id for record in in_order()] == [str(number) for number in range(10)]  # type: ignore[attr-defined]


def test_a_record_whose_transaction_commits_late_is_placed_behind() -> None:
    lift_guards()
    early, late = tell(2)
    AuditEvent.objects.filter(pk=early.pk).update(position=-1)  # as if not committed yet
    seal_log(actor=SYSTEM)
    AuditEvent.objects.filter(pk=early.pk).update(position=None)
    seal_log(actor=SYSTEM)

    assert [record.pk for record in in_order()] == [late.pk, early.pk]
    assert [one.size for one in checkpoints()] == [1, 2]


def with_a_changed_tile() -> None:
    change_tile(0, 1)


def with_a_lost_tile() -> None:
    Tile.objects.filter(level=0, index=1).delete()


def with_a_changed_upper_tile() -> None:
    change_tile(1, 0)


def with_an_older_checkpoint_only() -> None:
    SignedCheckpoint.objects.filter(size=300).delete()
    SignedCheckpoint.objects.create(
        controller_id=WEERT, size=300, note=SignedCheckpoint.objects.get(size=290).note
    )


def with_a_changed_checkpoint() -> None:
    last = SignedCheckpoint.objects.get(size=300)
    SignedCheckpoint.objects.filter(pk=last.pk).update(note=last.note.replace("300", "299"))


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (with_a_changed_tile, "ledger.inconsistent"),
        (with_a_lost_tile, "ledger.inconsistent"),
        (with_a_changed_upper_tile, "ledger.inconsistent"),
        (with_an_older_checkpoint_only, "ledger.checkpoint-not-ours"),
        (with_a_changed_checkpoint, "ledger.checkpoint-not-ours"),
    ],
)
def test_t2_nothing_is_signed_over_a_tree_that_does_not_fit_the_last_signature(
    tamper: Callable[[], None], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    sealed(290, 10)
    lift_guards()
    tamper()
    tell(5)
    before = list(SignedCheckpoint.objects.values_list("note", flat=True))

    with caplog.at_level(logging.ERROR):
        done = seal_log(actor=SYSTEM)

    assert (done.sealed, [problem.code for problem in done.problems]) == (0, [code])
    assert list(SignedCheckpoint.objects.values_list("note", flat=True)) == before
    assert AuditEvent.objects.filter(position__isnull=True).count() == 5
    assert LogState.objects.get(controller_id=WEERT).alarm == code
    assert f"{code} controller 0988" in caplog.text


def test_t1_what_another_sealer_placed_after_it_was_read_keeps_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(3)
    read = sealing._waiting

    def read_while_another_seals(controller_id: str) -> list[sealing.StoredRecord]:
        found = read(controller_id)
        monkeypatch.undo()
        assert seal_log(actor=SYSTEM).size == 3
        tell(1)
        return found

    monkeypatch.setattr(sealing, "_waiting", read_while_another_seals)

    assert seal_log(actor=SYSTEM).sealed == 0
    assert [record.position for record in in_order()] == [0, 1, 2]
    assert (seal_log(actor=SYSTEM).size, check_log(actor=SYSTEM).is_sound) == (4, True)


def test_t2_a_tampered_old_tile_cannot_get_under_a_new_signature() -> None:
    lift_guards()
    sealed(300)
    change_tile(0, 0)  # full: its hash already stands in the level above
    tell(5)

    assert seal_log(actor=SYSTEM).sealed == 5
    old, new = checkpoints()
    honest = [leaf_of(bytes(record.salt), record.canonical()) for record in in_order()]
    edge = sealing.grow(lambda _level, _index: b"", 0, honest)
    assert new.root == edge.root
    assert old.size == 300


def test_the_alarm_goes_off_when_all_fits_again() -> None:
    lift_guards()
    sealed(300)
    change_tile(0, 1)
    tell(1)
    seal_log(actor=SYSTEM)
    change_tile(0, 1)

    assert seal_log(actor=SYSTEM).sealed == 1
    state = LogState.objects.get(controller_id=WEERT)
    assert (state.alarm, state.alarm_at) == ("", None)


def test_t2_a_record_that_was_changed_before_it_was_sealed_gets_no_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lift_guards()
    one, changed, salted, stripped, last = tell(5)
    AuditEvent.objects.filter(pk=changed.pk).update(result="nothing")
    AuditEvent.objects.filter(pk=salted.pk).update(salt=bytes(32))
    AuditEvent.objects.filter(pk=stripped.pk).update(evidence=None)

    done = seal_log(actor=SYSTEM)

    assert [record.pk for record in in_order()] == [one.pk, last.pk]
    assert [problem.code for problem in done.problems] == ["ledger.altered-before-sealing"]
    assert done.problems[0].params["count"] == "3"
    assert LogState.objects.get(controller_id=WEERT).alarm == "ledger.altered-before-sealing"
    assert "ledger.altered-before-sealing" in caplog.text
    tell(1)
    assert seal_log(actor=SYSTEM).size == 3  # the others are not kept waiting


def test_t2_a_log_of_another_key_is_not_signed_on(settings: Settings, tmp_path: object) -> None:
    sealed(2)
    tell(1)
    lift_guards()
    settings.KEY_DIR = f"{tmp_path}/other-keys"
    AuditEvent.objects.filter(position__isnull=True).delete()
    tell(1)

    assert [problem.code for problem in seal_log(actor=SYSTEM).problems] == ["ledger.checkpoint-not-ours"]


def test_l1_without_its_key_nothing_is_recorded(settings: Settings, tmp_path: object) -> None:
    settings.KEY_DIR = f"{tmp_path}/empty-store"
    settings.KEYS_MADE_HERE = False

    with pytest.raises(KeyUnusable):
        tell(1)
    assert not AuditEvent.objects.exists()
    assert not keyring.is_kept("log-writing")


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_is_never_part_of_a_transaction_that_can_be_undone() -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        seal_log(actor=SYSTEM)
    assert not connection.in_atomic_block


def test_t5_the_daily_check_of_the_own_log_keeps_what_it_found_until_it_is_right_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sealed(3)
    assert check_log(actor=SYSTEM).is_sound
    assert alarms_of(WEERT) == ()
    seal_log(actor=SYSTEM)
    lift_guards()
    AuditEvent.objects.filter(position=1).update(party="other")

    with caplog.at_level(logging.ERROR):
        check_log(actor=SYSTEM)
    seal_log(actor=SYSTEM)  # which is in order: what is wrong lies further back
    AuditEvent.objects.filter(position=1).update(party="")
    assert [problem.code for problem in alarms_of(WEERT)] == ["ledger.not-sound"]
    assert "ledger.record-altered controller 0988: altered  record 1" in caplog.text
    last = AuditEvent.objects.filter(action="check-log").latest("pk")
    assert (last.result, last.reasons) == ("not-sound", ["ledger.record-altered"])

    check_log(actor=SYSTEM)
    assert alarms_of(WEERT) == ()
    checked = last_check(WEERT)
    assert checked is not None
    assert checked.size == 5
