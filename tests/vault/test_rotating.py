"""Keys are replaced while the service runs, and a run that was stopped goes on (E7)."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from tests.vault.world import HERE, NAME, SYSTEM, signal
from tijdig import keyring
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.vault import keys
from tijdig.vault.installation import open_text, seal_text
from tijdig.vault.models import ControllerKey, DataKey
from tijdig.vault.rules.sealing import SealBroken
from tijdig.vault.services import rotate_controller_key, rotate_operator_key, rotating
from tijdig.vault.services.rotating import Rotated

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def forget_opened_keys() -> None:
    """As a process that starts anew."""
    keys._opened.clear()
    keys._ciphers.clear()


def versions() -> list[int]:
    own = ControllerKey.objects.filter(controller_id=HERE, kind="data").order_by("version")
    return list(own.values_list("version", flat=True))


def test_e7_a_controller_s_key_is_replaced_and_the_old_one_destroyed() -> None:
    made = [signal() for _ in range(5)]
    before = {key.pk: bytes(key.wrapped) for key in DataKey.objects.all()}
    sealed = {bytes(one.sealed) for one in made}

    done = rotate_controller_key(actor=SYSTEM, batch=2)

    assert done == Rotated(wrapped_again=len(before), destroyed=1)
    assert versions() == [2]
    assert not {bytes(key.wrapped) for key in DataKey.objects.all()} & set(before.values())
    assert {bytes(one.sealed) for one in Signal.objects.all()} == sealed  # what is sealed is left as it is
    forget_opened_keys()
    assert {one.surname for one in Signal.objects.all()} == {NAME}
    assert AuditEvent.objects.filter(action__startswith="vault.").count() == 2


def test_e7_a_rotation_that_was_killed_is_finished_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        signal()
    total, whole, seen = DataKey.objects.count(), rotating._wrap_batch, []

    def killed(controller_id: str, after: UUID | None, batch: int) -> list[UUID]:
        seen.append(whole(controller_id, after, batch))
        if len(seen) == 2:
            raise KeyboardInterrupt
        return seen[-1]

    monkeypatch.setattr(rotating, "_wrap_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate_controller_key(actor=SYSTEM, batch=3)
    assert versions() == [1, 2]
    forget_opened_keys()
    assert {one.surname for one in Signal.objects.all()} == {NAME}  # serves meanwhile, old keys and new
    newcomer = signal(surname="Nieuw")  # and takes in meanwhile, under the new key
    assert newcomer.data_key is not None
    assert newcomer.data_key.controller_key.version == 2

    monkeypatch.setattr(rotating, "_wrap_batch", whole)
    done = rotate_controller_key(actor=SYSTEM, batch=3)

    assert versions() == [2]
    assert done.destroyed == 1
    assert done.wrapped_again < total
    forget_opened_keys()
    assert {one.surname for one in Signal.objects.all()} == {NAME, "Nieuw"}


def test_e7_the_operator_s_key_is_replaced_without_touching_data(key_dir: Path) -> None:
    signal()
    wrapped = {bytes(key.wrapped) for key in DataKey.objects.all()}
    text = seal_text("JBSWY3DP", "totp")
    keyring.secret("operator-2")  # the operator puts the new one there

    done = rotate_operator_key(actor=SYSTEM)

    assert done.wrapped_again == ControllerKey.objects.count()
    assert set(ControllerKey.objects.values_list("wrapped_with", flat=True)) == {"operator-2"}
    assert {bytes(key.wrapped) for key in DataKey.objects.all()} == wrapped
    (key_dir / "operator").unlink()
    keyring._read.cache_clear()
    forget_opened_keys()
    assert Signal.objects.get().surname == NAME
    assert open_text(text, "totp") == "JBSWY3DP"
    assert rotate_operator_key(actor=SYSTEM) == Rotated(0, 0)


def test_e2_without_the_operator_s_key_nothing_opens(key_dir: Path) -> None:
    signal()
    (key_dir / "operator").write_bytes(bytes(32))
    keyring._read.cache_clear()
    forget_opened_keys()

    with pytest.raises(SealBroken):
        _ = Signal.objects.get().surname


def test_a_text_of_the_installation_opens_for_its_own_purpose_only() -> None:
    sealed = seal_text("JBSWY3DP", "totp")

    assert "JBSWY3DP" not in sealed
    assert open_text(sealed, "totp") == "JBSWY3DP"
    for other, purpose in ((sealed, "other"), ("", "totp"), ("geen.sleutel", "totp"), (sealed[:-4], "totp")):
        with pytest.raises(SealBroken):
            open_text(other, purpose)
