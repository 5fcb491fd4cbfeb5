"""The covenant file as a form: every key of the schema has its field, what may be chosen, and its page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tijdig.covenant.profiles import PROFILES, profile_text
from tijdig.covenant.rules.editing import content_of
from tijdig.covenant.rules.form import (
    GIVEN_BY_THE_SYSTEM,
    Entry,
    Part,
    condition_text,
    condition_value,
    groups_of,
    part_of,
)
from tijdig.covenant.rules.schema import KEYS, SCHEMA

WEERT = content_of(profile_text("weert"))


def found(part: Part, name: str, content: dict[str, Any] = WEERT) -> Entry:
    return next(one for group in groups_of(content, part) for one in group.entries if one.name == name)


def leaves(value: object) -> int:
    if isinstance(value, dict):
        return sum(leaves(one) for one in value.values())
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return sum(leaves(one) for one in value)
    return 1


@pytest.mark.parametrize("name", PROFILES)
def test_every_value_of_a_covenant_is_on_one_page(name: str) -> None:
    content = content_of(profile_text(name))
    entries = [entry for part in Part for group in groups_of(content, part) for entry in group.entries]
    standing = {entry.name for entry in entries if entry.value is not None}
    given = sum(one in content for one in GIVEN_BY_THE_SYSTEM)
    assert len(standing) == leaves(content) - given
    assert len(entries) == len({entry.name for entry in entries})


def test_every_table_of_the_schema_has_its_page() -> None:
    assert {name for name in SCHEMA.children if part_of(name) is None} == GIVEN_BY_THE_SYSTEM
    assert {entry.key for part in Part for group in groups_of(WEERT, part) for entry in group.entries} <= set(
        KEYS
    )


def test_what_names_something_in_the_file_is_chosen_from_it() -> None:
    assert (
        dict(found(Part.EXCHANGES, "uitwisseling[0].naar").choices)["amw"] == WEERT["partij"]["amw"]["naam"]
    )
    assert ("rol:verhuurder", "Alle verhuurders") in found(Part.EXCHANGES, "uitwisseling[0].van").choices
    assert [value for value, _ in found(Part.EXCHANGES, "uitwisseling[0].gegevens").choices] == list(
        WEERT["gegeven"]
    )
    assert dict(found(Part.EXCHANGES, "uitwisseling[0].doel").choices)["triage"].startswith("Bepalen wie")
    assert found(Part.TERMS, "termijn.informeren").choices == ()


def test_tables_are_called_by_words() -> None:
    assert {group.title for group in groups_of(WEERT, Part.TRIAGE)} >= {
        "Route: participatiewet", "Voorrang: gezin met dreigende ontruiming", "Eerst kiezen: in onderzoek",
    }  # fmt: skip
    assert "Woningstichting St. Joseph" in {group.title for group in groups_of(WEERT, Part.PARTIES)}


def test_what_is_wrong_in_the_file_stays_to_be_seen() -> None:
    wrong = {**WEERT, "overleg": {**WEERT["overleg"], "deelnemers": ["amw", "politie"]}}
    assert ("politie", "politie") in found(Part.MEETING, "overleg.deelnemers", wrong).choices


def test_a_list_of_conditions_ends_with_one_to_fill_in() -> None:
    spare = found(Part.EXCHANGES, "uitwisseling[1].voorwaarde[1].feit")
    assert (spare.is_spare, spare.value) == (True, None)
    assert found(Part.EXCHANGES, "uitwisseling[4].voorwaarde[0].feit").is_spare


@pytest.mark.parametrize(
    ("fact", "operator", "text", "value"),
    [
        ("huurder.bezwaar", "=", "nee", False),
        ("huurder.bezwaar", "=", "Ja", True),
        ("achterstand.maanden", ">=", "2", 2),
        ("achterstand.bedrag", ">=", "250,50", Decimal("250.50")),
        ("achterstand.bedrag", ">=", "250", 250),
        ("incasso.herinnering", "hooguit-geleden", "P1Y", "P1Y"),
        ("ontruiming.datum", "<=", "2026-09-02", date(2026, 9, 2)),
        ("ontruiming.fase", "in", "vonnis, aangezegd", ["vonnis", "aangezegd"]),
    ],
)
def test_a_condition_is_typed_as_its_fact_asks(fact: str, operator: str, text: str, value: object) -> None:
    assert condition_value(fact, operator, text) == value
    assert type(condition_value(fact, operator, text)) is type(value)
    assert condition_value(fact, operator, condition_text(value)) == value


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("huurder.bezwaar", "misschien"),
        ("achterstand.maanden", "twee"),
        ("achterstand.bedrag", "NaN"),
        ("geen.feit", "2"),
    ],
)
def test_what_does_not_fit_stays_a_text_for_the_linter_to_tell(fact: str, text: str) -> None:
    assert condition_value(fact, "=", text) == text
