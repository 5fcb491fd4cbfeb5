"""From what was written to one way of writing: each distinct text once, in Python, by the rules of :mod:`normalising`.

What a couple's names come to in either order is put together in DuckDB from the parts (:mod:`couples_sql`).
"""

# ruff: noqa: S608 - the text is built of our own constants only

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import batched

from tijdig.linkage import couples_sql, duck
from tijdig.linkage.rules.normalising import (
    NO_NAME,
    Spelling,
    given_name_initials,
    house_suffix,
    ledger_initials,
    letters_of,
    plain_postcode,
    plain_street,
    signal_name,
    sound,
    spell,
)
from tijdig.linkage.written import BATCH, insert

TEXTS = ("VARCHAR",) * 3

SIGNALS = """
INSERT INTO signal
SELECT s, signal_name.n, birth, initials.plain, code.plain, number, suffix.plain, street.plain, adults_born_until
FROM written_signal AS one JOIN signal_name ON one.prefix = a AND one.surname = b
JOIN ledger_initials AS initials ON one.initials = initials.a
JOIN signal_postcode AS code ON one.postcode = code.a
JOIN signal_suffix AS suffix ON one.letter = suffix.a AND one.addition = suffix.b
JOIN signal_street AS street ON one.street = street.a;
"""
RESIDENTS = """
INSERT INTO resident
SELECT p, own.part, partner.part, bsn, birth, initials.plain, lives_here, died, doubted
FROM written_resident AS one JOIN resident_name AS own ON one.prefix = own.a AND one.surname = own.b
JOIN resident_name AS partner ON one.partner_prefix = partner.a AND one.partner_surname = partner.b
JOIN given_initials AS initials ON one.given_names = initials.a;
"""
HOMES = """
INSERT INTO person_address
SELECT p, number, code.plain, suffix.plain, street.plain, is_current
FROM written_home AS home JOIN home_postcode AS code ON home.postcode = code.a
JOIN home_suffix AS suffix ON home.letter = suffix.a AND home.addition = suffix.b AND home.designation = suffix.c
JOIN home_street AS street ON home.street = street.a
WHERE code.plain <> '';
DROP SCHEMA raw CASCADE;
"""


def normalise_signals(database: duck.Database) -> None:
    """Write the signals in one way."""
    written = _distinct(database, "signal_name", ("prefix", "surname"), "written_signal")
    spellings: list[tuple[int, str, str, str, int]] = []
    halves: list[tuple[int, str]] = []
    for number, (prefix, surname) in enumerate(written):
        name = signal_name(prefix, surname)
        spellings.append((number, *name.spelling, letters_of(name.spelling.core)))
        halves.extend((number, half) for half in name.halves)
    _insert_rows(database, "signal_spelling", ("INTEGER", *TEXTS, "INTEGER"), spellings)
    _insert_rows(database, "signal_half", ("INTEGER", "VARCHAR"), halves)
    _plain(database, "ledger_initials", ("initials",), "written_signal", ledger_initials)
    _plain(database, "signal_postcode", ("postcode",), "written_signal", plain_postcode)
    _plain(database, "signal_suffix", ("letter", "addition"), "written_signal", house_suffix)
    _plain(database, "signal_street", ("street",), "written_signal", plain_street)
    database.execute(SIGNALS)


def normalise_residents(database: duck.Database) -> None:
    """Write the residents in one way: their names, and where they are and were registered."""
    _names_of_residents(database)
    _plain(database, "given_initials", ("given_names",), "written_resident", given_name_initials)
    database.execute(RESIDENTS)
    _plain(database, "home_postcode", ("postcode",), "written_home", plain_postcode)
    _plain(database, "home_suffix", ("letter", "addition", "designation"), "written_home", house_suffix)
    _plain(database, "home_street", ("street",), "written_home", plain_street)
    database.execute(HOMES)


def put_couples_together(database: duck.Database) -> None:
    """Store what the names of each resident come to, own and partner's in either order."""
    database.execute(couples_sql.COUPLES)
    met = database.execute(couples_sql.MET_OTHERWISE).fetchall()
    heard = [(first, second, sound(first + second)) for first, second in met]
    _insert_rows(database, "heard_together", TEXTS, heard)
    database.execute(couples_sql.SPELLINGS)


def _names_of_residents(database: duck.Database) -> None:
    """Number the single names of residents, their own or a partner's; zero is a name that is not known."""
    everyone = """(SELECT prefix, surname FROM written_resident
        UNION ALL SELECT partner_prefix, partner_surname FROM written_resident)"""
    written = _distinct(database, "written_name", ("prefix", "surname"), everyone)
    numbers: dict[Spelling, int] = {NO_NAME: 0}
    parts = [numbers.setdefault(spell(prefix, surname), len(numbers)) for prefix, surname in written]
    rows = ((number, *name, letters_of(name.core)) for name, number in numbers.items())
    _insert_rows(database, "name_part", ("INTEGER", *TEXTS, "INTEGER"), rows)
    database.execute("CREATE TABLE numbered (n INTEGER, part INTEGER)")
    _insert_rows(database, "numbered", ("INTEGER", "INTEGER"), enumerate(parts))
    database.execute("""CREATE TABLE resident_name AS SELECT a, b, part FROM written_name JOIN numbered USING (n);
        DROP TABLE written_name; DROP TABLE numbered""")


def _plain(
    database: duck.Database,
    table: str,
    columns: Sequence[str],
    rows: str,
    rule: Callable[..., str],
) -> None:
    """Make a table of what each combination in these columns comes to by a rule: ``a``, ``b``, … and ``plain``."""
    named = _named(columns)
    database.execute(f"CREATE OR REPLACE TABLE as_written AS SELECT DISTINCT {named} FROM {rows}")
    written = database.execute("FROM as_written").fetchall()
    # Both tables stand in the order in which they were filled.
    database.execute("CREATE OR REPLACE TABLE ruled (plain VARCHAR)")
    for some in batched(written, BATCH):
        insert(database, "ruled", ("VARCHAR",), [[rule(*cells) for cells in some]])
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM as_written POSITIONAL JOIN ruled")


def _distinct(
    database: duck.Database, table: str, columns: Sequence[str], rows: str
) -> list[tuple[str, ...]]:
    """Number what stands in these columns, each combination once, and return it in that order."""
    database.execute(f"""CREATE TABLE {table} AS
        SELECT (row_number() OVER () - 1)::INTEGER AS n, * FROM (SELECT DISTINCT {_named(columns)} FROM {rows})""")
    return database.execute(f"SELECT * EXCLUDE (n) FROM {table} ORDER BY n").fetchall()


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f"{column} AS {letter}" for column, letter in zip(columns, "abc", strict=False))


def _insert_rows(
    database: duck.Database, table: str, types: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    for some in batched(rows, BATCH):
        insert(database, table, types, zip(*some, strict=True))
