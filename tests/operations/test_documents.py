"""``tijdig covenant documents --controller``: what is in force, with who signed; nothing when nothing is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.covenant.agreeing import put_in_force
from tests.covenant.documents.reading_pdf import squeezed_text
from tijdig.cli import main
from tijdig.covenant.profiles import profile_text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MOMENT = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(MOMENT, tick=False):
        yield


def test_the_documents_of_what_is_in_force_tell_who_signed(tmp_path: Path) -> None:
    put_in_force(profile_text("weert"), MOMENT)

    assert main(["covenant", "documents", "--controller", "0988", "--out", str(tmp_path / "uit")]) == 0
    files = {path.name.partition("-1.0.0-")[2]: path for path in (tmp_path / "uit").iterdir()}
    assert len(files) == 9
    signed = squeezed_text(files["convenant.pdf"].read_bytes())
    assert signed.count("12maart2026,10.00uur") == 4
    assert "Nognietgetekend" not in signed
    entry = json.loads(files["algoritmeregister.json"].read_text(encoding="utf-8"))
    assert entry["algoritme"]["status"] == "In gebruik"


def test_with_nothing_in_force_nothing_is_written_and_the_file_is_pointed_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["covenant", "documents", "--controller", "0988", "--out", str(tmp_path / "uit")]) == 1
    assert not (tmp_path / "uit").exists()
    assert "geen convenant dat in werking is" in capsys.readouterr().out
