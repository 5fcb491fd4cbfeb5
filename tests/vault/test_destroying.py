"""Keys that are destroyed stay destroyed, also after a restore (E2, E3, E4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.serializers import deserialize, serialize
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.vault.world import ELSEWHERE, HERE, NAME, SYSTEM, extract, resident, signal
from tijdig.actors import system_actor
from tijdig.intake.models import Delivery, Signal
from tijdig.ledger.models import AuditEvent
from tijdig.residents.models import Resident
from tijdig.residents.services import forget_extract
from tijdig.vault.models import ControllerKey, DataKey, Tombstone
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.rules.sealing import SealBroken
from tijdig.vault.services import destroy_keys, erase_rows, replay_tombstones
from tijdig.vault.services.replaying import is_behind
from tijdig.vault.tombstone_file import KeptTombstone, keep_outside, kept_tombstones

pytestmark = pytest.mark.django_db
KEPT = (ControllerKey, DataKey, Tombstone, Signal, Resident)


def backup() -> str:
    """Every row of the vault and of what it seals."""
    return serialize("json", [row for model in KEPT for row in model._base_manager.all()])


def restore(content: str) -> None:
    """Put the rows back as they were."""
    for model in (Signal, Resident, Tombstone, DataKey):
        model._base_manager.all().delete()
    for one in deserialize("json", content):
        type(one.object).save_base(one.object, raw=True)


def test_e2_erasing_destroys_the_key_and_empties_the_row() -> None:
    made = signal()
    key_id, ciphertext = made.data_key_id, bytes(made.sealed)

    assert erase_rows(actor=SYSTEM, rows=Signal.objects.all()) == 1

    erased = Signal.objects.get()
    assert not DataKey.objects.filter(pk=key_id).exists()
    assert (erased.data_key_id, bytes(erased.sealed), erased.surname) == (None, b"", "")
    assert erased.identity not in {"", made.identity}
    Signal.objects.update(sealed=ciphertext, data_key=key_id)  # from an old disk
    with pytest.raises(SealBroken):
        _ = Signal.objects.get().surname
    event = AuditEvent.objects.get(action="vault.destroy-keys")
    assert (event.details, event.object_id) == ({"keys": 1}, HERE)


def test_e2_a_register_extract_goes_with_all_its_keys_under_one_tombstone() -> None:
    of = extract()
    for number in range(3):
        resident(f"99999001{number}", of)

    assert forget_extract(actor=SYSTEM, extract=of) == 3

    assert not Resident.objects.exists()
    assert not DataKey.objects.filter(group=of.key_group.hex).exists()
    assert [(one.kind, one.subject) for one in Tombstone.objects.all()] == [("group", of.key_group.hex)]


def test_a6_keys_of_another_controller_are_left_alone() -> None:
    made = signal()

    assert destroy_keys(actor=system_actor(ELSEWHERE), key_ids=[made.data_key_id]) == 0  # type: ignore[list-item]
    assert Signal.objects.get().surname == NAME


def test_e3_a_tombstone_is_kept_outside_the_database_once_the_change_is_committed(
    tombstones: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = signal()
    key = made.data_key_id

    with django_capture_on_commit_callbacks() as waiting:
        erase_rows(actor=SYSTEM, rows=Signal.objects.all())
    assert not tombstones.exists()  # a key of a change that is undone must live on
    for callback in waiting:
        callback()

    assert [(one.kind, one.subject, one.controller_id) for one in kept_tombstones()] == [
        ("key", str(key), HERE)
    ]
    assert tombstones.stat().st_mode & 0o777 == 0o600
    assert NAME not in tombstones.read_text()
    assert publish_tombstones() == 0


def test_e3_a_line_that_a_crash_cut_short_is_passed_over_and_written_again(tombstones: Path) -> None:
    signal()
    erase_rows(actor=SYSTEM, rows=Signal.objects.all())
    tombstones.write_text('{"kind": "key", "subj')

    publish_tombstones()

    assert [one.kind for one in kept_tombstones()] == ["key"]


def test_e4_a_restore_replays_the_tombstones() -> None:
    first, second = signal(), signal(surname="Blijft")
    of = extract()
    resident(of=of)
    before = backup()
    erase_rows(actor=SYSTEM, rows=Signal.objects.filter(pk=first.pk))
    forget_extract(actor=SYSTEM, extract=of)
    publish_tombstones()
    assert not is_behind(HERE)

    restore(before)
    assert Signal.objects.get(pk=first.pk).surname == NAME  # the backup holds key and ciphertext
    assert is_behind(HERE)
    done = replay_tombstones(actor=SYSTEM)

    assert (done.tombstones, done.keys, done.rows) == (2, 2, 2)
    assert not is_behind(HERE)
    assert Signal.objects.get(pk=first.pk).surname == ""
    assert Signal.objects.get(pk=second.pk).surname == "Blijft"
    assert not Resident.objects.exists()
    assert AuditEvent.objects.get(action="vault.replay-tombstones").details == {
        "tombstones": 2, "keys": 2, "rows": 2,
    }  # fmt: skip
    again = replay_tombstones(actor=SYSTEM)
    assert (again.tombstones, again.keys, again.rows) == (0, 0, 0)


def test_e4_tombstones_of_another_controller_are_for_its_own_replay(tombstones: Path) -> None:
    made = signal()
    told = KeptTombstone("key", str(made.data_key_id), ELSEWHERE, made.delivery.received_at)
    keep_outside([told])

    assert replay_tombstones(actor=SYSTEM).tombstones == 0
    assert Signal.objects.get().surname == NAME
    assert (is_behind(HERE), is_behind(ELSEWHERE)) == (False, True)


def test_e3_a_destroyed_key_stays_destroyed_when_old_rows_come_back() -> None:
    made = signal()
    kept_row = serialize("json", [*DataKey.objects.filter(pk=made.data_key_id), made])
    erase_rows(actor=SYSTEM, rows=Signal.objects.all())
    publish_tombstones()
    for one in deserialize("json", kept_row):  # someone puts key and row back by hand, tombstone known
        type(one.object).save_base(one.object, raw=True)

    replay_tombstones(actor=SYSTEM)

    assert Signal.objects.get().surname == ""
    assert Delivery.objects.get().file_name == f"{NAME}.csv"
