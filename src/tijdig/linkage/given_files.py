"""Read a register and signals from CSV files straight into the tables of :mod:`written`; DuckDB does the reading.

What the file does not have is empty. A file that cannot be read is refused with its line and column, and nothing is
kept of it.
"""

# ruff: noqa: S608 - the text is built of our own constants and of column numbers only

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tijdig.linkage import duck
from tijdig.linkage.written import ADULT_AT
from tijdig.problems import ProblemKind, Refused

ADDRESS = ("street", "house_number", "house_letter", "addition", "postcode", "town")
FORMER = tuple(f"former_{name}" for name in ADDRESS)
SIGNAL_COLUMNS = ("signal", "initials", "prefix", "surname", "birth_date", *ADDRESS, "received_on")
REGISTER_COLUMNS = (
    "person", "household", "given_names", "prefix", "surname", "partner_prefix", "partner_surname", "birth_date",
    *ADDRESS, "municipality", "deceased_on", *FORMER, "former_municipality",
)  # fmt: skip

COLUMN_MISSING = ProblemKind(
    code="linkage.file-column-missing",
    rule="R24",
    nl="In {file} ontbreekt de kolom {column}.",
    en="{file} has no column {column}.",
    remedy_nl="Zet boven elke kolom de naam die in docs/linkage.md staat.",
    remedy_en="Put above each column the name that docs/linkage.md gives it.",
)
ROW_UNREADABLE = ProblemKind(
    code="linkage.file-row-unreadable",
    rule="R24",
    nl="Regel {line} van {file} is niet te lezen: {column} is geen geldige waarde.",
    en="Line {line} of {file} cannot be read: {column} holds no valid value.",
    remedy_nl="Schrijf een huisnummer als getal en een datum als 1970-03-15 of 19700315.",
    remedy_en="Write a house number as a number and a date as 1970-03-15 or 19700315.",
)
NOT_A_TABLE = ProblemKind(
    code="linkage.file-not-a-table",
    rule="R24",
    nl="{file} is niet als CSV te lezen.",
    en="{file} cannot be read as CSV.",
    remedy_nl="Bewaar het bestand als CSV in UTF-8, met komma's of puntkomma's.",
    remedy_en="Save the file as CSV in UTF-8, with commas or semicolons.",
)

# What is wrong with a text in a column.
_NUMBER = "NOT regexp_full_match({0}, '[0-9]{{0,9}}')"
_REGISTER_DATE = "NOT regexp_full_match({0}, '([0-9]{{8}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})?')"
_DAY = "{0} <> '' AND try_cast({0} AS DATE) IS NULL"
_WRONG: Mapping[str, str] = {
    "house_number": _NUMBER, "former_house_number": _NUMBER, "birth_date": _REGISTER_DATE,
    "deceased_on": _REGISTER_DATE, "received_on": _DAY,
}  # fmt: skip
# Other columns are compared in one way of writing, whatever spaces stand around them.
_STRIPPED = frozenset({"signal", "person", "household", "municipality", *_WRONG})

