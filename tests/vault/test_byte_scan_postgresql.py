"""After a purge no file of PostgreSQL's tables holds a key that was destroyed (E8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.vault.world import SYSTEM, signal
from tijdig.intake.models import Signal
from tijdig.vault.models import DataKey
from tijdig.vault.purging import purge_database
from tijdig.vault.services import erase_rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="looks in PostgreSQL's own files"),
]


def found(needles: list[bytes]) -> int:
    """How many of these stand in a file of the tables; the server's write-ahead log is not a table."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0]) / "base"
    if not folder.is_dir():
        pytest.skip("the server keeps its files elsewhere")
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(any(needle in text for text in texts) for needle in needles)


def test_e8_a_destroyed_key_is_in_no_table_s_file_any_more() -> None:
    for _ in range(5):
        signal()
    kept = signal()
    keys = DataKey.objects.filter(pk__in=Signal.objects.exclude(pk=kept.pk).values("data_key"))
    gone = [bytes(key.wrapped)[13:] for key in keys]
    erase_rows(actor=SYSTEM, rows=Signal.objects.exclude(pk=kept.pk))
    assert found(gone) == len(gone) == 5  # deleted, but not overwritten

    assert purge_database() == "vacuum, keys written anew"

    assert found(gone) == 0
    assert Signal.objects.get(pk=kept.pk).surname == kept.surname


def test_e8_a_role_that_owns_no_tables_is_told_that_it_cannot_purge() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS no_owner")
        cursor.execute("CREATE ROLE no_owner")
        cursor.execute("SET ROLE no_owner")
        try:
            assert "as their owner" in purge_database()
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE no_owner")


def test_e8_a_purge_does_not_wait_for_ever_for_who_reads_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tijdig.vault.purging._WAIT_FOR_KEYS", "20ms")
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f'SELECT count(*) FROM "{DataKey._meta.db_table}"')
            assert purge_database() == "vacuum, keys in use"
    finally:
        reader.close()
