"""T5: an export can be checked without database, settings or application, also on a machine with nothing but Python."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ledger.tampering import lift_guards
from tests.ledger.world import SYSTEM, WEERT, in_order, sealed, tell
from tijdig.actors import Actor, Role
from tijdig.cli import main
from tijdig.ledger.checking import check_files
from tijdig.ledger.exports import FolderFiles, ZipFiles, open_files, verifier
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import AuditEvent, SignedCheckpoint
from tijdig.ledger.services import export_log
from tijdig.problems import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of three hundred records and the one that tells of itself."""
    sealed(300)
    export_log(actor=SYSTEM, to=tmp_path / "export")
    return tmp_path / "export"


def change(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def bare_python(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python without any installed package and without our sources."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *map(str, arguments)],
        capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def test_t5_an_export_holds_what_was_signed_for_and_tells_of_itself(export: Path) -> None:
    tell(1)  # waits, so it is in no export

    report = check_files(open_files(export))

    assert (report.size, report.findings) == (301, ())
    assert b'"action":"export-log"' in (export / "records.jsonl").read_bytes().splitlines()[-1]
    assert (export / "checkpoint").read_text() == SignedCheckpoint.objects.get(size=301).note
    assert (export / "tile" / "0" / "000").stat().st_size == 8_192
    assert (export / "tile" / "0" / "001.p" / "45").stat().st_size == 45 * 32
    assert (export.stat().st_mode & 0o777) == 0o700


def test_t5_a_zip_is_checked_as_a_folder_is(tmp_path: Path) -> None:
    sealed(300)
    export_log(actor=SYSTEM, to=tmp_path / "log.zip")

    assert isinstance(open_files(tmp_path / "log.zip"), ZipFiles)
    assert check_files(open_files(tmp_path / "log.zip")).is_sound
    assert (tmp_path / "log.zip").stat().st_mode & 0o777 == 0o600


@pytest.mark.any_database  # reads the export only
def test_t5_the_check_in_the_export_runs_on_a_bare_python(export: Path) -> None:
    sound = bare_python(export / "verify.pyz", export)
    change(export / "records.jsonl", b'"number":17', b'"number":18')
    altered = bare_python(export / "verify.pyz", export)

    assert (sound.returncode, sound.stderr) == (0, "")
    assert "301 regels" in sound.stdout
    assert "ok  niets veranderd" in sound.stdout
    assert (altered.returncode, altered.stderr) == (1, "")
    assert "altered  record 17: Regel 17 is veranderd. / Record 17 was altered." in altered.stdout


@pytest.mark.any_database  # reads the export only
def test_t5_the_check_needs_no_django_and_no_settings(tmp_path: Path) -> None:
    path = tmp_path / "verify.pyz"
    path.write_bytes(verifier())

    assert not {name for name in zipfile.ZipFile(path).namelist() if "models" in name or "migrations" in name}
    assert bare_python(path, "--help").returncode == 0
    assert bare_python(path, tmp_path / "nothing").returncode == 1


@pytest.mark.any_database  # reads the export only
def test_t5_the_command_tells_each_place_and_what_was_erased(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(export)]) == 0
    sound = capsys.readouterr().out
    assert f"sleutel / key: {key_of(WEERT)}" in sound
    assert "Vergelijk de sleutel" in sound
    lines = (export / "records.jsonl").read_bytes().splitlines(keepends=True)
    (export / "records.jsonl").write_bytes(b"".join([*lines[:7], *lines[8:]]))

    assert main(["verify", str(export), "--key", str(key_of(WEERT))]) == 1
    missing = capsys.readouterr().out
    assert "missing  record 7: " in missing
    assert "Vergelijk" not in missing


@pytest.mark.any_database  # reads the export only
def test_t5_a_key_that_was_given_earlier_unmasks_a_log_signed_by_another(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    (tmp_path / "key").write_text(f"{earlier}\n")

    assert main(["verify", str(export), "--key", str(tmp_path / "key")]) == 1
    told = capsys.readouterr().out
    assert "altered  key key.txt" in told
    assert "altered  checkpoint 1" in told


@pytest.mark.any_database  # reads the export only
def test_t3_a_kept_checkpoint_is_held_against_the_export(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    kept.write_text(SignedCheckpoint.objects.get(size=300).note)
    assert main(["verify", str(export), "--witness", str(kept)]) == 0

    kept.write_text(kept.read_text().replace("\n300\n", "\n301\n"))
    assert main(["verify", str(export), "--witness", str(kept)]) == 1
    assert "altered  kept 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["nowhere"], [".", "--key", "no key"], [".", "--witness", "nowhere"]],
    ids=["no export", "no key", "no checkpoint"],
)
def test_what_cannot_be_read_is_said_so(
    export: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.chdir(export)

    assert main(["verify", *arguments]) == 1
    assert "cannot be read" in capsys.readouterr().out


def test_a_file_that_is_no_zip_and_a_zip_that_is_torn_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.zip"
    path.write_bytes(b"no zip")
    assert main(["verify", str(path)]) == 1
    assert "cannot be read" in capsys.readouterr().out

    path.unlink()
    sealed(300)
    export_log(actor=SYSTEM, to=path)
    content = bytearray(path.read_bytes())
    at = content.index(b"records.jsonl") + 2_000
    content[at : at + 50] = bytes(50)
    path.write_bytes(bytes(content))
    assert not check_files(open_files(path)).is_sound


def test_an_export_is_never_written_over_another(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export-log", "--controller", WEERT, "--to", str(export)]) == 1
    assert "bestaat al" in capsys.readouterr().out


def test_the_command_exports_and_prints_the_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell(3)

    assert main(["export-log", "--controller", WEERT, "--to", str(tmp_path / "log.zip")]) == 0
    assert str(key_of(WEERT)) in capsys.readouterr().out
    assert check_files(open_files(tmp_path / "log.zip"), key_of(WEERT)).size == 4


def test_a_role_that_may_not_exports_nothing(tmp_path: Path) -> None:
    clerk = Actor(None, None, WEERT, "wonen-limburg", Role.LANDLORD_CLERK)

    with pytest.raises(Refused, match="role-may-not"):
        export_log(actor=clerk, to=tmp_path / "export")
    assert not (tmp_path / "export").exists()
    assert not AuditEvent.objects.exists()


def test_t5_the_database_is_checked_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    sealed(5)
    assert main(["verify", "--database"]) == 0
    lift_guards()
    AuditEvent.objects.filter(pk=in_order()[3].pk).update(party="other")

    assert main(["verify", "--database", "--controller", WEERT]) == 1
    assert "altered  record 3" in capsys.readouterr().out


def test_an_export_that_lacks_everything_is_not_sound(tmp_path: Path) -> None:
    report = check_files(FolderFiles(tmp_path))

    assert [(str(finding.verdict), finding.what) for finding in report.findings] == [("altered", "key")]
