"""Check a log where it stands, in the database: the same rules as for an export, and what waits for its place too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tijdig.ledger.keys import is_evidence, key_of
from tijdig.ledger.models import log_kinds
from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.verdicts import Finding, Report, found
from tijdig.ledger.rules.verifying import redaction_in, verify
from tijdig.ledger.stored import StoredLog, StoredRecord, one_moment, stored_records


def verify_log(controller_id: str, kept: Sequence[str] = ()) -> Report:
    """Return what a check of a controller's log in the database finds; ``kept`` are signed notes from before (T3).

    Writers need not wait: everything is read as it stands at one moment. Raises :class:`KeyUnusable`.
    """
    with one_moment():
        waiting = list(_waiting(controller_id))
        authorities = dict(
            redaction_in(record.entry.canonical)
            for record in waiting
            if record.entry and is_as_written(record) and record.kind.KIND == "redaction"
        )
        report = verify(StoredLog(controller_id), key_of(controller_id), kept, authorities)
    return replace(report, findings=(*report.findings, *_altered(waiting)))


def is_as_written(record: StoredRecord) -> bool:
    """Say whether a waiting record is as it was written: its evidence fits, and its parts their commitments."""
    entry = record.entry
    if entry is None or not is_evidence(record.evidence, entry.salt, entry.canonical):
        return False
    return all(part.commitment.hex().encode() in entry.canonical for part in entry.parts.values())


def _waiting(controller_id: str) -> Iterator[StoredRecord]:
    for kind in log_kinds():
        yield from stored_records(kind, controller_id, is_sealed=False)


def _altered(waiting: Sequence[StoredRecord]) -> Iterator[Finding]:
    for record in waiting:
        if not is_as_written(record):
            yield found(verdicts.WAITING_ALTERED, f"{record.kind.KIND} {record.pk}")
