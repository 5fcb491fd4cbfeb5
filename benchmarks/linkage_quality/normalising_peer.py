"""Seconds to write names, initials and house numbers of a register in one way: ours, and two general engines.

``python -m … normalising_peer register.csv ours|duckdb|polars`` prints seconds and processor seconds; the rows are in
memory before the clock starts. Each engine makes the same of them (full name, name without prefixes and how it sounds,
of one's own and of a partner; initials, house suffix, street), by its own functions; the others on all cores.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

import duckdb

from tijdig.linkage.rules.normalising import HOUSE_SUFFIXES, PREFIXES, SOUNDS

if TYPE_CHECKING:
    import polars as pl

PREFIX = rf"\b({'|'.join(sorted(PREFIXES))})\b"
NAMES = (("prefix", "surname"), ("partner_prefix", "partner_surname"))
COLUMNS = (
    "prefix",
    "surname",
    "partner_prefix",
    "partner_surname",
    "given_names",
    "house_letter",
    "addition",
    "street",
)


# The rows in the engine's own tables, as a file's are: each resident once, and where they live.
OURS = """
CREATE TABLE raw.given AS SELECT row_number() OVER () AS row, * FROM given;
CREATE OR REPLACE VIEW written_resident AS SELECT row AS p, '' AS bsn, given_names, prefix, surname, partner_prefix,
    partner_surname, '' AS birth, true AS lives_here, false AS died, false AS doubted FROM raw.given;
CREATE OR REPLACE VIEW written_home AS SELECT row AS p, street, 1 AS number, house_letter AS letter, addition,
    '' AS designation, '1000AA' AS postcode, true AS is_current FROM raw.given;
"""


@dataclass(slots=True)
class Spent:
    """Seconds on the clock, and of all processors together."""

    seconds: float = 0.0
    processor: float = 0.0


@contextmanager
def _clock() -> Iterator[Spent]:
    spent, clock, processor = Spent(), time.perf_counter(), time.process_time()
    yield spent
    spent.seconds, spent.processor = time.perf_counter() - clock, time.process_time() - processor


def columns_of(register: Path) -> Mapping[str, Sequence[str]]:
    """Return the columns that are normalised, as lists of texts."""
    with register.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows)
        places = [heading.index(column) for column in COLUMNS]
        picked = [[row[place] for place in places] for row in rows]
    return dict(zip(COLUMNS, map(list, zip(*picked, strict=True)), strict=True))


def ours(columns: Mapping[str, Sequence[str]]) -> Spent:
    """Normalise as the engine does: each distinct text once, and everyone's row made of what it came to."""
    import pyarrow as pa

    from tijdig.linkage import comparison_sql, couples_sql
    from tijdig.linkage.engine import database_of_run
    from tijdig.linkage.loading import normalise_residents

    with database_of_run() as database:
        database.register("given", pa.table(dict(columns)))
        database.execute(OURS + comparison_sql.TABLES + couples_sql.TABLES)
        with _clock() as spent:
            normalise_residents(database)
    return spent


def in_duckdb(columns: Mapping[str, Sequence[str]]) -> Spent:
    """Normalise with DuckDB's own functions."""
    import pyarrow as pa

    database = duckdb.connect()
    database.register("given", pa.table(dict(columns)))
    database.execute("CREATE TABLE raw AS SELECT * FROM given")
    with _clock() as spent:
        _all_in_duckdb(database)
    return spent


def _all_in_duckdb(database: duckdb.DuckDBPyConnection) -> None:
    for number, (prefix, surname) in enumerate(NAMES):
        heard = "core"
        for written, sounds in SOUNDS.items():
            heard = f"replace({heard}, '{written}', '{sounds}')"
        for letter in ascii_lowercase:
            heard = f"replace({heard}, '{letter * 2}', '{letter}')"
        plain = f"regexp_replace(lower(strip_accents({prefix} || ' ' || {surname})), '[^a-z ]+', '', 'g')"
        database.execute(f"""
            CREATE TABLE name{number} AS SELECT *, regexp_replace({heard}, 'd$', 't') AS sound
            FROM (SELECT words, replace(words, ' ', '') AS spelt_full,
                         replace(regexp_replace(words, '{PREFIX}', '', 'g'), ' ', '') AS core
                  FROM (SELECT {plain} AS words FROM raw))""")
    letters = "regexp_replace(strip_accents(given_names), '([A-Za-z])[^ -]*[ -]*', '\\1', 'g')"
    initials = f"replace(upper({letters}), 'Y', 'I')"
    suffix = "upper(regexp_replace(house_letter || addition, '[^A-Za-z0-9]+', '', 'g'))"
    street = "regexp_replace(lower(strip_accents(street)), '[^a-z]+', '', 'g')"
    words = " ".join(f"WHEN '{word}' THEN '{short}'" for word, short in HOUSE_SUFFIXES.items())
    suffix = f"CASE {suffix} {words} ELSE {suffix} END"
    database.execute(f"CREATE TABLE plain AS SELECT {initials} AS i, {suffix} AS s, {street} AS t FROM raw")


def in_polars(columns: Mapping[str, Sequence[str]]) -> Spent:
    """Normalise with Polars' own functions."""
    import polars as pl

    frame = pl.DataFrame(dict(columns))
    with _clock() as spent:
        _all_in_polars(frame)
    return spent


def _all_in_polars(frame: pl.DataFrame) -> None:
    import polars as pl

    doubled = [letter * 2 for letter in ascii_lowercase]

    def plain(text: pl.Expr) -> pl.Expr:
        return text.str.to_lowercase().str.normalize("NFKD").str.replace_all("[^a-z ]+", "")

    for prefix, surname in NAMES:
        words = plain(pl.col(prefix) + " " + pl.col(surname))
        core = words.str.replace_all(PREFIX, "").str.replace_all(" ", "", literal=True)
        heard = core.str.replace_many(list(SOUNDS), list(SOUNDS.values()), leftmost=True)
        heard = heard.str.replace_many(doubled, list(ascii_lowercase)).str.replace("d$", "t")
        frame.select(
            words.str.replace_all(" ", "", literal=True).alias("full"),
            core.alias("core"),
            heard.alias("sound"),
        )
    letters = pl.col("given_names").str.normalize("NFKD").str.replace_all("([A-Za-z])[^ -]*[ -]*", "$1")
    suffix = (
        (pl.col("house_letter") + pl.col("addition")).str.to_uppercase().str.replace_all("[^A-Z0-9]+", "")
    )
    frame.select(
        letters.str.to_uppercase().str.replace_all("Y", "I", literal=True).alias("initials"),
        suffix.replace(HOUSE_SUFFIXES).alias("suffix"),
        plain(pl.col("street")).alias("street"),
    )


ENGINES: Mapping[str, Callable[[Mapping[str, Sequence[str]]], Spent]] = {
    "ours": ours,
    "duckdb": in_duckdb,
    "polars": in_polars,
}


def main() -> None:
    """Print what one engine took."""
    register, engine = sys.argv[1:]
    spent = ENGINES[engine](columns_of(Path(register)))
    print(spent.seconds, spent.processor)


if __name__ == "__main__":
    main()
