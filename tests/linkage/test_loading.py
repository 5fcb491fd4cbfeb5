"""What a couple's names come to in the engine: every way in which a ledger may write them (R24)."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linkage_register import HERE
from tests.linkage.folk import resident
from tijdig.linkage import comparison_sql, couples_sql
from tijdig.linkage.engine import database_of_run
from tijdig.linkage.loading import normalise_residents, put_couples_together
from tijdig.linkage.rules.normalising import sound
from tijdig.linkage.written import write_residents

NAMES = st.text(alphabet="abcdehijostuwyz", max_size=5)  # the letters that are heard together


def spellings(couples: Sequence[tuple[str, str]]) -> Sequence[tuple[int, int, str, str, str]]:
    """Return person, way, full, core and sound of everyone with such an own and partner's name."""
    people = [
        resident(str(number), prefix="", surname=own, partner_surname=partner)
        for number, (own, partner) in enumerate(couples)
    ]
    with database_of_run() as database:
        database.execute(comparison_sql.TABLES + couples_sql.TABLES)
        write_residents(database, people, HERE)
        normalise_residents(database)
        put_couples_together(database)
        return database.execute(
            "SELECT p, way, spelt_full, core, sound FROM person JOIN person_spelling USING (name) ORDER BY ALL"
        ).fetchall()


def test_r24_who_has_a_partner_may_stand_under_either_name_or_both_in_either_order() -> None:
    assert [(way, full, sounds) for _p, way, full, _core, sounds in spellings([("Zandhoek", "Kers")])] == [
        (0, "zandhoek", "sandhuk"),
        (1, "kers", "kers"),
        (2, "zandhoekkers", "sandhukers"),
        (3, "kerszandhoek", "kersandhuk"),
    ]


def test_who_has_one_name_or_none_stands_there_once() -> None:
    assert [one[:3] for one in spellings([("Kers", ""), ("", "Kers"), ("", ""), ("-", "?")])] == [
        (0, 0, "kers"),
        (1, 0, "kers"),
        (2, 0, ""),
        (3, 0, ""),
    ]


@settings(max_examples=30)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=40))
def test_r24_two_names_in_one_sound_as_they_are_written_together(couples: list[tuple[str, str]]) -> None:
    found = spellings(couples)

    assert {person for person, *_ in found} == set(range(len(couples)))
    assert all(heard == sound(core) for *_, core, heard in found)
