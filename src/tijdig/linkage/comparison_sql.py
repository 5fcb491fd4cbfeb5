"""The comparisons and the decision table as SQL, written from the same data that people read.

Everything here is text made of constants of :mod:`rules.levels` and :mod:`rules.decision_table`; no value from a
signal or a register record ever becomes part of it.
"""

# ruff: noqa: S608 - the text is built of our own constants only

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from tijdig.linkage.rules.decision_table import (
    BORN_EXACT,
    BORN_SAME,
    CANDIDATES_SHOWN,
    SEARCHED_AT_MOST,
    TABLE,
)
from tijdig.linkage.rules.levels import (
    AddressLevel,
    BirthDateLevel,
    InitialsLevel,
    Level,
    NameLevel,
    meaning,
)

# What a ledger's typist does: one slip in a short name, two in a long one, three in two names together.
NEAR_DISTANCES = ((14, 3), (7, 2), (3, 1))  # (at least so many letters on both sides, at most so many slips)
ALIKE = 0.8  # Jaro-Winkler: a first sieve for names of neighbours, wider than any NEAR name
OTHER_LETTERS = 6  # so many letters stand in only one of two names that are three slips apart
ALIKE_STREET = 0.8
FILLED_IN = "0101"
NEAR_SIEVE = 0.7  # wider than any pair of names that NEAR_DISTANCES lets through


