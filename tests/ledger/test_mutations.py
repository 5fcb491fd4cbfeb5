"""T5: a thousand random acts of tampering with a database and with an export, each found, and its place named."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection, transaction

from tests.ledger.files import exported
from tests.ledger.mutating import harm_database, harm_export, names, rows_of_kinds
from tests.ledger.tampering import lift_guards
from tests.ledger.world import SYSTEM, WEERT, any_record, sealed, tell
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.checking import check_files
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import redact_part, redact_records, seal_log
from tijdig.ledger.verification import verify_log

pytestmark = pytest.mark.django_db

IN_DATABASE = 520
# On PostgreSQL the verifier reads the same values through other column types: enough to see every kind of harm there.
IN_POSTGRESQL = 104
IN_EXPORT = 520
SEED = 20260304


def a_used_log(*first: int) -> None:
    """A log of several kinds, some of it erased, in several checkpoints, with two records waiting."""
    sealed(*first)
    decisions = [any_record(DecisionRecord) for _ in range(4)]
    seal_log(actor=SYSTEM)
    redact_part(actor=SYSTEM, records=decisions[:1], part="outcomes", authority="R54", reason="file")
    redact_records(
        actor=SYSTEM, records=AuditEvent.objects.filter(position=2), authority="R53", reason="term"
    )
    seal_log(actor=SYSTEM)
    tell(1)
    any_record(DecisionRecord)


def test_t5_every_act_of_tampering_with_the_database_is_found_and_its_place_named() -> None:
    a_used_log(4, 10)
    lift_guards()
    rows_of_kinds.cache_clear()
    assert verify_log(WEERT).is_sound
    rng, done, missed = Random(SEED), 0, []

    while done < (IN_DATABASE if connection.vendor == "sqlite" else IN_POSTGRESQL):
        with transaction.atomic():
            harm = harm_database(rng)
            if harm is not None:
                done += 1
                report = verify_log(WEERT)
                if not names(report, harm):
                    missed.append((harm, [str(finding) for finding in report.findings]))
            transaction.set_rollback(True)

    assert missed == []
    assert verify_log(WEERT).is_sound


@pytest.mark.any_database
def test_t5_every_act_of_tampering_with_an_export_is_found_and_its_place_named() -> None:
    a_used_log(200, 60)
    files, key = exported(), key_of(WEERT)
    assert check_files(files).is_sound
    rng, done, missed = Random(SEED), 0, []

    while done < IN_EXPORT:
        changed, harm = harm_export(rng, files)
        if changed == files:
            continue
        done += 1
        report = check_files(changed, key)
        if not names(report, harm):
            missed.append((harm, [str(finding) for finding in report.findings]))

    assert missed == []
