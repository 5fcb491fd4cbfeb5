"""Run the linkage of many signals with many residents, set-based, in DuckDB inside this process.

Nothing is written to disk: the register comes in as records or from a file, lives in memory for the run and is gone
after it. The same input gives the same result, in the order of the signals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from tijdig.linkage import comparison_sql, couples_sql, duck, written
from tijdig.linkage.loading import normalise_residents, normalise_signals, put_couples_together
from tijdig.linkage.rules.concluding import Pair, conclude
from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, InitialsLevel, NameLevel
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.record import ResidentRecord

# Looked up for every pair: calling the enumeration takes several times as long.
_ADDRESSES = {str(level): level for level in AddressLevel}
_NAMES = {str(level): level for level in NameLevel}
_BIRTH_DATES = {str(level): level for level in BirthDateLevel}
_INITIALS = {str(level): level for level in InitialsLevel}
SOME = 5_000  # rows that are fetched at a time
# Up to so many people, looking for the best way to answer takes longer than answering: a third of the run of a village.
FEW = 5_000


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
    with database_of_run() as database:
        written.write_signals(database, signals)
        people = written.write_residents(database, residents, municipality)
        if len(signals) + people <= FEW:
            database.execute("PRAGMA disable_optimizer")
        return tuple(link_written(database, whole_register=whole_register))


@contextmanager
def database_of_run() -> Iterator[duck.Database]:
    """Open a database for one run, in memory, with the tables of :mod:`written`, and close it for good."""
    # One thread, nothing on disk, no extensions from elsewhere.
    limits: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
    }
    with duck.connect(":memory:", config=limits) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(
            "SET allocator_flush_threshold = '16MB'"
        )  # gives back at once what a step no longer needs
        database.execute(written.TABLES)
        yield database


def link_written(database: duck.Database, *, whole_register: bool = True) -> Iterator[LinkResult]:
    """Link what was written into the database; returns one result per signal, in order, as they are asked for."""
    database.execute(comparison_sql.TABLES + couples_sql.TABLES)
    database.execute("INSERT INTO register VALUES (?)", [whole_register])
    normalise_signals(database)
    normalise_residents(database)
    put_couples_together(database)
    for step in comparison_sql.STEPS:
        database.execute(step)
    return _conclusions(database)


def _conclusions(database: duck.Database) -> Iterator[LinkResult]:
    inhabited = {row[0] for row in database.execute(comparison_sql.INHABITED).fetchall()}
    ids = database.execute("SELECT s, id FROM written_signal ORDER BY s").fetchall()
    found = groupby(_rows(database, comparison_sql.CANDIDATES), key=itemgetter(0))
    asked, rows = next(found, (None, iter(())))
    for s, signal_id in ids:
        pairs: list[Pair] = []
        if asked == s:
            pairs = list(map(_pair, rows))
            asked, rows = next(found, (None, iter(())))
        yield conclude(signal_id, pairs, someone_lives_there=s in inhabited)


def _rows(database: duck.Database, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = database.execute(query)
    while rows := cursor.fetchmany(SOME):
        yield from rows


def _pair(row: tuple[Any, ...]) -> Pair:
    _s, bsn, rule_id, address, name, birth_date, initials, points, here, died, minor, doubted = row
    return Pair(
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
