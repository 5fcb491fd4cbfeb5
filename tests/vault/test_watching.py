"""A database is not served without its own file of tombstones: nobody would know what was destroyed (E4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vault.world import SYSTEM, signal
from tijdig.actors import Actor, Role
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.problems import Refused
from tijdig.restoring import begin_anew, bring_up_to_date, refuse_when_behind
from tijdig.vault.models import TombstoneFile
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.services import begin_tombstones_anew, erase_rows, require_tombstone_file
from tijdig.vault.tombstone_file import kept_tombstones

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(tombstones: Path) -> Path:
    """The file of a database that was served before, with one tombstone in it."""
    gone = signal()
    signal()
    bring_up_to_date()
    erase_rows(actor=SYSTEM, rows=Signal.objects.filter(pk=gone.pk))
    publish_tombstones()
    refuse_when_behind()
    return tombstones


def refused() -> bool:
    """Both ways to begin serving refuse, with the same reason, and change nothing."""
    for begin in (bring_up_to_date, refuse_when_behind):
        with pytest.raises(Refused) as problem:
            begin()
        assert [one.code for one in problem.value.problems] == ["vault.tombstones-lost"]
    return True


def test_e4_a_backup_that_was_restored_without_its_tombstones_is_not_served(served: Path) -> None:
    served.unlink()
    assert refused()
    assert not served.exists()


def test_e4_nor_with_an_older_file_than_the_database(served: Path) -> None:
    served.write_text(served.read_text().splitlines()[0] + "\n")
    assert list(kept_tombstones()) == []
    assert refused()


def test_e4_nor_with_the_file_of_another_database(served: Path) -> None:
    lines = served.read_text().splitlines()
    served.write_text("\n".join(line for line in lines if '"file"' not in line) + "\n")
    assert len(list(kept_tombstones())) == 1
    assert refused()


def test_e4_a_database_without_keys_begins_a_file(tombstones: Path) -> None:
    require_tombstone_file()
    tombstones.unlink()
    require_tombstone_file()  # installed anew before there was anything to protect
    signal()
    require_tombstone_file()

    assert TombstoneFile.objects.count() == 2
    assert str(TombstoneFile.objects.all()[0].pk) in tombstones.read_text()


def test_e4_a_file_that_is_lost_for_good_is_begun_anew_and_the_log_tells(served: Path) -> None:
    served.unlink()

    begin_anew()
    publish_tombstones()

    refuse_when_behind()
    assert len(list(kept_tombstones())) == 1  # what the database knew
    assert AuditEvent.objects.get(action="vault.begin-tombstones-anew").details == {"number": 1}


def test_e4_only_who_may_erase_begins_the_file_anew() -> None:
    clerk = Actor(None, None, "0988", "wonen-limburg", Role.LANDLORD_CLERK)
    with pytest.raises(Refused):
        begin_tombstones_anew(actor=clerk)
