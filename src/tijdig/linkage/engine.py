"""Run the linkage of many signals with many residents, set-based, in DuckDB inside this process.

Nothing is written to disk: the register comes in as records, lives in memory for the run and is gone after it. The
same input gives the same result, in the order of the signals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from tijdig.linkage import comparison_sql, couples_sql
from tijdig.linkage.columns import Residents, in_columns
from tijdig.linkage.loading import load_residents, load_signals
from tijdig.linkage.rules.concluding import Pair, conclude
from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, InitialsLevel, NameLevel
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.record import ResidentRecord

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
    return link_batches(signals, in_columns(residents, municipality), whole_register=whole_register)


def link_batches(
    signals: Sequence[SignalPerson], batches: Iterable[Residents], *, whole_register: bool = True
) -> tuple[LinkResult, ...]:
    """Return the same from residents in columns."""
    # One thread, nothing on disk, no extensions from elsewhere.
    limits: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=limits) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(comparison_sql.TABLES + couples_sql.TABLES)
        database.execute("INSERT INTO register VALUES (?)", [whole_register])
        load_signals(database, signals)
        load_residents(database, batches)
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
