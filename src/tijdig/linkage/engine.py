"""Run the linkage of many signals with many residents, set-based, in DuckDB inside this process.

Nothing is written to disk: the register comes in as records, lives in memory for the run and is gone after it. The
same input gives the same result, in the order of the signals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    sound,
    spell,
)
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.record import ResidentRecord

BATCH = 20_000
BETWEEN, END_OF_ROW = "\x1f", "\x1e"  # separators that no name or address holds
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
        database.execute("SET enable_progress_bar = false")
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


class _Normaliser:
    """Normalises each distinct text once. Made for one run, so that no personal data outlives it."""

    def __init__(self) -> None:
        self.spell = cache(spell)
        self.sound = cache(sound)
        self.initials = cache(ledger_initials)
        self.given_initials = cache(given_name_initials)
        self.suffix = cache(house_suffix)
        self.street = cache(plain_street)


@dataclass(slots=True)
class _Names:
    """Numbers for names, so that each distinct name is stored and compared once."""

    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    spellings: list[tuple[int, str, str, str, int]] = field(default_factory=list)
    halves: list[tuple[int, str]] = field(default_factory=list)

    def add(self, key: tuple[str, ...], spellings: Sequence[Spelling], halves: Iterable[str]) -> int:
        number = len(self.numbers)
        self.numbers[key] = number
        # Someone whose name the register does not know still has one row: a name that fits nothing.
        for way, spelling in enumerate(spellings or (NO_NAME,)):
            self.spellings.append((number, spelling.full, spelling.core, spelling.sound, way))
        self.halves.extend((number, half) for half in halves)
        return number

    def of_signal(self, signal: SignalPerson) -> int:
        key = (signal.prefix, signal.surname)
        if key in self.numbers:
            return self.numbers[key]
        name = signal_name(*key)
        return self.add(key, (name.spelling,), name.halves)

    def of_resident(self, record: ResidentRecord, normalise: _Normaliser) -> int:
        key = (record.prefix, record.surname, record.partner_prefix, record.partner_surname)
        if key in self.numbers:
            return self.numbers[key]
        name = resident_name(normalise.spell(*key[:2]), normalise.spell(*key[2:]), normalise.sound)
        return self.add(key, name.spellings, name.halves)

    def store(self, database: duckdb.DuckDBPyConnection, whose: str) -> None:
        types = ("INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "INTEGER")
        _insert(database, f"{whose}_spelling", types, self.spellings)
        _insert(database, f"{whose}_half", ("INTEGER", "VARCHAR"), self.halves)


def _load_signals(database: duckdb.DuckDBPyConnection, signals: Sequence[SignalPerson]) -> None:
    names, normalise = _Names(), _Normaliser()
    rows = (
        (
            position,
            names.of_signal(signal),
            signal.birth_date,
            normalise.initials(signal.initials),
            plain_postcode(signal.postcode),
            signal.house_number,
            normalise.suffix(signal.house_letter, signal.addition),
            normalise.street(signal.street),
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
    names, normalise = _Names(), _Normaliser()
    flags = ("BOOLEAN",) * 3
    people_types = ("INTEGER", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", *flags)
    home_types = ("INTEGER", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "BOOLEAN")
    for batch in batched(enumerate(residents), BATCH):
        people = (
            (
                position,
                record.bsn,
                names.of_resident(record, normalise),
                record.birth_date,
                normalise.given_initials(record.given_names),
                record.lives_in(municipality),
                not record.lives,
                record.under_investigation,
            )
            for position, record in batch
        )
        _insert(database, "person", people_types, people)
        homes = (home for position, record in batch for home in _homes(position, record, normalise))
        _insert(database, "person_address", home_types, homes)
    names.store(database, "person")


def _homes(
    position: int, record: ResidentRecord, normalise: _Normaliser
) -> Iterator[tuple[int, str, int, str, str, bool]]:
    """Yield where someone is registered, and where before."""
    places = [(record.address, True), *((former.address, False) for former in record.previous_addresses)]
    for home, is_current in places:
        if home.postcode:
            suffix = normalise.suffix(home.house_letter, home.addition, home.designation)
            street = normalise.street(home.street)
            yield position, home.postcode, home.house_number or 0, suffix, street, is_current


def _adults_born_until(day: date) -> str:
    """Return the last register date of birth of whoever is eighteen on ``day``."""
    return f"{day.year - ADULT_AT:04}{day.month:02}{day.day:02}"


def _insert(
    database: duckdb.DuckDBPyConnection,
    table: str,
    types: Sequence[str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Append rows. Table and types are constants.

    A batch goes in as one text that DuckDB takes apart: handing over each value by itself takes seven times as long.
    """
    parts = ", ".join(f"parts[{number}]::{kind}" for number, kind in enumerate(types, start=1))
    lines = f"unnest(string_split($1, chr({ord(END_OF_ROW)})))"
    rows_apart = f"SELECT string_split({lines}, chr({ord(BETWEEN)})) AS parts"
    statement = f"INSERT INTO {table} SELECT {parts} FROM ({rows_apart})"  # noqa: S608 - constants only
    for batch in batched(rows, BATCH):
        database.execute(statement, [END_OF_ROW.join([_line(row) for row in batch])])


def _line(row: tuple[object, ...]) -> str:
    line = BETWEEN.join(map(str, row))
    if line.count(BETWEEN) == len(row) - 1 and END_OF_ROW not in line:
        return line
    return BETWEEN.join(str(value).replace(BETWEEN, " ").replace(END_OF_ROW, " ") for value in row)
