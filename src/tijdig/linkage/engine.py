"""Run the linkage of many signals with many residents, set-based, in DuckDB inside this process.

Nothing is written to disk: the register comes in as records, lives in memory for the run and is gone after it. The
same input gives the same result, in the order of the signals.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched

import duckdb

from tijdig.linkage import comparison_sql
from tijdig.linkage.rules.concluding import Pair, conclude
from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, InitialsLevel, NameLevel
from tijdig.linkage.rules.normalising import (
    ResidentName,
    SignalName,
    Spelling,
    given_name_initials,
    house_suffix,
    ledger_initials,
    plain_postcode,
    plain_street,
    resident_name,
    signal_name,
)
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord

BATCH = 20_000
ADULT_AT = 18


def link_people(
    signals: Sequence[SignalPerson], residents: Iterable[ResidentRecord], *, municipality: str
) -> tuple[LinkResult, ...]:
    """Return one result per signal, in order.

    ``municipality`` is the controller's CBS code: whoever is registered elsewhere has moved away. ``residents`` may be
    a generator; each record is read once and not kept.
    """
    # One thread, nothing on disk, no extensions from elsewhere.
    limits: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=limits) as database:
        database.execute(comparison_sql.TABLES)
        _load_signals(database, signals)
        _load_residents(database, residents, municipality)
        for step in comparison_sql.STEPS:
            database.execute(step)
        return _conclusions(database, signals)


def _conclusions(
    database: duckdb.DuckDBPyConnection, signals: Sequence[SignalPerson]
) -> tuple[LinkResult, ...]:
    inhabited = {row[0] for row in database.execute(comparison_sql.INHABITED).fetchall()}
    pairs: dict[int, list[Pair]] = {}
    for row in database.execute(comparison_sql.RANKED).fetchall():
        position, bsn, rule_id, address, name, birth_date, initials, points, here, died, minor, doubted = row
        pairs.setdefault(position, []).append(
            Pair(
                bsn=bsn,
                rule_id=rule_id,
                address=AddressLevel(address),
                name=NameLevel(name),
                birth_date=BirthDateLevel(birth_date),
                initials=InitialsLevel(initials),
                points=float(points),
                lives_here=here,
                died=died,
                minor=minor,
                address_doubted=doubted,
            )
        )
    return tuple(
        conclude(signal.id, pairs.get(position, ()), someone_lives_there=position in inhabited)
        for position, signal in enumerate(signals)
    )


@dataclass(slots=True)
class _Names:
    """Numbers for names, so that each distinct name is normalised, stored and compared once."""

    numbers: dict[Hashable, int] = field(default_factory=dict)
    spellings: list[tuple[int, str, str, str]] = field(default_factory=list)
    halves: list[tuple[int, str]] = field(default_factory=list)

    def number_of_signal(self, signal: SignalPerson) -> int:
        key = (signal.prefix, signal.surname)
        if key not in self.numbers:
            name: SignalName = signal_name(*key)
            self._add(key, (name.spelling,), name.halves)
        return self.numbers[key]

    def number_of_resident(self, record: ResidentRecord) -> int:
        key = (record.prefix, record.surname, record.partner_prefix, record.partner_surname)
        if key not in self.numbers:
            name: ResidentName = resident_name(*key)
            self._add(key, name.spellings, name.halves)
        return self.numbers[key]

    def _add(self, key: Hashable, spellings: Iterable[Spelling], halves: Iterable[str]) -> None:
        number = len(self.numbers)
        self.numbers[key] = number
        # Someone whose name the register does not know still has one row: a name that fits nothing.
        for spelling in tuple(spellings) or (Spelling("", "", ""),):
            self.spellings.append((number, spelling.full, spelling.core, spelling.sound))
        self.halves.extend((number, half) for half in halves)

    def store(self, database: duckdb.DuckDBPyConnection, whose: str) -> None:
        _insert(database, f"{whose}_spelling", ("INTEGER", "VARCHAR", "VARCHAR", "VARCHAR"), self.spellings)
        _insert(database, f"{whose}_half", ("INTEGER", "VARCHAR"), self.halves)


def _load_signals(database: duckdb.DuckDBPyConnection, signals: Sequence[SignalPerson]) -> None:
    names = _Names()
    rows = (
        (
            position,
            names.number_of_signal(signal),
            signal.birth_date,
            ledger_initials(signal.initials),
            plain_postcode(signal.postcode),
            signal.house_number,
            house_suffix(signal.house_letter, signal.addition),
            plain_street(signal.street),
            _adults_born_until(signal.received_on),
        )
        for position, signal in enumerate(signals)
    )
    texts = ("VARCHAR",) * 3
    types = ("INTEGER", "INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "INTEGER", *texts)
    _insert(database, "signal", types, rows)
    names.store(database, "signal")


def _load_residents(
    database: duckdb.DuckDBPyConnection, residents: Iterable[ResidentRecord], municipality: str
) -> None:
    names = _Names()
    position = 0
    for records in batched(residents, BATCH):
        people: list[tuple[object, ...]] = []
        homes: list[tuple[object, ...]] = []
        for record in records:
            people.append(
                (
                    position,
                    record.bsn,
                    names.number_of_resident(record),
                    record.birth_date,
                    given_name_initials(record.given_names),
                    record.lives_in(municipality),
                    not record.lives,
                    record.under_investigation,
                )
            )
            homes.extend(
                _home(position, former.address, is_current=False) for former in record.previous_addresses
            )
            homes.append(_home(position, record.address, is_current=True))
            position += 1
        flags = ("BOOLEAN",) * 3
        _insert(database, "person", ("INTEGER", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", *flags), people)
        places = ("INTEGER", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "BOOLEAN")
        _insert(database, "person_address", places, homes)
    names.store(database, "person")


def _home(position: int, address: RegisteredAddress, *, is_current: bool) -> tuple[object, ...]:
    return (
        position,
        address.postcode,
        address.house_number or 0,
        house_suffix(address.house_letter, address.addition, address.designation),
        plain_street(address.street),
        is_current,
    )


def _adults_born_until(day: date) -> str:
    """Return the last register date of birth of whoever is eighteen on ``day``."""
    return f"{day.year - ADULT_AT:04}{day.month:02}{day.day:02}"


def _insert(
    database: duckdb.DuckDBPyConnection,
    table: str,
    types: Sequence[str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Append rows column by column, which is many times faster than row by row. Table and types are constants."""
    for batch in batched(rows, BATCH):
        columns = list(zip(*batch, strict=True))
        unnested = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(types, start=1))
        database.execute(f"INSERT INTO {table} SELECT {unnested}", [list(column) for column in columns])