def _quoted(levels: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{level}'" for level in sorted(levels))


TABLES = """
CREATE TABLE signal (s INTEGER, name INTEGER, birth VARCHAR, initials VARCHAR, postcode VARCHAR, number INTEGER,
    suffix VARCHAR, street VARCHAR, adults_born_until VARCHAR);
CREATE TABLE signal_spelling (name INTEGER, spelt_full VARCHAR, core VARCHAR, sound VARCHAR, letters INTEGER);
CREATE TABLE signal_half (name INTEGER, core VARCHAR);
CREATE TABLE person_address (p INTEGER, number INTEGER, postcode VARCHAR, suffix VARCHAR, street VARCHAR,
    is_current BOOLEAN);
CREATE TABLE register (whole BOOLEAN); -- or only whom it was asked for: then nobody can say how rare someone is
"""

FREQUENCIES = f"""
CREATE TABLE sounds_of_signal AS
    SELECT s, sound, birth, initials FROM signal JOIN signal_spelling USING (name) WHERE sound <> '';
-- only people who share a name, or birth date and initial, with some signal: all of a name, so that they can be counted
CREATE TABLE sounds_of_person AS
    SELECT p, sound, birth, initials
    FROM (SELECT p, name, birth, initials,
              birth || left(initials, 1) IN (SELECT birth || left(initials, 1) FROM sounds_of_signal) AS born_alike
          FROM person)
        JOIN (SELECT name, sound, sound IN (SELECT sound FROM sounds_of_signal) AS heard
              FROM (SELECT DISTINCT name, sound FROM person_spelling WHERE sound <> '')) USING (name)
    WHERE heard OR born_alike;
CREATE TABLE name_frequency AS
    SELECT sound, left(initials, 1) AS initials, count(*) AS people
    FROM sounds_of_person SEMI JOIN sounds_of_signal USING (sound) WHERE initials <> '' GROUP BY ALL;
INSERT INTO name_frequency
    SELECT sound, left(initials, 2) AS both, count(*)
    FROM sounds_of_person SEMI JOIN sounds_of_signal USING (sound) WHERE length(initials) >= 2 GROUP BY ALL;
CREATE TABLE birth_frequency AS SELECT birth, count(*) AS people FROM person GROUP BY birth;
CREATE TABLE few_of_a_name AS
    SELECT sound, initials FROM sounds_of_person WHERE length(initials) >= 2
    GROUP BY ALL HAVING count(*) <= {SEARCHED_AT_MOST};
"""

# Whom to compare a signal with at all: six ways in which the right person can be found, one at a time to spare memory.
PAIRS = f"""
CREATE TABLE met (s INTEGER, p INTEGER);
-- whoever lives or lived at this postcode and number
INSERT INTO met SELECT s, p FROM signal JOIN person_address USING (postcode, number);
-- a neighbour with the same birth date
INSERT INTO met SELECT s, p
    FROM signal JOIN (SELECT p, postcode, birth FROM person_address JOIN person USING (p)
                      WHERE is_current AND birth <> '') USING (postcode, birth);
-- a neighbour with a similar name; counting different letters is quick, and spares most of the comparing
CREATE TABLE neighbour AS
    SELECT DISTINCT postcode, name FROM person_address JOIN person USING (p)
    WHERE is_current AND postcode IN (SELECT postcode FROM signal);
-- In this order: the other one that DuckDB may choose takes half as much memory again.
SET disabled_optimizers = 'join_order,build_side_probe_side';
CREATE TABLE written_alike AS
    SELECT DISTINCT s, postcode, known.name
    FROM (person_spelling AS known JOIN neighbour USING (name))
        JOIN (signal JOIN signal_spelling AS written ON written.name = signal.name) USING (postcode)
    WHERE CASE WHEN bit_count(xor(written.letters, known.letters)) <= {OTHER_LETTERS}
                    OR starts_with(written.core, known.core)
               THEN jaro_winkler_similarity(written.core, known.core) >= {ALIKE} ELSE false END;
RESET disabled_optimizers;
DROP TABLE neighbour;
INSERT INTO met SELECT DISTINCT s, p
    FROM written_alike JOIN person USING (name) JOIN person_address USING (p, postcode) WHERE is_current;
DROP TABLE written_alike;
-- the same name and birth year, wherever
INSERT INTO met SELECT s, p FROM sounds_of_signal AS written JOIN sounds_of_person AS known
    ON written.sound = known.sound AND left(written.birth, 4) = left(known.birth, 4) AND written.birth <> '';
-- the same birth date, initial and a similar name, wherever
INSERT INTO met SELECT s, p FROM sounds_of_signal AS written JOIN sounds_of_person AS known
    ON written.birth = known.birth AND left(written.initials, 1) = left(known.initials, 1) AND written.birth <> ''
    WHERE jaro_winkler_similarity(written.sound, known.sound) >= {ALIKE};
-- a rare name with the same initials, wherever
INSERT INTO met SELECT s, p FROM sounds_of_signal AS written JOIN few_of_a_name USING (sound, initials)
    JOIN sounds_of_person AS known USING (sound, initials);
DROP TABLE sounds_of_person;
DROP TABLE few_of_a_name;
CREATE TABLE pair AS SELECT DISTINCT s, p FROM met;
DROP TABLE met;
"""


def _order(levels: type[StrEnum]) -> str:
    """Return a list literal that puts answers in their order, best first, so that the smallest position is best."""
    return "[" + ", ".join(f"'{level}'" for level in levels) + "]"


def near(a: str, b: str) -> str:
    """Return whether two spellings are a typist's slip apart. Counting slips is slow, so a quick sieve goes first."""
    allowed = " ".join(
        f"WHEN least(length({a}), length({b})) >= {letters} THEN {slips}" for letters, slips in NEAR_DISTANCES
    )
    sieve = f"abs(length({a}) - length({b})) <= 3 AND jaro_winkler_similarity({a}, {b}) >= {NEAR_SIEVE}"
    return f"CASE WHEN {sieve} THEN damerau_levenshtein({a}, {b}) <= CASE {allowed} ELSE 0 END ELSE false END"


NAMES = f"""
CREATE TABLE name_pair AS
    SELECT DISTINCT signal.name AS written_name, person.name AS known_name
    FROM pair JOIN signal USING (s) JOIN person USING (p);
CREATE TABLE shared_half AS
    SELECT DISTINCT written_name, known_name FROM name_pair
    JOIN signal_half AS written ON written.name = written_name
    JOIN person_half AS known ON known.name = known_name AND known.core = written.core;
CREATE TABLE name_answer AS
    SELECT written_name, known_name, known.way,
        CASE WHEN written.spelt_full = known.spelt_full OR written.core = known.core THEN 1 ELSE 2 END AS answer
    FROM name_pair JOIN signal_spelling AS written ON written.name = written_name
        JOIN person_spelling AS known ON known.name = known_name
    WHERE written.spelt_full = known.spelt_full OR written.core = known.core OR written.sound = known.sound;
INSERT INTO name_answer
    SELECT written_name, known_name, known.way, 3
    FROM (FROM name_pair ANTI JOIN name_answer USING (written_name, known_name))
        JOIN signal_spelling AS written ON written.name = written_name
        JOIN person_spelling AS known ON known.name = known_name
    WHERE bit_count(xor(written.letters, known.letters)) <= {OTHER_LETTERS} AND {near("written.core", "known.core")}
        OR (written.spelt_full <> written.core OR known.spelt_full <> known.core)
            AND {near("written.spelt_full", "known.spelt_full")}
        OR {near("written.sound", "known.sound")};
INSERT INTO name_answer SELECT written_name, known_name, 0, 3 FROM shared_half;
DROP TABLE name_pair;
DROP TABLE shared_half;
-- whoever is not here has another name
CREATE TABLE name_level AS
    SELECT written_name, known_name, {_order(NameLevel)}[min(answer)] AS name_level, arg_min(way, (answer, way)) AS way
    FROM name_answer GROUP BY written_name, known_name;
DROP TABLE name_answer;
DROP TABLE person_spelling;
DROP TABLE person_half;
"""

# Another name asks for the very birth date, in every line: seen early, it spares the other answers.
_OTHER_NAME = frozenset().union(*(line.birth_date for line in TABLE if NameLevel.FAR in line.name))
_WORTH_COMPARING = (
    "WHERE name_level IS NOT NULL OR signal.birth = person.birth" if _OTHER_NAME == BORN_EXACT else ""
)
NAMED = f"""
CREATE TABLE candidate AS
SELECT s, p, coalesce(name_level, '{NameLevel.FAR}') AS name_level, coalesce(way, 0) AS way
FROM pair JOIN signal USING (s) JOIN person USING (p)
LEFT JOIN name_level ON written_name = signal.name AND known_name = person.name
{_WORTH_COMPARING};
DROP TABLE pair;
DROP TABLE name_level;
"""

ADDRESSES = f"""
CREATE TABLE address_level AS
SELECT s, p, {_order(AddressLevel)}[min(
    CASE WHEN home.postcode = signal.postcode AND home.number = signal.number THEN
             CASE WHEN home.suffix = signal.suffix AND home.is_current THEN 1
                  WHEN '' IN (home.suffix, signal.suffix) AND home.is_current THEN 2
                  WHEN home.suffix = signal.suffix OR '' IN (home.suffix, signal.suffix) THEN 3
                  WHEN home.is_current THEN 4 ELSE 6 END
         WHEN NOT home.is_current THEN 6
         WHEN home.postcode = signal.postcode THEN 5
         WHEN home.number = signal.number AND home.suffix = signal.suffix
              AND damerau_levenshtein(home.postcode, signal.postcode) = 1
              AND jaro_winkler_similarity(home.street, signal.street) >= {ALIKE_STREET} THEN 5
         ELSE 6 END)] AS address_level
FROM candidate JOIN signal USING (s) JOIN person_address AS home USING (p)
GROUP BY s, p;
"""

# The day of each birth date, worked out once for all its pairs.
DAYS = """
CREATE TABLE birth_day AS
    SELECT birth, try_strptime(birth, '%Y%m%d')::DATE AS born
    FROM (SELECT birth FROM signal UNION SELECT birth FROM person);
"""

# One digit is another, or two neighbours traded places: at most two positions differ, which is quickly seen.
ONE_SLIP = """CASE WHEN CASE WHEN length(signal.birth) = length(person.birth)
                   THEN hamming(signal.birth, person.birth) <= 2 ELSE true END
              THEN damerau_levenshtein(signal.birth, person.birth) = 1 ELSE false END"""

# Eight digits; zeros at the end are unknown parts (LO3). A ledger that had to fill something in says 1 January.
BIRTH_DATE_LEVEL = f"""
    CASE WHEN '' IN (signal.birth, person.birth) OR '00000000' IN (signal.birth, person.birth)
              THEN '{BirthDateLevel.MISSING}'
         WHEN right(signal.birth, 2) = '00' OR right(person.birth, 2) = '00' THEN
              CASE WHEN left(signal.birth, 4) = left(person.birth, 4)
                        AND (substr(signal.birth, 5, 2) = substr(person.birth, 5, 2)
                             OR '00' IN (substr(signal.birth, 5, 2), substr(person.birth, 5, 2)))
                   THEN '{BirthDateLevel.INCOMPLETE}' ELSE '{BirthDateLevel.CONFLICT}' END
         WHEN signal.birth = person.birth THEN '{BirthDateLevel.EXACT}'
         WHEN signal.birth = left(person.birth, 4) || right(person.birth, 2) || substr(person.birth, 5, 2)
              THEN '{BirthDateLevel.SWAPPED}'
         WHEN {ONE_SLIP} OR abs(written.born - known.born) = 1
              THEN '{BirthDateLevel.ONE_OFF}'
         WHEN left(signal.birth, 4) = left(person.birth, 4) AND right(signal.birth, 4) = '{FILLED_IN}'
              THEN '{BirthDateLevel.INCOMPLETE}'
         WHEN left(signal.birth, 4) = left(person.birth, 4) THEN '{BirthDateLevel.YEAR}'
         ELSE '{BirthDateLevel.CONFLICT}' END
"""

INITIALS_LEVEL = f"""
    CASE WHEN '' IN (signal.initials, person.initials) THEN '{InitialsLevel.MISSING}'
         WHEN NOT (starts_with(signal.initials, person.initials) OR starts_with(person.initials, signal.initials))
              THEN '{InitialsLevel.CONFLICT}'
         WHEN least(length(signal.initials), length(person.initials)) >= 2 THEN '{InitialsLevel.TWO}'
         ELSE '{InitialsLevel.ONE}' END
"""

LEVEL_COLUMNS: Mapping[type[Level], str] = {
    AddressLevel: "address_level",
    NameLevel: "name_level",
    BirthDateLevel: "birth_date_level",
    InitialsLevel: "initials_level",
}

# A view: a million pairs are looked at one by one, and only the few that fit some line are kept.
COMPARED = f"""
CREATE VIEW compared AS
SELECT s, p, bsn, lives_here, died, doubted,
    person.birth > signal.adults_born_until AS minor,
    coalesce(address_level, '{AddressLevel.OTHER}') AS address_level,
    name_level, way,
    {BIRTH_DATE_LEVEL} AS birth_date_level,
    {INITIALS_LEVEL} AS initials_level
FROM candidate JOIN signal USING (s) JOIN person USING (p)
LEFT JOIN address_level USING (s, p)
JOIN birth_day AS written ON written.birth = signal.birth
JOIN birth_day AS known ON known.birth = person.birth;
"""

# Expected strangers = people with this name and these initials × people born on this day ÷ people in the register, but
# for the person that is looked for; NULL where only part of the register is known. By one initial and by two.
RARITY = """
CREATE TABLE rarity AS
SELECT s, CASE WHEN (SELECT whole FROM register) THEN max(one.people * born.people - 1) / any_value(of_all.people) END
        AS strangers_by_one,
    CASE WHEN (SELECT whole FROM register) THEN max(two.people * born.people - 1) / any_value(of_all.people) END
        AS strangers_by_two
FROM sounds_of_signal AS written JOIN birth_frequency AS born USING (birth)
CROSS JOIN (SELECT count(*) AS people FROM person) AS of_all
LEFT JOIN name_frequency AS one ON one.sound = written.sound AND one.initials = left(written.initials, 1)
LEFT JOIN name_frequency AS two ON two.sound = written.sound AND two.initials = left(written.initials, 2)
    AND length(two.initials) = 2
GROUP BY s;
DROP TABLE name_frequency;
DROP TABLE birth_frequency;
"""
STRANGERS = f"CASE initials_level WHEN '{InitialsLevel.TWO}' THEN strangers_by_two ELSE strangers_by_one END"


def _one_of(level_type: type[Level], levels: Iterable[Level]) -> str:
    """Return the condition that a level is one of these, by the fewest names: DuckDB joins with a long list."""
    column, named = LEVEL_COLUMNS[level_type], set(levels)
    others = [level for level in level_type if level not in named]
    if not others:
        return f"{column} IS NOT NULL"
    if len(others) < len(named):
        return f"{column} NOT IN ({_quoted(others)})"
    return f"{column} IN ({_quoted(level for level in level_type if level in named)})"


def _line_that_fits() -> str:
    """Return the decision table as one CASE: the id of the first line that fits, or NULL."""
    whens = []
    for line in TABLE:
        conditions = [
            _one_of(AddressLevel, line.address),
            _one_of(NameLevel, line.name),
            _one_of(BirthDateLevel, line.birth_date),
            _one_of(InitialsLevel, line.initials),
        ]
        if line.strangers is not None:
            conditions.append(f"coalesce({STRANGERS} <= {line.strangers}, false)")
        whens.append(f"WHEN {' AND '.join(conditions)} THEN '{line.rule_id}'")
    return "CASE\n" + "\n".join(whens) + "\nEND"


def _points() -> str:
    """Return the sum of the points of the four answers."""
    sums = []
    for level_type, column in LEVEL_COLUMNS.items():
        whens = " ".join(f"WHEN '{level}' THEN {meaning(level).points}" for level in level_type)
        sums.append(f"CASE {column} {whens} END")
    return " + ".join(sums)


# Of two people who fit as well, the one whose own name it is comes first: most tenants go by that.
# A child is only a candidate when the birth date points at it: a name alone means its parent.
RANKED = f"""
CREATE TABLE ranked AS
SELECT s, bsn, rule_id, address_level, name_level, birth_date_level, initials_level, points,
    lives_here, died, minor, doubted, way
FROM (
    SELECT *, {_line_that_fits()} AS rule_id, {_points()} AS points
    FROM compared LEFT JOIN rarity USING (s)
    WHERE NOT minor OR birth_date_level IN ({_quoted(BORN_SAME)})
)
WHERE rule_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY s ORDER BY points DESC, way, bsn) <= {CANDIDATES_SHOWN}
"""

CANDIDATES = "SELECT * EXCLUDE (way) FROM ranked ORDER BY s, points DESC, way, bsn"

INHABITED = """
SELECT DISTINCT s FROM signal JOIN person_address AS home USING (postcode, number)
WHERE is_current AND (home.suffix = signal.suffix OR '' IN (home.suffix, signal.suffix))
"""

STEPS = (FREQUENCIES, RARITY, PAIRS, NAMES, NAMED, ADDRESSES, DAYS, COMPARED, RANKED)
