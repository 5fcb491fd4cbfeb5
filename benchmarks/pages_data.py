"""A database with as many cases as wanted, copied from the demo's own months by SQL: quick to make, true to life.

A copy gets ids of its own and lies a number of months back. One case in four is left open, in any state that the demo
knows; the older ones are closed. Deliveries are not multiplied: a signal belongs to the delivery of its own month.
A copied row has a copied key, and is sealed again to its own place: what a page opens costs what it costs in earnest.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

MONTHS = 36
OPEN_MONTHS = 12
DAYS = 30
CACHE_KB = 1_000_000
OTHER_OWNERS = 20  # of twenty copies, one belongs to the case director who looks

# How a column of a copied row is made; every other column is copied as it is. ``n`` counts copies from 1.
UUID = "substr({column}, 1, 24) || printf('%08x', n)"
DATE = f"date({{column}}, '-' || ({DAYS} * (n % {MONTHS})) || ' days')"
MOMENT = f"datetime({{column}}, '-' || ({DAYS} * (n % {MONTHS})) || ' days')"
OWNER = (
    f"CASE WHEN {{column}} IS NULL OR n % {OTHER_OWNERS} = 0 THEN {{column}}"
    f" ELSE substr({{column}}, 1, 24) || printf('%08x', n % {OTHER_OWNERS}) END"
)
OF_MONTH = f"substr({{column}}, 1, 24) || printf('%08x', n % {MONTHS})"
# A blind index keeps its length, which PostgreSQL holds a column to.
UNIQUE = "substr({column}, 1, length({column}) - 1 - length(n)) || '-' || n"
# One copy in forty has the same name: a common one is found in many cases.
NAME = f"CASE WHEN {{column}} = '' OR n % 40 = 0 THEN {{column}} ELSE {UNIQUE} END"
INDEX = f"CASE {{column}} WHEN '' THEN '' ELSE {UNIQUE} END"
SEALED = f"sealed_again(t.controller_id, '{{table}}', t.id, {UUID.format(column='t.id')}, t.data_key_id, {{column}})"
WRAPPED = f"wrapped_again(t.id, {UUID.format(column='t.id')})"
NUMBER = "substr({column}, 1, 5) || printf('%07d', 1000 * n + CAST(substr({column}, 6) AS INTEGER))"

# Table → column → how; ``id`` None leaves the key to the database.
COPIED: Mapping[str, Mapping[str, str | None]] = {
    "residents_resident": {"id": UUID, "person": INDEX, "place": INDEX},
    "residents_benefitfact": {"id": UUID, "person": INDEX},
    "intake_signal": {
        "id": UUID, "delivery_id": OF_MONTH, "received_on": DATE, "identity": UNIQUE, "fingerprint": UNIQUE,
    },
    "linkage_notification": {
        "id": UUID, "address_key": UNIQUE, "period_from": DATE, "period_until": DATE, "matched_at": MOMENT,
    },
    "linkage_link": {
        "id": UUID, "signal_id": UUID, "notification_id": UUID, "person": INDEX, "made_at": MOMENT,
    },
    "linkage_candidate": {"id": None, "link_id": UUID, "person": INDEX},
    "casework_case": {
        "id": UUID, "number": NUMBER, "notification_id": UUID, "opened_on": DATE, "received_on": DATE,
        "first_conversation_by": DATE, "inform_by": DATE, "informed_on": DATE, "owner": OWNER,
        "given_at": MOMENT, "spoken_on": DATE, "offered_on": DATE, "offer_answered_on": DATE, "closed_on": DATE,
    },
    "casework_casenotification": {"id": None, "case_id": UUID, "notification_id": UUID, "joined_on": DATE},
    "casework_casekey": {"id": None, "case_id": UUID, "name": NAME, "address": INDEX},
    "casework_contactattempt": {"id": UUID, "case_id": UUID, "on": DATE, "recorded_at": MOMENT},
    "casework_task": {"id": UUID, "case_id": UUID, "due_on": DATE, "done_on": DATE, "planned_at": MOMENT},
    "casework_referral": {"id": UUID, "case_id": UUID, "offered_on": DATE, "answer_by": DATE},
}  # fmt: skip
KEYS: Mapping[str, str | None] = {"id": UUID, "wrapped": WRAPPED}
DELIVERIES: Mapping[str, str | None] = {"id": UUID, "received_on": DATE, "received_at": MOMENT}

CLOSE_THE_OLD = f"""
    UPDATE casework_case SET state = 'closed', closed_on = date(received_on, '+40 days'), owner = NULL,
        proposed_result = '', result = 'Definitief geen contact kunnen krijgen'
    WHERE closed_on IS NULL AND received_on < date(?, '-{OPEN_MONTHS * DAYS} days')
