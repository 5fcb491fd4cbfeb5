"""Seconds to write names, initials and house numbers of a register in one way: ours, and two general engines.

``python -m … normalising_peer register.csv ours|duckdb|polars`` prints the seconds alone; the rows are in memory before
the clock starts. Each engine makes the same of them (full name, name without prefixes and how it sounds, of one's own
and of a partner; initials, house suffix, street), by its own functions and on all cores.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase

from tijdig.linkage.rules.normalising import HOUSE_SUFFIXES, PREFIXES, SOUNDS

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


def columns_of(register: Path) -> Mapping[str, Sequence[str]]:
    """Return the columns that are normalised, as lists of texts."""
    with register.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows)
        places = [heading.index(column) for column in COLUMNS]
        picked = [[row[place] for place in places] for row in rows]
    return dict(zip(COLUMNS, map(list, zip(*picked, strict=True)), strict=True))


def ours(columns: Mapping[str, Sequence[str]]) -> float:
    """Normalise as the engine does: each distinct text once."""
    from tijdig.linkage.loading import NameParts, Normaliser

    before = time.perf_counter()
    parts, normalise = NameParts(), Normaliser()
    _ = [*map(parts.number, columns["prefix"], columns["surname"])]
    _ = [*map(parts.number, columns["partner_prefix"], columns["partner_surname"])]
    _ = [*map(normalise.given_initials, columns["given_names"])]
    _ = [*map(normalise.suffix, columns["house_letter"], columns["addition"])]
    _ = [*map(normalise.street, columns["street"])]
    return time.perf_counter() - before


def in_duckdb(columns: Mapping[str, Sequence[str]]) -> float:
    """Normalise with DuckDB's own functions."""
    import duckdb
    import pyarrow as pa

    database = duckdb.connect()
    database.register("given", pa.table(dict(columns)))
    database.execute("CREATE TABLE raw AS SELECT * FROM given")
    before = time.perf_counter()
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
    return time.perf_counter() - before


def in_polars(columns: Mapping[str, Sequence[str]]) -> float:
    """Normalise with Polars' own functions."""
    import polars as pl

    frame = pl.DataFrame(dict(columns))
    doubled = [letter * 2 for letter in ascii_lowercase]

    def plain(text: pl.Expr) -> pl.Expr:
        return text.str.to_lowercase().str.normalize("NFKD").str.replace_all("[^a-z ]+", "")

    before = time.perf_counter()
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
    return time.perf_counter() - before


ENGINES: Mapping[str, Callable[[Mapping[str, Sequence[str]]], float]] = {
    "ours": ours,
    "duckdb": in_duckdb,
    "polars": in_polars,
}


def main() -> None:
    """Print the seconds of one engine."""
    register, engine = sys.argv[1:]
    print(ENGINES[engine](columns_of(Path(register))))


if __name__ == "__main__":
    main()
