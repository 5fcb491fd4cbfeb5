"""Run the linkage of many signals with many residents, set-based, in DuckDB inside this process.

Nothing is written to disk: the register comes in as records, lives in memory for the run and is gone after it. The
same input gives the same result, in the order of the signals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import batched

import duckdb

from tijdig.linkage import comparison_sql
from tijdig.linkage.rules.concluding import Pair, conclude
from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, InitialsLevel, NameLevel
from tijdig.linkage.rules.normalising import (
    NO_NAME,
    Spelling,
    given_name_initials,
    house_suffix,
    ledger_initials,
    plain_postcode,
    plain_street,
    resident_name,
    signal_name,
    spell,
)
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.record import ResidentRecord

BATCH = 20_000
BETWEEN = "\x1f"  # a separator that no name or address holds
TEXTS, FLAGS = ("VARCHAR",) * 3, ("BOOLEAN",) * 3
ADULT_AT = 18

# Looked up for every pair: calling the enumeration takes several times as long.
_ADDRESSES = {str(level): level for level in AddressLevel}
_NAMES = {str(level): level for level in NameLevel}
_BIRTH_DATES = {str(level): level for level in BirthDateLevel}
_INITIALS = {str(level): level for level in InitialsLevel}


def link_people(
    signals: Sequence[SignalPerson],
    residents: Iterable[ResidentRecord],
    *,
    municipality: str,
    whole_register: bool = True,
) -> tuple[LinkResult, ...]:
    """Return one result per signal, in order.

    ``municipality`` is the controller's CBS code: whoever is registered elsewhere has moved away. ``residents`` may be
    a generator; each record is read once and not kept. Where they are not the ``whole_register``, nobody is rare.
    """
    # One thread, nothing on disk, no extensions from elsewhere.
    limits: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=limits) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(comparison_sql.TABLES)
        database.execute("INSERT INTO register VALUES (?)", [whole_register])
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
                address=_ADDRESSES[address],
                name=_NAMES[name],
                birth_date=_BIRTH_DATES[birth_date],
                initials=_INITIALS[initials],
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


class Normaliser:
    """Normalises each distinct text once. Made for one run, so that no personal data outlives it."""

    def __init__(self) -> None:
        self.spell = cache(spell)
        self.initials = cache(ledger_initials)
        self.given_initials = cache(given_name_initials)
        self.postcode = cache(plain_postcode)
        self.suffix = cache(house_suffix)
        self.street = cache(plain_street)


@dataclass(slots=True)
class Names:
    """Numbers for names, so that each distinct name is stored and compared once."""

    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    spellings: list[tuple[int, int, str, str, str]] = field(default_factory=list)
    halves: list[tuple[int, str]] = field(default_factory=list)

    def add(self, key: tuple[str, ...], spellings: Sequence[Spelling], halves: Iterable[str]) -> int:
        """Give a name its number."""
        number = self.numbers[key] = len(self.numbers)
        # Someone whose name the register does not know still has one row: a name that fits nothing.
        for way, spelling in enumerate(spellings or (NO_NAME,)):
            self.spellings.append((number, way, *spelling))
        for half in halves:
            self.halves.append((number, half))
        return number

    def of_signal(self, signal: SignalPerson) -> int:
        """Return the number of the name in a signal."""
        key = (signal.prefix, signal.surname)
        number = self.numbers.get(key)
        if number is None:
            name = signal_name(*key)
            number = self.add(key, (name.spelling,), name.halves)
        return number

    def of_resident(self, record: ResidentRecord, normalise: Normaliser) -> int:
        """Return the number of a resident's names."""
        key = (record.prefix, record.surname, record.partner_prefix, record.partner_surname)
        return self.of_couple(key, normalise)

    def of_couple(self, key: tuple[str, str, str, str], normalise: Normaliser) -> int:
        """Return the number of an own and a partner's name: prefix, surname, prefix, surname."""
        number = self.numbers.get(key)
        if number is None:
            name = resident_name(normalise.spell(*key[:2]), normalise.spell(*key[2:]))
            number = self.add(key, name.spellings, name.halves)
        return number

    def store(self, database: duckdb.DuckDBPyConnection, whose: str) -> None:
        """Store the names of signals or of people."""
        for rows in batched(self.spellings, BATCH):
            _insert(database, f"{whose}_spelling", ("INTEGER", "INTEGER", *TEXTS), zip(*rows, strict=True))
        for halves in batched(self.halves, BATCH):
            _insert(database, f"{whose}_half", ("INTEGER", "VARCHAR"), zip(*halves, strict=True))


def _load_signals(database: duckdb.DuckDBPyConnection, signals: Sequence[SignalPerson]) -> None:
    names, normalise = Names(), Normaliser()
    for batch in batched(enumerate(signals), BATCH):
        people = [signal for _position, signal in batch]
        columns: list[Sequence[object]] = [
            [position for position, _signal in batch],
            [names.of_signal(signal) for signal in people],
            [signal.birth_date for signal in people],
            [normalise.initials(signal.initials) for signal in people],
            [normalise.postcode(signal.postcode) for signal in people],
            [signal.house_number for signal in people],
            [normalise.suffix(signal.house_letter, signal.addition) for signal in people],
            [normalise.street(signal.street) for signal in people],
            [_adults_born_until(signal.received_on) for signal in people],
        ]
        _insert(database, "signal", ("INTEGER", "INTEGER", *TEXTS, "INTEGER", *TEXTS), columns)
    names.store(database, "signal")


def _load_residents(
    database: duckdb.DuckDBPyConnection, residents: Iterable[ResidentRecord], municipality: str
) -> None:
    names, normalise = Names(), Normaliser()
    for batch in batched(enumerate(residents), BATCH):
        people = [record for _position, record in batch]
        columns: list[Sequence[object]] = [
            [position for position, _record in batch],
            [names.of_resident(record, normalise) for record in people],
            [record.bsn for record in people],
            [record.birth_date for record in people],
            [normalise.given_initials(record.given_names) for record in people],
            [record.lives_in(municipality) for record in people],
            [not record.lives for record in people],
            [record.under_investigation for record in people],
        ]
        _insert(database, "person", ("INTEGER", "INTEGER", *TEXTS, *FLAGS), columns)
        _insert_homes(database, batch, normalise)
    names.store(database, "person")


def _insert_homes(
    database: duckdb.DuckDBPyConnection,
    batch: Iterable[tuple[int, ResidentRecord]],
    normalise: Normaliser,
) -> None:
    """Store where these people are registered, and where they were before."""
    places = [
        (position, home, is_current)
        for position, record in batch
        for home, is_current in (
            (record.address, True),
            *((former.address, False) for former in record.previous_addresses),
        )
        if home.postcode
    ]
    homes = [home for _position, home, _is_current in places]
    columns: list[Sequence[object]] = [
        [position for position, _home, _is_current in places],
        [home.house_number or 0 for home in homes],
        [home.postcode for home in homes],
        [normalise.suffix(home.house_letter, home.addition, home.designation) for home in homes],
        [normalise.street(home.street) for home in homes],
        [is_current for _position, _home, is_current in places],
    ]
    _insert(database, "person_address", ("INTEGER", "INTEGER", *TEXTS, "BOOLEAN"), columns)


def _adults_born_until(day: date) -> str:
    """Return the last register date of birth of whoever is eighteen on ``day``."""
    return f"{day.year - ADULT_AT:04}{day.month:02}{day.day:02}"


def _insert(
    database: duckdb.DuckDBPyConnection,
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