"""
DROP_THEIR_TASKS = """
    UPDATE casework_task SET dropped = TRUE
    WHERE done_on IS NULL AND case_id IN (SELECT id FROM casework_case WHERE closed_on IS NOT NULL)
"""


def multiply(database: Path, cases: int, today: str) -> tuple[int, int]:
    """Fill the demo's database up to about ``cases`` cases; returns how many there are, and how many are open."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;"
            f" PRAGMA cache_size=-{CACHE_KB};"
        )
        (present,) = connection.execute("SELECT count(*) FROM casework_case").fetchone()
        copies = max(0, round(cases / present) - 1)
        connection.execute("CREATE TEMP TABLE copy (n INTEGER)")
        connection.executemany("INSERT INTO copy VALUES (?)", [(n,) for n in range(1, copies + 1)])
        connection.execute("CREATE TEMP TABLE copy_or_month AS SELECT 0 AS n UNION SELECT n FROM copy")
        _know_keys(connection)
        _copy(connection, "vault_datakey", KEYS, "copy_or_month")
        connection.execute(
            "CREATE TEMP TABLE month AS SELECT 0 AS n UNION SELECT n FROM copy WHERE n < ?", (MONTHS,)
        )
        _copy(connection, "intake_delivery", DELIVERIES, "month")
        for table, made in COPIED.items():
            indexes = _drop_indexes(connection, table)  # made again afterwards, in order: much faster
            _copy(connection, table, made, "copy")
            for index in indexes:
                connection.execute(index)
        connection.execute(CLOSE_THE_OLD, (today,))
        connection.execute(DROP_THEIR_TASKS)
        connection.commit()
        (cases, still_open) = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE closed_on IS NULL) FROM casework_case"
        ).fetchone()
        return cases, still_open


def _know_keys(connection: sqlite3.Connection) -> None:
    """Give the database the functions that seal a copied row, and wrap its key, to the copy's own place."""
    from django.db import connection as opened

    from tijdig.vault.keys import cipher_of, place_of_data_key, wrapping_cipher
    from tijdig.vault.models import DataKey
    from tijdig.vault.rules.sealing import NONCE_BYTES, Place, seal, unseal

    keys = {key.pk.hex: key for key in DataKey.objects.all()}
    ciphers = {name: cipher_of(key) for name, key in keys.items()}
    wrapping = {key.controller_key_id: wrapping_cipher(key.controller_key_id) for key in keys.values()}
    plain = {
        name: unseal(
            wrapping[key.controller_key_id],
            bytes(key.wrapped),
            place_of_data_key(key.controller_id, key.pk.hex),
        )
        for name, key in keys.items()
    }
    opened.close()

    def wrapped_again(was: str, name: str) -> bytes:
        key = keys[was]
        place = place_of_data_key(key.controller_id, uuid.UUID(name).hex)
        return seal(wrapping[key.controller_key_id], plain[was], place, nonce=os.urandom(NONCE_BYTES))

    def sealed_again(  # noqa: PLR0917 - SQLite gives them by position
        code: str, table: str, was: str, name: str, key: str | None, sealed: bytes
    ) -> bytes:
        if key is None or not sealed:
            return sealed
        plaintext = unseal(ciphers[key], sealed, Place(code, table, was, "sealed"))
        place = Place(code, table, name, "sealed")
        return seal(ciphers[key], plaintext, place, nonce=os.urandom(NONCE_BYTES))

    connection.create_function("wrapped_again", 2, wrapped_again)
    connection.create_function("sealed_again", 6, sealed_again)


def _drop_indexes(connection: sqlite3.Connection, table: str) -> list[str]:
    """Drop the indexes of a table, and return how each is made again."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    for name, _sql in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [str(sql) for _name, sql in found]


def _copy(connection: sqlite3.Connection, table: str, made: Mapping[str, str | None], counter: str) -> None:
    columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    if "sealed" in columns:
        made = {"sealed": SEALED, "data_key_id": UUID, **made}
    kept: Sequence[str] = [column for column in columns if made.get(column, "") is not None]
    names = ", ".join(f'"{column}"' for column in kept)
    values = ", ".join(
        str(made.get(column) or "{column}").format(column=f't."{column}"', table=table) for column in kept
    )
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {counter} CROSS JOIN"
        f" (SELECT * FROM {table}) AS t"
    )
