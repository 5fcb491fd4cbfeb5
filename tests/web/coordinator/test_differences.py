"""Marking what differs between a signal and a candidate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.web.coordinator.differences import marked


def marks(value: str, other: str) -> list[str]:
    return [part.text for part in marked(value, other) if part.differs]


@pytest.mark.parametrize(
    ("value", "other", "differing"),
    [
        ("J. de Vries", "J. de Vries", []),
        ("Johanna de Vries", "J. de Vries", []),
        ("Johanna Petronella de Vries", "J.P. DE VRIES", []),
        ("Müller", "Muller", []),
        ("J. de Vries", "J. de Wit", ["Vries"]),
        ("Markt 12 A, 6001 AB Weert", "Markt 12, 6001 AB Weert", ["A"]),
        ("3 mei 1980", "8 mei 1980", ["3"]),
        ("wat dan ook", "", []),
        ("", "iets", []),
    ],
)
def test_only_words_without_an_equal_are_marked(value: str, other: str, differing: list[str]) -> None:
    assert marks(value, other) == differing


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_of_the_value_is_lost(value: str, other: str) -> None:
    assert "".join(part.text for part in marked(value, other)) == value


@given(st.text(max_size=40))
def test_a_value_equals_itself(value: str) -> None:
    assert marks(value, value) == []
