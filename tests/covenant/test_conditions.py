"""Conditions are three-valued: they hold, they do not, or it is not known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.covenant.samples import TODAY, known
from tijdig.covenant.rules.conditions import evaluate, evaluate_all, in_words, unknown_facts
from tijdig.covenant.rules.document import Condition, ConditionValue, Period
from tijdig.covenant.rules.facts import FactScalar

HALF_YEAR = Period(months=6)


@pytest.mark.parametrize(
    ("fact", "operator", "value", "actual", "answer"),
    [
        ("achterstand.maanden", ">=", 2, 2, True),
        ("achterstand.maanden", ">=", 2, 1, False),
        ("achterstand.maanden", "<=", 2, 3, False),
        ("achterstand.maanden", "in", ("2", "3"), 3, True),
        ("achterstand.maanden", "=", 2, None, None),
        ("achterstand.bedrag", ">=", 7500, 7499, False),
        ("huurder.bezwaar", "=", False, False, True),
        ("huurder.bezwaar", "!=", True, True, False),
        ("huurder.bezwaar", "=", False, 0, None),
        ("achterstand.maanden", ">=", 0, True, None),
        ("ontruiming.fase", "in", ("vonnis", "aanzegging"), "vonnis", True),
        ("ontruiming.fase", "=", "vonnis", "verzonnen", None),
        ("incasso.herinnering", "hooguit-geleden", HALF_YEAR, date(2026, 3, 2), True),
        ("incasso.herinnering", "hooguit-geleden", HALF_YEAR, date(2026, 3, 1), False),
        ("incasso.herinnering", "hooguit-geleden", HALF_YEAR, date(2026, 9, 3), False),
        ("incasso.herinnering", "minstens-geleden", HALF_YEAR, date(2026, 3, 2), True),
        ("incasso.herinnering", "minstens-geleden", HALF_YEAR, date(2026, 3, 3), False),
        ("incasso.herinnering", ">=", date(2026, 1, 1), date(2026, 1, 1), True),
        ("achterstand.maanden", "~", 2, 2, None),
        ("achterstand.maanden", ">=", "twee", 2, None),
    ],
)
def test_a_condition(
    fact: str, operator: str, value: ConditionValue, actual: FactScalar | None, answer: bool | None
) -> None:
    facts = {fact: None if actual is None else known(fact, actual)}

    assert evaluate(Condition(fact, operator, value), facts, TODAY) is answer


YES = Condition("huurder.bezwaar", "=", value=True)
OTHER = Condition("signaal.crisis", "=", value=True)
truth = st.sampled_from([True, False, None])


@given(truth, truth)
def test_all_hold_only_when_none_fails_and_none_is_unknown(one: bool | None, two: bool | None) -> None:
    facts = {
        name: None if value is None else known(name, value)
        for name, value in (("huurder.bezwaar", one), ("signaal.crisis", two))
    }

    expected = False if False in {one, two} else None if None in {one, two} else True
    assert evaluate_all((YES, OTHER), facts, TODAY) is expected


def test_what_must_be_found_out() -> None:
    facts = {"huurder.bezwaar": known("huurder.bezwaar", value=True)}

    assert unknown_facts((YES, OTHER, OTHER), facts, TODAY) == ("signaal.crisis",)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("achterstand.bedrag", ">=", 7550), "Openstaand bedrag is minstens € 75,50"),
        (YES, "Inwoner heeft bezwaar gemaakt is ja"),
        (Condition("ontruiming.fase", "in", ("vonnis",)), "Fase van de ontruiming is een van vonnis"),
        (
            Condition("ontruiming.datum", "<=", date(2026, 3, 1)),
            "Aangezegde dag van ontruiming is hoogstens 01-03-2026",
        ),
    ],
)
def test_a_condition_in_words(condition: Condition, words: str) -> None:
    assert in_words(condition) == words
