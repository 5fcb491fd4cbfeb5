"""A restored database is brought up to date before it serves: keys, and what every room tells (E3, E4)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.serializers import deserialize, serialize
from pytest_django import Settings

from tests.casework.town import BSNS, Town, build_town
from tijdig import serving
from tijdig.casework.models import Case, Note
from tijdig.casework.services import add_note, take_up_case
from tijdig.cli import main
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.restoring import bring_up_to_date, refuse_when_behind
from tijdig.rights.services.case_files import empty_file
from tijdig.rights.services.signals import erase_people_of_case
from tijdig.vault.models import ControllerKey, DataKey, Tombstone
from tijdig.vault.publishing import publish_tombstones

pytestmark = pytest.mark.django_db
CANARY = "Kanariepiet"
BACKED_UP = (ControllerKey, DataKey, Signal, Link, Case, Note)


@pytest.fixture(autouse=True)
def tombstones(tmp_path: Path, settings: Settings) -> None:
    settings.TOMBSTONE_FILE = tmp_path / "tombstones"


@pytest.fixture
def restored() -> Town:
    """A town whose case was erased, and whose database was then restored from a backup of before."""
    town = build_town("weert")
    town.add_signal(town.add_resident(BSNS[0], benefit=True), surname=CANARY)
    (case,) = town.open()
    director = town.people["debt-director"]
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)
    add_note(actor=director, case_id=case.pk, version=case.version, text=f"{CANARY} gesproken")
    backup = serialize("json", [row for model in BACKED_UP for row in model._base_manager.all()])
    case = Case.objects.get()
    empty_file(town.system, case)
    erase_people_of_case(town.system, case)
    case.erased_on = date(2026, 9, 4)
    case.save()
    publish_tombstones()
    Tombstone.objects.all().delete()
    for one in deserialize("json", backup):
        type(one.object).save_base(one.object, raw=True)
    assert (Signal.objects.get().surname, Note.objects.get().text) == (CANARY, f"{CANARY} gesproken")
    return town


def test_e4_what_was_destroyed_is_destroyed_again_in_every_room(restored: Town) -> None:
    (done,) = bring_up_to_date()

    assert (done.replayed.keys, done.followed.signals, done.followed.cases) == (2, 1, 1)
    assert (Signal.objects.get().surname, Signal.objects.get().data_key_id) == ("", None)
    assert not Note.objects.exists()
    case, link = Case.objects.get(), Link.objects.get()
    assert (case.facts, case.route, case.rank_key, case.benefit) == ({}, "", "9", None)
    assert (link.person, link.reasons, link.notification is not None) == ("", [], True)
    assert link.notification is not None
    assert link.notification.address_key.startswith("erased-")
    assert bring_up_to_date() == ()
    refuse_when_behind()


def test_e4_a_database_that_is_behind_is_not_served(restored: Town) -> None:
    with pytest.raises(RuntimeError, match="restore-check"):
        refuse_when_behind()


def test_e4_serving_begins_with_the_check(restored: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def begin(_bind: str, _workers: int) -> int:
        seen.append(Signal.objects.get().surname)
        return 0

    monkeypatch.setattr("tijdig.operations.serve_forever", begin)
    assert main(["serve"]) == 0
    assert seen == [""]
    assert serving.serve_forever is not begin


def test_e4_the_command_tells_what_it_did(restored: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore-check"]) == 0
    assert "2 sleutels vernietigd" in capsys.readouterr().out
    assert main(["restore-check"]) == 0
    assert "De database is bij" in capsys.readouterr().out


def test_e7_the_command_replaces_the_keys(capsys: pytest.CaptureFixture[str]) -> None:
    town = build_town("weert")
    town.add_signal(BSNS[0])

    assert main(["rotate-keys", "--controller", town.code]) == 0
    assert "1 oude vernietigd" in capsys.readouterr().out
    assert main(["rotate-keys", "--operator"]) == 0
    assert Signal.objects.get().surname == "Jansen"
