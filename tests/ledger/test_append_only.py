"""T7: in the database too the log only grows; sealing and redaction are the ways through, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from tests.ledger.tampering import lift_guards, log_tables
from tests.ledger.world import SYSTEM, any_record, sealed
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent, LogRecord, SignedCheckpoint, Tile, log_kinds
from tijdig.ledger.services import redact_part, redact_records, seal_log

pytestmark = pytest.mark.django_db

OTHER: dict[type[models.Field[Any, Any]], object] = {
    models.CharField: "oth",
    models.BigAutoField: 999,
    models.BigIntegerField: 999,
    models.DateTimeField: "2020-01-01T00:00:00Z",
    models.UUIDField: "00000000-0000-0000-0000-00000000000f",
    models.BinaryField: b"other",
    models.JSONField: ["other"],
}


def refused(act: models.QuerySet[Any], /, **changes: object) -> bool:
    """Whether the database refuses this change, or without one the deletion."""
    try:
        with transaction.atomic():
            if changes:
                act.update(**changes)
            else:
                act._raw_delete(act.db)
    except DatabaseError as error:
        return "the log only grows (T7)" in str(error)
    return False


@pytest.mark.parametrize("is_sealed", [False, True], ids=["waiting", "sealed"])
@pytest.mark.parametrize("kind", log_kinds(), ids=lambda kind: kind.KIND)
def test_t7_no_column_of_a_log_record_can_be_changed(kind: type[LogRecord], is_sealed: bool) -> None:
    record = any_record(kind)
    if is_sealed:
        seal_log(actor=SYSTEM)
    rows = kind.objects.filter(pk=record.pk)
    columns = [field for field in kind._meta.concrete_fields if is_sealed or field.name != "position"]

    let_through = [field.name for field in columns if not refused(rows, **{field.name: OTHER[type(field)]})]

    assert let_through == []


@pytest.mark.parametrize("kind", log_kinds(), ids=lambda kind: kind.KIND)
def test_t7_a_log_record_cannot_be_deleted_or_emptied_or_given_a_place_with_a_change(
    kind: type[LogRecord],
) -> None:
    rows = kind.objects.filter(pk=any_record(kind).pk)

    assert refused(rows)
    assert refused(rows, position=5, at="2020-01-01T00:00:00Z", evidence=None)
    assert refused(rows, position=5)  # without the evidence going, as sealing does
    for part in kind.PARTS:
        assert refused(rows, **{part: None, f"{part}_salt": None})


def test_t7_what_a_redaction_covers_can_go_and_nothing_beside_it() -> None:
    decision = any_record(DecisionRecord)
    assert isinstance(decision, DecisionRecord)
    rows = DecisionRecord.objects.filter(pk=decision.pk)
    seal_log(actor=SYSTEM)

    redact_part(actor=SYSTEM, records=rows, part="outcomes", authority="R54", reason="file")

    kept = rows.get()
    assert (kept.outcomes, kept.outcomes_salt) == (None, None)
    assert kept.outcomes_commitment == decision.outcomes_commitment
    assert kept.canonical() == decision.canonical()
    assert refused(rows, outcomes={"U3#0": True})
    assert refused(rows)
    redact_records(actor=SYSTEM, records=rows, authority="R53", reason="term")
    assert not rows.all().exists()


def test_t7_a_redaction_of_one_record_covers_no_other() -> None:
    sealed(3)
    first, second, _third = AuditEvent.objects.order_by("position")

    redact_records(actor=SYSTEM, records=[first], authority="R53", reason="term")

    assert refused(AuditEvent.objects.filter(pk=second.pk))


def test_t7_tiles_only_grow_and_checkpoints_never_change() -> None:
    sealed(3)
    tiles, checkpoints = Tile.objects.all(), SignedCheckpoint.objects.all()
    hashes = bytes(tiles.get().hashes)

    assert refused(tiles)
    assert refused(tiles, hashes=hashes[:-1])
    assert refused(tiles, hashes=b"\x00" + hashes[1:])
    assert refused(tiles, hashes=hashes + bytes(32), index=1)
    assert not refused(tiles, hashes=hashes + bytes(32))
    assert refused(checkpoints)
    assert refused(checkpoints, note="other")
    assert refused(checkpoints, size=2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows on insertion")
def test_t7_inserting_over_a_record_is_no_way_round() -> None:
    sealed(1)
    for table in log_tables():
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {table}")
            if not cursor.fetchone()[0]:
                continue
            with pytest.raises(DatabaseError, match="only grows"):
                cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL empties tables at one go")
def test_t7_a_table_of_the_log_cannot_be_truncated() -> None:
    sealed(1)
    for table in log_tables():
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
        ):
            cursor.execute(f"TRUNCATE {table}")


def test_with_the_triggers_away_everything_can_be_changed() -> None:
    sealed(1)
    lift_guards()

    assert not refused(AuditEvent.objects.all(), result="other")
    assert not refused(AuditEvent.objects.all())