SIGNALS = f"""
INSERT INTO written_signal
SELECT row, signal, prefix, surname, replace(birth_date, '-', ''), initials, postcode,
    coalesce(try_cast(house_number AS INTEGER), 0), house_letter, addition, street,
    CASE WHEN received_on = '' THEN '9999' -- nobody is too young
         ELSE strftime(received_on::DATE - INTERVAL {ADULT_AT} YEAR, '%Y%m%d') END
FROM raw.given;
DROP TABLE raw.given
"""
REGISTER = f"""
CREATE OR REPLACE VIEW written_resident AS
SELECT row AS p, person AS bsn, given_names, prefix, surname, partner_prefix, partner_surname,
    replace(birth_date, '-', '') AS birth, deceased_on = '' AND municipality IN ('', here.code) AS lives_here,
    deceased_on <> '' AS died, false AS doubted
FROM raw.given CROSS JOIN raw.here;
CREATE OR REPLACE VIEW written_home AS
SELECT row AS p, street, coalesce(try_cast(house_number AS INTEGER), 0) AS number, house_letter AS letter, addition,
    '' AS designation, postcode, true AS is_current
FROM raw.given WHERE postcode <> ''
UNION ALL
SELECT row, former_street, coalesce(try_cast(former_house_number AS INTEGER), 0), former_house_letter,
    former_addition, '', former_postcode, false
FROM raw.given WHERE former_postcode <> '';
CREATE TABLE household AS
SELECT person, CASE household WHEN '' THEN {" || '|' || ".join(ADDRESS)} ELSE household END AS household
FROM raw.given
"""
HOUSEHOLDS_OF_CANDIDATES = """
SELECT person, household FROM household WHERE person IN (SELECT bsn FROM ranked)
"""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A CSV file with its separator and the columns of its heading."""

    path: Path
    separator: str
    heading: Sequence[str]

    def rows(self, columns: Iterable[str]) -> str:
        """Return a query for these columns, stripped, of every row; the path is its parameter ``$path``."""
        told = [f"{self._cell(column)} AS {column}" for column in columns]
        kinds = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(self.heading)))
        return f"""SELECT (row_number() OVER () - 1)::INTEGER AS row, {", ".join(told)}
            FROM read_csv($path, header = true, auto_detect = false, delim = '{self.separator}', quote = '"',
                escape = '"', null_padding = true, parallel = false, strict_mode = false, columns = {{{kinds}}})"""

    def _cell(self, column: str) -> str:
        if column not in self.heading:
            return "''"
        cell = f"coalesce(c{self.heading.index(column)}, '')"
        return f"trim({cell})" if column in _STRIPPED else cell

    def line_of(self, row: int) -> int:
        """Return on which line of the file a row ends, the first row being 0."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=self.separator)
            filled = (rows.line_num for cells in rows if cells)
            return next(line for at, line in enumerate(filled, start=-1) if at == row)


def read_signals(database: duck.Database, path: Path) -> None:
    """Store the signals of a file; raises :class:`Refused` when they cannot be read."""
    _take(database, path, SIGNAL_COLUMNS, needed=("signal", "surname"))
    database.execute(SIGNALS)


def read_register(database: duck.Database, path: Path, municipality: str) -> int:
    """Store the residents of a file and return how many; raises :class:`Refused` when they cannot be read.

    ``municipality`` is the code of whoever lives here, where the file tells.
    """
    columns = [name for name in REGISTER_COLUMNS if name not in {"former_town", "former_municipality"}]
    _take(database, path, columns, needed=("person", "surname"))
    database.execute("CREATE TABLE raw.here AS SELECT ? AS code", [municipality])
    database.execute(REGISTER)
    ((residents,),) = database.execute("SELECT count(*) FROM raw.given").fetchall()
    return int(residents)


def households(database: duck.Database) -> Mapping[str, str]:
    """Return the household of each candidate, after the run: as the file says it, else the address."""
    return dict(database.execute(HOUSEHOLDS_OF_CANDIDATES).fetchall())


def _take(database: duck.Database, path: Path, columns: Sequence[str], *, needed: Iterable[str]) -> None:
    """Make the table ``raw.given`` of these columns; raises :class:`Refused` for what cannot be read."""
    given = _heading(path)
    missing = [column for column in needed if column not in given.heading]
    if missing:
        raise Refused(COLUMN_MISSING(file=path.name, column=column) for column in missing)
    try:
        database.execute(f"CREATE TABLE raw.given AS {given.rows(columns)}", {"path": str(path)})
    except duck.Error:
        raise Refused(NOT_A_TABLE(file=path.name)) from None
    for column in (name for name in columns if name in _WRONG):
        wrong = _WRONG[column].format(column)
        distinct = f"(SELECT DISTINCT {column} FROM raw.given)"
        if database.execute(f"SELECT 1 FROM {distinct} WHERE {wrong} LIMIT 1").fetchall():
            ((row,),) = database.execute(f"SELECT min(row) FROM raw.given WHERE {wrong}").fetchall()
            raise Refused(ROW_UNREADABLE(file=path.name, line=given.line_of(row), column=column))


def _heading(path: Path) -> GivenFile:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading = file.readline()
    except UnicodeDecodeError:
        raise Refused(NOT_A_TABLE(file=path.name)) from None
    names = [name.strip().lower() for name in re.split("[;,]", heading.replace('"', ""))]
    return GivenFile(path, ";" if heading.count(";") > heading.count(",") else ",", names)
