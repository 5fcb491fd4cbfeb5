"""The log: records written and sealed per second, and the time and memory to verify a million of them.

Run: ``python -m benchmarks.ledger [--records N] [--verified N]``. Prints Markdown; ``make bench`` puts it in the docs.
Writing and sealing go through the services, into an SQLite database of its own. The export to verify is made up, with
a signature for every 500 records, and verified as a partner would: by ``verify.pyz``, with nothing but Python.
"""

from __future__ import annotations

import argparse
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tijdig.actors import Actor
from tijdig.ledger.exports import CHECKPOINT, CHECKPOINTS, KEY, RECORDS, verifier, write_note
from tijdig.ledger.rules.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from tijdig.ledger.rules.merkle import CompactRange
from tijdig.ledger.rules.record import canonical_record
from tijdig.ledger.rules.tiles import FULL, TileName, tile_root, tiles_of

ORIGIN = "tijdig/0999"
AIM_SECONDS = 120
# Runs in a small process: the peak of a child is never below that of the one that started it.
MEASURED = """
import resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.run([sys.executable, "-S", "-I", "verify.pyz", "."], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SIGNED_EVERY = 500  # records: a checkpoint a minute in a busy town
WRITTEN_TOGETHER = 100  # records in the transaction of one act, such as a page of disclosures
# An audit event of ordinary length in canonical form; only its number and moment differ.
RECORD = canonical_record(
    "event",
    {
        "controller_id": "0999",
        "at": "@at@",
        "trace_id": "@number@",
        "span_id": "0123456789abcdef",
        "person_id": "00000000-0000-4000-8000-000000000001",
        "organisation_id": "00000000-0000-4000-8000-000000000002",
        "party": "voorbeeldstad",
        "role": "case-director",
        "action": "case.log-attempt",
        "object_kind": "case",
        "object_id": "00000000-0000-4000-8000-000000000003",
        "result": "done",
        "reasons": [],
        "details": {"attempt": 3, "kind": "telephone"},
    },
)


def make_export(folder: Path, records: int) -> None:
    """Write the export of a made-up log of this size, signed for every :data:`SIGNED_EVERY` records."""
    signer = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = signer.public_key().public_bytes_raw()
    edge, leaves, previous = CompactRange(), [], 0
    (folder / KEY).write_text(f"{VerifierKey(ORIGIN, public)}\n")
    with (folder / RECORDS).open("wb") as lines, (folder / CHECKPOINTS).open("wb") as notes:
        for number in range(records):
            record = RECORD.replace(b"@number@", b"%032x" % number).replace(b"@at@", _moment(number))
            salt = secrets.token_bytes(32)
            leaf = sha256(b"\x00" + sha256(salt + record).digest()).digest()
            lines.write(b'{"position":%d,"record":%s,"salt":"%s"}\n' % (number, record, salt.hex().encode()))
            leaves.append(leaf)
            edge.append(leaf)
            if edge.size % SIGNED_EVERY == 0 or edge.size == records:
                at = BEGIN + timedelta(seconds=number)
                note = sign_checkpoint(
                    Checkpoint(ORIGIN, edge.size, edge.root(), at, previous), public, signer.sign
                )
                notes.write(write_note(note))
                (folder / CHECKPOINT).write_text(note)
                previous = edge.size
    for name, hashes in _tiles(b"".join(leaves)):
        path = folder / name.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hashes)


def _moment(number: int) -> bytes:
    return (BEGIN + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()


def _tiles(leaves: bytes) -> Iterator[tuple[TileName, bytes]]:
    level, row = 0, leaves
    names = list(tiles_of(len(leaves) // 32))
    while row:
        tiles = [row[at : at + FULL] for at in range(0, len(row), FULL)]
        yield from zip((name for name in names if name.level == level), tiles, strict=True)
        level, row = level + 1, b"".join(tile_root(tile) for tile in tiles if len(tile) == FULL)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took: seconds on the clock and of the processor, and peak memory in MB."""

    seconds: float
    busy: float
    peak: int


def verify_bare(folder: Path) -> Cost:
    """Verify an export with nothing but Python, in a process of its own; stops when it is not found sound."""
    (folder / "verify.pyz").write_bytes(verifier())
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", MEASURED],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    code, seconds, busy, peak = map(float, done.stdout.split()[-4:])
    if code:
        raise SystemExit("the made-up export was not found sound")
    return Cost(seconds, busy, int(peak) // 1024)


def write_and_seal(records: int, folder: Path) -> list[str]:
    """Record and seal so many events in a new database; returns the lines of the table."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "TIJDIG_DEMO": "1",
        "TIJDIG_STATE_DIR": str(folder),
    }
    os.environ.pop("TIJDIG_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    from tijdig.actors import system_actor
    from tijdig.ledger.services import seal_logs
    from tijdig.ledger.verification import verify_log

    call_command("migrate", interactive=False, verbosity=0)
    actor = system_actor("0999")
    lines = [
        _line("written, one in its transaction", records // 10, lambda: _write(actor, records // 10, 1)),
        _line(
            f"written, {WRITTEN_TOGETHER} in a transaction",
            records,
            lambda: _write(actor, records, WRITTEN_TOGETHER),
        ),
        _line("sealed", records + records // 10, lambda: seal_logs(actor=actor)),
    ]
    reports = []
    lines.append(
        _line("verified in the database", records + records // 10, lambda: reports.append(verify_log("0999")))
    )
    if not reports[0].is_sound:
        raise SystemExit("the log that was just written was not found sound")
    return lines


def _write(actor: Actor, records: int, together: int) -> None:
    from django.db import transaction

    from tijdig.ledger.services import record_event

    for first in range(0, records, together):
        with transaction.atomic():
            for number in range(first, first + together):
                record_event(
                    actor=actor, action="case.log-attempt", object_kind="case",
                    object_id=f"00000000-0000-4000-8000-{number:012x}", details={"attempt": 3, "kind": "telephone"},
                )  # fmt: skip


def _line(what: str, records: int, act: Callable[[], object]) -> str:
    began, busy = time.monotonic(), time.process_time()
    act()
    seconds, busy = time.monotonic() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"| {what} | {records:,} | {seconds:.1f} | {busy:.1f} | {records / seconds:,.0f} | {peak} |"


def main() -> None:
    """Measure both, and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=20_000, help="to write and seal")
    options.add_argument("--verified", type=int, default=1_000_000, help="in the export that is verified")
    chosen = options.parse_args()
    print("| records | number | seconds | of the processor | per second | peak (MB) |")
    print("|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="tijdig-bench-") as folder:
        for line in write_and_seal(chosen.records, Path(folder)):
            print(line, flush=True)
        export = Path(folder) / "export"
        export.mkdir()
        make_export(export, chosen.verified)
        cost = verify_bare(export)
    rate = chosen.verified / cost.seconds
    print(
        f"| verified in an export, by bare Python | {chosen.verified:,} | {cost.seconds:.1f} | {cost.busy:.1f} "
        f"| {rate:,.0f} | {cost.peak} |"
    )
    aim = "within" if cost.seconds < AIM_SECONDS else "above"
    print(f"\nThe export was verified {aim} the aim of {AIM_SECONDS} seconds for a million records.")


if __name__ == "__main__":
    main()
