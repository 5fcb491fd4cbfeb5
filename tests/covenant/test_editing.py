"""A value of a covenant file is changed and nothing else is: comments, order and layout stay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tijdig.covenant.profiles import PROFILES, profile_text
from tijdig.covenant.rules.editing import (
    NotEditable,
    Place,
    content_of,
    key_of,
    with_table,
    with_values,
    without_tables,
)
from tijdig.covenant.rules.form import Entry, Part, groups_of
from tijdig.covenant.rules.schema import Shape

WEERT = profile_text("weert")


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = old.splitlines(), new.splitlines()
    gone = [line for line in before if before.count(line) > after.count(line)]
    come = [line for line in after if after.count(line) > before.count(line)]
    return gone, come


@pytest.mark.parametrize(
    ("place", "value", "gone", "come"),
    [
        (("termijn", "eerste_gesprek_dreigend"), "P2WD",
         'eerste_gesprek_dreigend = "P3WD"      # werkdagen', 'eerste_gesprek_dreigend = "P2WD"      # werkdagen'),
        (("geldig", "tot"), date(2029, 1, 31),
         "geldig = { van = 2026-03-01, tot = 2028-02-29 }", "geldig = { van = 2026-03-01, tot = 2029-01-31}"),
        (("uitwisseling", 0, "voorwaarde", 0, "waarde"), 3, "waarde = 2", "waarde = 3"),
        (("aanlevering", "crisis_altijd"), False, "crisis_altijd = true", "crisis_altijd = false"),
        (("aanlevering", "drempel", "bedrag"), Decimal("75.50"),
         "drempel = { maanden = 2 }", "drempel = { maanden = 2, bedrag = 75.50}"),
        (("versheid", "bewoner.ingezetene"), "P2W",
         '"bewoner.ingezetene" = "P1M"', '"bewoner.ingezetene" = "P2W"'),
    ],
)  # fmt: skip
def test_one_line_changes_and_its_comment_stays(place: Place, value: Any, gone: str, come: str) -> None:
    new = with_values(WEERT, {place: value})
    assert changed_lines(WEERT, new) == ([gone], [come])


def test_what_was_not_there_stands_with_its_own_table_and_not_under_the_next_heading() -> None:
    new = with_values(
        WEERT, {("partij", "amw", "kvk"): "12345678", ("partij", "amw", "contact", "naam"): "Jan"}
    )
    amw = new[new.index("[partij.amw]") :]
    assert amw[: amw.index("# ---")].rstrip().endswith('kvk = "12345678"\ncontact = { naam = "Jan" }')


def test_conditions_come_at_the_end_of_their_own_exchange() -> None:
    condition = {"feit": "huurder.bezwaar", "op": "=", "waarde": False}
    new = with_values(
        WEERT, {("uitwisseling", 4, "voorwaarde", 0, name): one for name, one in condition.items()}
    )
    fifth = new[new.index('id = "U5"') : new.index('id = "U6"')]
    assert '[[uitwisseling.voorwaarde]]\nfeit = "huurder.bezwaar"\nop = "="\nwaarde = false\n' in fifth


def test_a_condition_without_its_values_is_gone_and_the_last_takes_its_list_along() -> None:
    empty: dict[Place, Any] = {
        ("uitwisseling", 1, "voorwaarde", 0, name): None for name in ("feit", "op", "waarde")
    }
    assert "voorwaarde" not in content_of(with_values(WEERT, empty))["uitwisseling"][1]


def test_a_table_goes_and_the_heading_after_it_stays() -> None:
    new = without_tables(
        WEERT, frozenset({("uitwisseling", 9), ("uitwisseling", 3), ("partij", "st-joseph")})
    )
    said = content_of(new)
    assert [one["id"] for one in said["uitwisseling"]] == ["U1", "U2", "U3", "U5", "U6", "U7", "U8", "U9"]
    assert "st-joseph" not in said["partij"]
    assert "# --- Eigen gebruik: wat een partij zelf mag inzien, en waarvoor -" in new


def test_a_new_table_stands_after_those_of_its_kind() -> None:
    exchange = {"id": "U11", "bewaren": {"termijn": "P6M"}}
    new = with_table(
        with_table(WEERT, ("partij", "nieuw"), {"naam": "Nieuw"}), ("uitwisseling", 10), exchange
    )
    assert '[partij.nieuw]\nnaam = "Nieuw"\n\n# --- Gegevens' in new
    assert '[[uitwisseling]]\nid = "U11"\nbewaren = { termijn = "P6M" }\n\n# --- Eigen gebruik' in new


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("geen = toml =", {("versie",): "2"}),
        ("versie = 1", {("versie", "x"): "2"}),
        ("[a]\nb = 1", {("a", "b", "c"): "2"}),
        ('uitwisseling = "geen lijst"', {("uitwisseling", 0, "id"): "U1"}),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_refused_and_never_spoilt(text: str, changes: Any) -> None:
    with pytest.raises(NotEditable):
        with_values(text, changes)


@pytest.mark.parametrize(
    ("place", "taken"), [(("partij", "amw"), {"naam": "x"}), (("uitwisseling", 3), {"id": "U4"})]
)
def test_no_table_is_put_in_the_place_of_another(place: Place, taken: Any) -> None:
    with pytest.raises(NotEditable):
        with_table(WEERT, place, taken)


@cache
def entries(name: str) -> list[Entry]:
    content = content_of(profile_text(name))
    return [entry for part in Part for group in groups_of(content, part) for entry in group.entries]


VALUES = {
    Shape.NUMBER: st.integers(0, 99), Shape.EUROS: st.decimals(0, 999, places=2), Shape.YES_NO: st.booleans(),
    Shape.DATE: st.dates(date(2026, 1, 1), date(2030, 1, 1)), Shape.PERIOD: st.sampled_from(["P1M", "P3WD"]),
    Shape.TEXTS: st.lists(st.sampled_from(["contact", "bsn", 'een "woord"']), min_size=1, unique=True),
    Shape.CHOICES: st.lists(st.sampled_from(["zaken", "voortgang"]), min_size=1, unique=True),
}  # fmt: skip
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@settings(max_examples=12)
@given(data=st.data(), name=st.sampled_from(PROFILES))
def test_any_change_says_what_was_meant_and_loses_no_comment(data: st.DataObject, name: str) -> None:
    text = profile_text(name)
    chosen = data.draw(
        st.lists(st.sampled_from(entries(name)), min_size=1, max_size=4, unique_by=lambda e: e.name)
    )
    chosen = [one for one in chosen if not one.is_spare]
    changes = {one.place: data.draw(VALUES.get(one.key.shape, ANY_TEXT)) for one in chosen}
    new = with_values(text, changes)
    said = content_of(new)
    for place, value in changes.items():
        found: Any = said
        for step in place:
            found = found[step]
        assert found == value, key_of(place)
    comments = [line.partition("#")[2] for line in text.splitlines() if "#" in line]
    assert [one for one in comments if one not in new] == []
    assert with_values(new, changes) == new
