"""Bring signals and residents into DuckDB, written in one way: each distinct text once, in columns.

What a couple's names come to in either order is put together in DuckDB from the parts (:mod:`couples_sql`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import batched

import duckdb

from tijdig.linkage import couples_sql
from tijdig.linkage.columns import BATCH, Places, Residents
from tijdig.linkage.rules.normalising import (
    NO_NAME,
    given_name_initials,
    house_suffix,
    ledger_initials,
    plain_postcode,
    plain_street,
    signal_name,
    sound,
    spell,
)
from tijdig.linkage.rules.people import SignalPerson

BETWEEN = "\x1f"  # a separator that no name or address holds
TEXTS, FLAGS = ("VARCHAR",) * 3, ("BOOLEAN",) * 3
ADULT_AT = 18


class Normaliser:
    """Normalises each distinct text once. Made for one run, so that no personal data outlives it."""

    def __init__(self) -> None:
        self.initials = cache(ledger_initials)
        self.given_initials = cache(given_name_initials)
        self.postcode = cache(plain_postcode)
        self.suffix = cache(house_suffix)
        self.street = cache(plain_street)


@dataclass(slots=True)
class SignalNames:
    """Numbers for the names in signals, so that each distinct name is stored and compared once."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    spellings: list[tuple[int, str, str, str]] = field(default_factory=list)
    halves: list[tuple[int, str]] = field(default_factory=list)

    def number(self, prefix: str, surname: str) -> int:
        """Return the number of a name."""
        number = self.numbers.get((prefix, surname))
        if number is None:
            number = self.numbers[prefix, surname] = len(self.numbers)
            name = signal_name(prefix, surname)
            self.spellings.append((number, *name.spelling))
            self.halves.extend((number, half) for half in name.halves)
        return number


@dataclass(slots=True)
class NameParts:
    """Numbers for the single names of residents, their own or a partner's; zero for a name that is not known."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    spellings: list[tuple[int, str, str, str]] = field(default_factory=lambda: [(0, *NO_NAME)])

    def number(self, prefix: str, surname: str) -> int:
        """Return the number of a name."""
        number = self.numbers.get((prefix, surname))
        if number is None:
            spelling = spell(prefix, surname)
            number = self.numbers[prefix, surname] = len(self.spellings) if spelling.core else 0
            if number:
                self.spellings.append((number, *spelling))
        return number

    def store(self, database: duckdb.DuckDBPyConnection) -> None:
        """Store the parts, and what the names of each couple in ``resident`` come to together."""
        for rows in batched(self.spellings, BATCH):
            _insert(database, "name_part", ("INTEGER", *TEXTS), zip(*rows, strict=True))
        database.execute(couples_sql.COUPLES)
        met = database.execute(couples_sql.MET_OTHERWISE).fetchall()
        for pairs in batched(met, BATCH):
            heard = [(first, second, sound(first + second)) for first, second in pairs]
            _insert(database, "heard_together", TEXTS, zip(*heard, strict=True))
        database.execute(couples_sql.SPELLINGS)


def load_signals(database: duckdb.DuckDBPyConnection, signals: Sequence[SignalPerson]) -> None:
    """Store the signals; their numbers are their positions."""
    names, normalise = SignalNames(), Normaliser()
    for batch in batched(enumerate(signals), BATCH):
        people = [signal for _position, signal in batch]
        columns: list[Sequence[object]] = [
            [position for position, _signal in batch],
            [names.number(signal.prefix, signal.surname) for signal in people],
            [signal.birth_date for signal in people],
            [normalise.initials(signal.initials) for signal in people],
            [normalise.postcode(signal.postcode) for signal in people],
            [signal.house_number for signal in people],
            [normalise.suffix(signal.house_letter, signal.addition) for signal in people],
            [normalise.street(signal.street) for signal in people],
            [_adults_born_until(signal.received_on) for signal in people],
        ]
        _insert(database, "signal", ("INTEGER", "INTEGER", *TEXTS, "INTEGER", *TEXTS), columns)
    for rows in batched(names.spellings, BATCH):
        _insert(database, "signal_spelling", ("INTEGER", *TEXTS), zip(*rows, strict=True))
    for halves in batched(names.halves, BATCH):
        _insert(database, "signal_half", ("INTEGER", "VARCHAR"), zip(*halves, strict=True))


def load_residents(database: duckdb.DuckDBPyConnection, batches: Iterable[Residents]) -> None:
    """Store the residents, their names, and where they are and were registered."""
    parts, normalise = NameParts(), Normaliser()
    first = 0
    for batch in batches:
        columns: list[Sequence[object]] = [
            range(first, first + len(batch.bsns)),
            list(map(parts.number, batch.prefixes, batch.surnames)),
            list(map(parts.number, batch.partner_prefixes, batch.partner_surnames)),
            batch.bsns,
            batch.birth_dates,
            list(map(normalise.given_initials, batch.given_names)),
            batch.live_here,
            batch.died,
            batch.doubted,
        ]
        _insert(database, "resident", ("INTEGER", "INTEGER", "INTEGER", *TEXTS, *FLAGS), columns)
        for places, is_current in ((batch.current, "true"), (batch.former, "false")):
            _insert_homes(database, places.with_postcode(), first, normalise, is_current)
        first += len(batch.bsns)
    parts.store(database)


def _insert_homes(
    database: duckdb.DuckDBPyConnection, homes: Places, first: int, normalise: Normaliser, is_current: str
) -> None:
    """Store where these people are registered now, or were before; ``first`` is the position of the batch's first."""
    columns: list[Sequence[object]] = [
        [first + at for at in homes.people],
        homes.numbers,
        homes.postcodes,
        list(map(normalise.suffix, homes.letters, homes.additions, homes.designations)),
        list(map(normalise.street, homes.streets)),
        [is_current] * len(homes.people),
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
