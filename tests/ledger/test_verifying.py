"""T5: what a check of a log says, in the database and on an export: sound, or which place is how wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger.files import MemoryFiles, exported
from tests.ledger.tampering import lift_guards
from tests.ledger.world import SYSTEM, WEERT, any_record, change_tile, in_order, sealed, tell
from tijdig.disclosure.models import DecisionRecord
from tijdig.keyring import secret
from tijdig.ledger.checking import check_files
from tijdig.ledger.keys import evidence_for, key_of
from tijdig.ledger.models import AuditEvent, Redaction, SignedCheckpoint, Tile
from tijdig.ledger.rules.checkpoint import open_checkpoint, sign_checkpoint
from tijdig.ledger.rules.record import commitment_of, leaf_of
from tijdig.ledger.rules.verdicts import Report
from tijdig.ledger.services import redact_part, redact_records, seal_log
from tijdig.ledger.verification import verify_log

pytestmark = pytest.mark.django_db


def verdicts(report: Report) -> list[tuple[str, str, str]]:
    return [(str(finding.verdict), finding.what, finding.place) for finding in report.findings]


def both(kept: list[str] | None = None) -> list[Report]:
    """Check the log in the database, and an export of it."""
    return [verify_log(WEERT, kept or []), check_files(exported(), key_of(WEERT), kept or [])]


# Where the shape of the tree turns is the same in every database: PostgreSQL reads a few records and several tiles.
ONCE = pytest.mark.any_database


@pytest.mark.parametrize(
    "steps",
    [
        (1,), (3, 1), pytest.param((255, 1), marks=ONCE), pytest.param((256,), marks=ONCE),
        pytest.param((256, 1), marks=ONCE), (300, 300, 100),
    ],
)  # fmt: skip
def test_t5_an_untouched_log_is_sound(steps: tuple[int, ...]) -> None:
    sealed(*steps)

    for report in both():
        assert (report.size, report.checkpoints, report.findings) == (sum(steps), len(steps), ())
        assert report.is_sound


def test_t5_a_log_that_holds_nothing_yet_is_sound() -> None:
    assert all(report.is_sound and report.size == 0 for report in both())


def test_t5_t6_a_purged_log_is_sound_and_tells_by_which_authority() -> None:
    sealed(270)
    decisions = [any_record(DecisionRecord) for _ in range(5)]
    seal_log(actor=SYSTEM)
    redact_part(actor=SYSTEM, records=decisions[:3], part="outcomes", authority="R54", reason="file")
    gone = AuditEvent.objects.filter(position__in=[0, 7, 255])
    redact_records(actor=SYSTEM, records=gone, authority="R53", reason="term")
    assert verify_log(WEERT).redacted == {"R53": 3, "R54": 3}  # also before the redactions have a place
    seal_log(actor=SYSTEM)

    for report in both():
        assert (report.findings, report.redacted) == ((), {"R53": 3, "R54": 3})
    lines = exported()["records.jsonl"].splitlines()
    assert lines[7].startswith(b'{"commitment":"')
    assert b"count" not in lines[7]


def test_t6_what_was_erased_is_in_no_row_and_no_export() -> None:
    record = any_record(DecisionRecord)
    assert isinstance(record, DecisionRecord)
    seal_log(actor=SYSTEM)
    salts = [bytes(record.salt).hex(), bytes(record.outcomes_salt or b"").hex()]
    redact_part(actor=SYSTEM, records=[record], part="outcomes", authority="R54", reason="file")
    left = exported()["records.jsonl"]
    assert [salt.encode() in left for salt in salts] == [True, False]
    redact_records(actor=SYSTEM, records=DecisionRecord.objects.all(), authority="R53", reason="term")
    seal_log(actor=SYSTEM)

    left = b"".join(exported().values())
    assert not any(salt.encode() in left for salt in salts)
    assert not DecisionRecord.objects.exists()
    assert Redaction.objects.count() == 2


@pytest.mark.parametrize("place", [0, pytest.param(200, marks=ONCE), pytest.param(256, marks=ONCE), 299])
def test_t5_each_kind_of_harm_is_told_apart_with_its_place(place: int) -> None:
    sealed(290, 10)
    lift_guards()
    row = AuditEvent.objects.filter(position=place)
    tile, at = divmod(place, 256)

    row.update(result="other")
    for report in both():
        assert verdicts(report) == [("altered", "record", str(place))]
    row.update(result="done")

    change_tile(0, tile, at * 32)
    for report in both():
        assert verdicts(report) == [("altered", "tile", f"0/{tile}")]
    row.update(
        result="other"
    )  # now record and hash differ from what is true, each in its own way: their tile is named
    for report in both():
        assert not report.is_sound
    row.update(result="done")
    change_tile(0, tile, at * 32)

    row.delete()
    for report in both():
        assert verdicts(report) == [("missing", "record", str(place))]


def test_t5_records_that_changed_places_are_told_as_such() -> None:
    sealed(300)
    lift_guards()
    AuditEvent.objects.filter(position=5).update(position=-1)
    AuditEvent.objects.filter(position=270).update(position=5)
    AuditEvent.objects.filter(position=-1).update(position=270)

    for report in both():
        assert verdicts(report) == [("reordered", "record", "5"), ("reordered", "record", "270")]


def test_t5_erasing_without_a_redaction_is_missing_even_with_the_commitment_at_hand() -> None:
    sealed(3)
    files = exported()
    lines = files["records.jsonl"].splitlines(keepends=True)
    commitment = in_order()[1]
    held = commitment_of(bytes(commitment.salt), commitment.canonical()).hex()
    lines[1] = b'{"commitment":"%s","position":1}\n' % held.encode()

    report = check_files(MemoryFiles(files | {"records.jsonl": b"".join(lines)}), key_of(WEERT))
    assert verdicts(report) == [("missing", "record", "1")]


def test_t5_a_redaction_that_was_altered_is_no_authority() -> None:
    sealed(3)
    redact_records(
        actor=SYSTEM, records=AuditEvent.objects.filter(position=1), authority="R53", reason="term"
    )
    seal_log(actor=SYSTEM)
    lift_guards()
    Redaction.objects.update(authority="X")

    for report in both():
        assert ("missing", "record", "1") in verdicts(report)
        assert ("altered", "record", "3") in verdicts(report)


def test_t5_a_redaction_that_names_no_place_of_the_log_takes_no_other_place() -> None:
    sealed(3)
    redact_records(
        actor=SYSTEM, records=AuditEvent.objects.filter(position=1), authority="R53", reason="term"
    )
    seal_log(actor=SYSTEM)
    lift_guards()
    for place in (-1, 10**6, None):
        Redaction.objects.update(place=place)

        for report in both():
            assert {("missing", "record", "1"), ("altered", "record", "3")} <= set(verdicts(report))
            assert {finding.place for finding in report.findings} <= {"1", "3", str(report.size)}


def test_t5_a_record_that_was_changed_before_it_had_a_place_is_named() -> None:
    sealed(2)
    (event,) = tell(1)
    assert verify_log(WEERT).is_sound
    lift_guards()
    AuditEvent.objects.filter(pk=event.pk).update(result="other")

    assert verdicts(verify_log(WEERT)) == [("altered", "waiting", f"event {event.pk}")]


def test_t5_a_log_cut_off_at_the_end_is_seen_by_whoever_kept_a_checkpoint() -> None:
    sealed(300, 5)
    kept = SignedCheckpoint.objects.get(size=305).note
    lift_guards()
    AuditEvent.objects.filter(position__gte=300).delete()
    SignedCheckpoint.objects.filter(size=305).delete()
    tile = Tile.objects.get(level=0, index=1)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(tile.hashes)[: 44 * 32])

    assert all(report.is_sound for report in both())
    for report in both([kept]):
        assert verdicts(report) == [("missing", "log", "305")]


def test_t5_history_rewritten_under_the_stolen_key_is_a_fork_for_whoever_kept_a_checkpoint() -> None:
    sealed(300, 5)
    kept = SignedCheckpoint.objects.get(size=300).note
    lift_guards()
    SignedCheckpoint.objects.all().delete()
    Tile.objects.all().delete()
    AuditEvent.objects.filter(position=7).delete()
    AuditEvent.objects.update(position=None)
    for event in AuditEvent.objects.all():
        evidence = evidence_for(bytes(event.salt), event.canonical())
        AuditEvent.objects.filter(pk=event.pk).update(evidence=evidence)
    seal_log(actor=SYSTEM)

    assert all(report.is_sound for report in both())
    for report in both([kept]):
        assert verdicts(report) == [("forked", "log", "300")]


def test_t5_two_signatures_over_different_logs_are_a_fork() -> None:
    sealed(3, 3)
    opened = open_checkpoint(SignedCheckpoint.objects.get(size=3).note, key_of(WEERT))
    assert opened is not None
    signer = Ed25519PrivateKey.from_private_bytes(secret("log-signing"))
    forged = sign_checkpoint(
        replace(opened, root=bytes(32)), signer.public_key().public_bytes_raw(), signer.sign
    )
    lift_guards()
    SignedCheckpoint.objects.filter(size=3).update(note=forged)

    for report in both():
        assert verdicts(report) == [("forked", "log", "3")]
    for report in both([forged.replace("A", "B", 1)]):
        assert ("altered", "kept", "1") in verdicts(report)


def test_t5_a_log_and_its_hashes_that_were_changed_alike_no_longer_fit_the_signature() -> None:
    sealed(3, 300)
    lift_guards()
    AuditEvent.objects.filter(position=200).update(result="other")
    changed = AuditEvent.objects.get(position=200)
    tile = Tile.objects.get(level=0, index=0)
    hashes = bytearray(tile.hashes)
    hashes[200 * 32 : 201 * 32] = leaf_of(bytes(changed.salt), changed.canonical())
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(hashes))

    for report in both():
        assert verdicts(report) == [("altered", "record", "0-255")]  # which of them can no longer be told
