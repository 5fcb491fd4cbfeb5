"""Marking what differs between a signal and a candidate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.web.coordinator.differences import marked


def marks(value: str, other: str, *, names: bool = False) -> list[str]:
    return [part.text for part in marked(value, other, names=names) if part.differs]


@pytest.mark.parametrize(
    ("value", "other", "differing"),
    [
        ("J. de Vries", "J. de Vries", []),
        ("Johanna de Vries", "J. de Vries", []),
        ("Johanna Petronella de Vries", "J.P. DE VRIES", []),
        ("Müller", "Muller", []),
        ("C. Yılmaz", "Carla Yilmaz", []),
        ("Bart Wit (partner: Vries)", "B. Vries", ["Wit"]),
        ("J. de Vries", "J. de Wit", ["Vries"]),
        ("Johanna de Vries", "", []),
    ],
)
def test_in_names_a_first_name_equals_its_initial(value: str, other: str, differing: list[str]) -> None:
    assert marks(value, other, names=True) == differing


@pytest.mark.parametrize(
    ("value", "other", "differing"),
    [
        ("Markt 12 A, 6001 AB Weert", "Markt 12, 6001 AB Weert", ["A"]),
        ("Kerkstraat 4, 6001AB", "kerkstraat 4, 6001ab", []),
        ("3 mei 1980", "8 mei 1980", ["3"]),
        ("", "iets", []),
    ],
)
def test_elsewhere_only_equal_words_are_equal(value: str, other: str, differing: list[str]) -> None:
    assert marks(value, other) == differing


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_of_the_value_is_lost(value: str, other: str) -> None:
    assert "".join(part.text for part in marked(value, other)) == value


@given(st.text(max_size=40))
def test_a_value_equals_itself(value: str) -> None:
    assert marks(value, value) == []
