"""In which ways a resident may stand in a ledger: own name, partner's name, both in either order (R24).

Name use does not matter, as ledgers follow any. Put together from single names: a town has far fewer of those than it
has couples.
"""

# ruff: noqa: S608 - the text is built of our own constants only

from __future__ import annotations

from tijdig.linkage.rules.normalising import HEARD_TOGETHER

TABLES = """
CREATE TABLE resident (p INTEGER, own INTEGER, partner INTEGER, bsn VARCHAR, birth VARCHAR, initials VARCHAR,
    lives_here BOOLEAN, died BOOLEAN, doubted BOOLEAN);
CREATE VIEW person AS SELECT *, own::BIGINT << 32 | partner AS name FROM resident;
CREATE TABLE name_part (part INTEGER, spelt_full VARCHAR, core VARCHAR, sound VARCHAR, letters INTEGER);
CREATE TABLE heard_together (first VARCHAR, second VARCHAR, sound VARCHAR);
"""

# Who has two names has them in both orders.
COUPLES = """
CREATE TABLE couple AS SELECT DISTINCT name, own, partner FROM person;
CREATE TABLE two_names AS
    SELECT name, way, first.spelt_full || second.spelt_full AS spelt_full, first.core AS first, second.core AS second,
        first.sound AS first_sound, second.sound AS second_sound,
        first.letters | second.letters AS letters
    FROM (SELECT name, 2 AS way, own AS one, partner AS other FROM couple WHERE own <> 0 AND partner <> 0
          UNION ALL SELECT name, 3, partner, own FROM couple WHERE own <> 0 AND partner <> 0)
    JOIN name_part AS first ON first.part = one JOIN name_part AS second ON second.part = other;
"""

# A "d" at the end sounds as "t", but no longer where a second name follows; and some letters are heard together.
_OTHERWISE = f"""right(first, 1) = 'd' OR right(first, 1) || left(second, 1)
    IN ({", ".join(f"'{pair}'" for pair in sorted(HEARD_TOGETHER))})"""
MET_OTHERWISE = f"SELECT DISTINCT first, second FROM two_names WHERE {_OTHERWISE}"

# Elsewhere two names sound as each by itself; a letter that is heard twice in a row is heard once.
SPELLINGS = """
CREATE TABLE person_spelling AS
    SELECT name, 0 AS way, spelt_full, core, sound, letters
    FROM couple JOIN name_part ON part = CASE WHEN own <> 0 THEN own ELSE partner END
    UNION ALL SELECT name, 1, spelt_full, core, sound, letters FROM couple JOIN name_part ON part = partner
    WHERE own <> 0 AND partner <> 0
    UNION ALL SELECT name, way, spelt_full, first || second, coalesce(heard_together.sound,
        first_sound || CASE WHEN right(first_sound, 1) = left(second_sound, 1) THEN substr(second_sound, 2)
                            ELSE second_sound END), letters
    FROM two_names LEFT JOIN heard_together USING (first, second);
CREATE TABLE person_half AS
    SELECT name, core FROM couple JOIN name_part ON part = own WHERE part <> 0
    UNION ALL SELECT name, core FROM couple JOIN name_part ON part = partner WHERE part <> 0;
DROP TABLE two_names;
DROP TABLE couple;
DROP TABLE heard_together;
"""
