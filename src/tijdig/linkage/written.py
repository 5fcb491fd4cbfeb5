"""Signals and residents as they were written, brought into DuckDB in columns. The same tables are filled from files.

What is written in many ways becomes one way in :mod:`loading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import batched

from tijdig.linkage import duck
from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord

BATCH = 20_000
BETWEEN = "\x1f"  # a separator that no name or address holds
ADULT_AT = 18

# Never NULL: what is not known is an empty text, a house number 0.
TABLES = """
CREATE TABLE written_signal (s INTEGER, id VARCHAR, prefix VARCHAR, surname VARCHAR, birth VARCHAR, initials VARCHAR,
    postcode VARCHAR, number INTEGER, letter VARCHAR, addition VARCHAR, street VARCHAR, adults_born_until VARCHAR);
CREATE SCHEMA raw; -- goes as soon as the residents are written in one way
CREATE TABLE raw.resident (p INTEGER, bsn VARCHAR, given_names VARCHAR, prefix VARCHAR, surname VARCHAR,
    partner_prefix VARCHAR, partner_surname VARCHAR, birth VARCHAR, lives_here BOOLEAN, died BOOLEAN, doubted BOOLEAN);
CREATE TABLE raw.home (p INTEGER, street VARCHAR, number INTEGER, letter VARCHAR, addition VARCHAR,
    designation VARCHAR, postcode VARCHAR, is_current BOOLEAN);
CREATE VIEW written_resident AS SELECT * FROM raw.resident;
CREATE VIEW written_home AS SELECT * FROM raw.home;
"""
_SIGNAL = ("INTEGER", *("VARCHAR",) * 6, "INTEGER", *("VARCHAR",) * 4)
_RESIDENT = ("INTEGER", *("VARCHAR",) * 7, *("BOOLEAN",) * 3)
_HOME = ("INTEGER", "VARCHAR", "INTEGER", *("VARCHAR",) * 4, "BOOLEAN")


def write_signals(database: duck.Database, signals: Sequence[SignalPerson]) -> None:
    """Store the signals; their numbers are their positions."""
    for batch in batched(enumerate(signals), BATCH):
        people = [signal for _position, signal in batch]
        columns: list[Sequence[object]] = [
            [position for position, _signal in batch],
            [one.id for one in people],
            [one.prefix for one in people],
            [one.surname for one in people],
            [one.birth_date for one in people],
            [one.initials for one in people],
            [one.postcode for one in people],
            [one.house_number for one in people],
            [one.house_letter for one in people],
            [one.addition for one in people],
            [one.street for one in people],
            [_adults_born_until(one.received_on) for one in people],
        ]
        insert(database, "written_signal", _SIGNAL, columns)


def write_residents(database: duck.Database, records: Iterable[ResidentRecord], municipality: str) -> int:
    """Store the residents, and where they are and were registered; each record is read once and not kept.

    ``municipality`` is the controller's CBS code: whoever is registered elsewhere does not live here (R23). Returns how
    many residents there are.
    """
    first = 0
    for people in batched(records, BATCH):
        columns: list[Sequence[object]] = [
            range(first, first + len(people)),
            [one.bsn for one in people],
            [one.given_names for one in people],
            [one.prefix for one in people],
            [one.surname for one in people],
            [one.partner_prefix for one in people],
            [one.partner_surname for one in people],
            [one.birth_date for one in people],
            [one.lives_in(municipality) for one in people],
            [not one.lives for one in people],
            [one.under_investigation for one in people],
        ]
        insert(database, "raw.resident", _RESIDENT, columns)
        homes = [(at, one.address, True) for at, one in enumerate(people, first) if one.address.postcode]
        homes += [
            (at, before.address, False)
            for at, one in enumerate(people, first)
            for before in one.previous_addresses
            if before.address.postcode
        ]
        _write_homes(database, homes)
        first += len(people)
    return first


def _write_homes(database: duck.Database, homes: Sequence[tuple[int, RegisteredAddress, bool]]) -> None:
    columns: list[Sequence[object]] = [
        [at for at, _home, _current in homes],
        [home.street for _at, home, _current in homes],
        [home.house_number or 0 for _at, home, _current in homes],
        [home.house_letter for _at, home, _current in homes],
        [home.addition for _at, home, _current in homes],
        [home.designation for _at, home, _current in homes],
        [home.postcode for _at, home, _current in homes],
        [current for _at, _home, current in homes],
    ]
    insert(database, "raw.home", _HOME, columns)


def _adults_born_until(day: date) -> str:
    """Return the last register date of birth of whoever is eighteen on ``day``."""
    return f"{day.year - ADULT_AT:04}{day.month:02}{day.day:02}"


def insert(
    database: duck.Database,
    table: str,
    types: Sequence[str],
    columns: Iterable[Sequence[object]],
) -> None:
    """Append columns of equal length, in the order of the table's own first columns. Table and types are constants.

    A column goes in as one text that DuckDB takes apart: handing over each value by itself takes much longer.
    """
    texts = [_column(values) for values in columns if values]
    if not texts:
        return
    parts = ", ".join(
        f"unnest(string_split(${number}, chr({ord(BETWEEN)})))::{kind}"
        for number, kind in enumerate(types, start=1)
    )
    database.execute(f"INSERT INTO {table} SELECT {parts}", texts)


def _column(values: Sequence[object]) -> str:
    text = BETWEEN.join(map(str, values))
    if text.count(BETWEEN) == len(values) - 1:
        return text
    return BETWEEN.join(str(value).replace(BETWEEN, " ") for value in values)
