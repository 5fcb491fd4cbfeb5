"""T3: whoever kept a checkpoint sees whether the log goes on from it, over the web or from a folder."""

from __future__ import annotations

import urllib.error
from email.message import Message
from pathlib import Path

import pytest
from django.test import Client

from tests.ledger.tampering import lift_guards
from tests.ledger.world import SYSTEM, WEERT, change_tile, sealed, tell
from tijdig.cli import main
from tijdig.ledger import witnessing
from tijdig.ledger.keys import evidence_for, key_of
from tijdig.ledger.models import AuditEvent, SignedCheckpoint, Tile
from tijdig.ledger.services import export_log, seal_log
from tijdig.ledger.witnessing import Feed, look

pytestmark = pytest.mark.django_db
ADDRESS = "https://tijdig.example/getuige/0988"


@pytest.fixture
def web(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The site behind the address; returns what was asked of it."""
    asked: list[str] = []

    class Answer:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def __enter__(self) -> Answer:
            return self

        def __exit__(self, *_: object) -> None:
            return

        def read(self, most: int) -> bytes:
            return self.content[:most]

    def urlopen(request: object, timeout: int) -> Answer:
        assert timeout
        address = request.full_url  # type: ignore[attr-defined]
        asked.append(address.removeprefix(ADDRESS))
        response = client.get(address.removeprefix("https://tijdig.example"))
        if response.status_code != 200:
            raise urllib.error.HTTPError(address, response.status_code, "", Message(), None)
        return Answer(response.content)

    monkeypatch.setattr(witnessing.urllib.request, "urlopen", urlopen)
    return asked


def witness(keep: Path, *more: str) -> int:
    return main(["witness", ADDRESS, "--keep", str(keep), *more])


def grow(count: int) -> None:
    tell(count)
    seal_log(actor=SYSTEM)


def rewrite_history() -> None:
    """Take out a record and seal the rest anew, with the key and everything else at hand."""
    lift_guards()
    AuditEvent.objects.filter(position=1).delete()
    SignedCheckpoint.objects.all().delete()
    Tile.objects.all().delete()
    AuditEvent.objects.update(position=None)
    for event in AuditEvent.objects.all():
        evidence = evidence_for(bytes(event.salt), event.canonical())
        AuditEvent.objects.filter(pk=event.pk).update(evidence=evidence)
    seal_log(actor=SYSTEM)


@pytest.mark.parametrize(
    "more",
    # What grew is told by the answers over the web: by what PostgreSQL holds they are made once.
    [pytest.param(0, marks=pytest.mark.any_database), pytest.param(1, marks=pytest.mark.any_database), 300],
)
def test_t3_a_partner_keeps_the_newest_checkpoint_of_a_log_that_goes_on(
    web: list[str], tmp_path: Path, more: int
) -> None:
    sealed(300)
    keep = tmp_path / "kept"

    assert witness(keep) == 0
    assert keep.read_text() == SignedCheckpoint.objects.get(size=300).note
    assert (tmp_path / "kept.key").read_text() == f"{key_of(WEERT)}\n"
    if more:
        grow(more)
    assert witness(keep) == 0
    assert keep.read_text() == SignedCheckpoint.objects.get(size=300 + more).note
    assert all(path.startswith(("/checkpoint", "/key.txt", "/tile/")) for path in web)


def test_t3_a_rewritten_log_is_a_fork_and_what_was_kept_stays(
    web: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(300)
    assert witness(tmp_path / "kept") == 0
    kept = (tmp_path / "kept").read_text()
    rewrite_history()
    grow(10)

    assert witness(tmp_path / "kept") == 1
    assert (
        "forked  log 300: Bij 300 regels is een ander logboek ondertekend dan dit." in capsys.readouterr().out
    )
    assert (tmp_path / "kept").read_text() == kept
    assert web


def test_t3_two_logs_of_the_same_size_are_told_apart(web: list[str], tmp_path: Path) -> None:
    sealed(300)
    assert witness(tmp_path / "kept") == 0
    rewrite_history()
    grow(1)

    assert SignedCheckpoint.objects.latest("size").size == 300
    assert witness(tmp_path / "kept") == 1
    assert web


def test_t3_a_log_that_became_shorter_is_seen(
    web: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(300, 5)
    assert witness(tmp_path / "kept") == 0
    lift_guards()
    SignedCheckpoint.objects.filter(size=305).delete()

    assert witness(tmp_path / "kept") == 1
    assert "missing  log 305" in capsys.readouterr().out
    assert web


@pytest.mark.any_database  # what a partner holds is compared with what it was told
def test_t3_tiles_that_do_not_lead_to_both_roots_are_not_believed(web: list[str], tmp_path: Path) -> None:
    sealed(300)
    assert witness(tmp_path / "kept") == 0
    grow(10)
    lift_guards()
    change_tile(0, 1, 32)

    assert witness(tmp_path / "kept") == 1
    assert web


@pytest.mark.any_database  # what a partner holds is compared with what it was told
def test_t3_another_key_than_the_one_that_was_kept_is_refused(
    web: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(3)
    assert witness(tmp_path / "kept") == 0
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

    assert witness(tmp_path / "kept", "--key", other) == 1
    assert "another one" in capsys.readouterr().out
    (tmp_path / "kept.key").write_text(other)
    assert witness(tmp_path / "kept") == 1
    assert "altered  checkpoint" in capsys.readouterr().out
    assert web


@pytest.mark.any_database  # what a partner holds is compared with what it was told
def test_t3_a_kept_checkpoint_that_was_changed_is_told(
    web: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(3)
    assert witness(tmp_path / "kept") == 0
    (tmp_path / "kept").write_text("3\n")

    assert witness(tmp_path / "kept") == 1
    assert "altered  kept 1" in capsys.readouterr().out
    assert web


@pytest.mark.any_database  # what a partner holds is compared with what it was told
def test_a_log_that_does_not_answer_or_does_not_exist_is_told(
    web: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert witness(tmp_path / "kept") == 1
    assert "cannot be read" in capsys.readouterr().out
    assert not (tmp_path / "kept").exists()
    assert web == ["/key.txt"]


@pytest.mark.any_database  # what a partner holds is compared with what it was told
def test_t3_an_export_in_a_folder_is_witnessed_too(tmp_path: Path) -> None:
    sealed(300)
    export_log(actor=SYSTEM, to=tmp_path / "first")
    export_log(actor=SYSTEM, to=tmp_path / "second.zip")
    keep = ["--keep", str(tmp_path / "kept")]

    assert main(["witness", str(tmp_path / "first"), *keep]) == 0
    assert main(["witness", str(tmp_path / "second.zip"), *keep]) == 0
    assert main(["witness", str(tmp_path / "first"), *keep]) == 1  # the older one is shorter
    (tmp_path / "first" / "tile" / "0" / "000").unlink()
    note, report = look(Feed(str(tmp_path / "first")), key_of(WEERT), None)
    assert "\n301\n" in note
    assert report.is_sound  # the right edge alone leads to the root
    (tmp_path / "first" / "tile" / "1" / "000.p" / "1").unlink()
    _, report = look(Feed(str(tmp_path / "first")), key_of(WEERT), None)
    assert [(str(one.verdict), one.place) for one in report.findings] == [("missing", "1/0")]
