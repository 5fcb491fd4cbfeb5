"""Conditions are three-valued: they hold, they do not, or it is not known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.covenant.samples import TODAY, known
from tijdig.covenant.rules.conditions import (
    AT_MOST_AGO,
    evaluate,
    evaluate_all,
    in_english,
    in_words,
    unknown_facts,
)
from tijdig.covenant.rules.document import Condition, ConditionValue, Period
from tijdig.covenant.rules.fact_sentences import SENTENCES
from tijdig.covenant.rules.facts import FACTS, FactScalar, FactType

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


NOT_YET_OVER = Condition("incasso.herinnering", AT_MOST_AGO, Period(years=1))


@pytest.mark.parametrize(
    ("condition", "dutch", "english"),
    [
        (YES, "De inwoner heeft bezwaar gemaakt", "The resident has objected"),
        (
            Condition("huurder.bezwaar", "=", False),
            "De inwoner heeft geen bezwaar gemaakt",
            "The resident has not objected",
        ),
        (
            Condition("huurder.bezwaar", "!=", True),
            "De inwoner heeft geen bezwaar gemaakt",
            "The resident has not objected",
        ),
        (Condition("ontruiming.dreigt", "=", True), "Er dreigt ontruiming", "Eviction threatens"),
        (
            Condition("achterstand.bedrag", ">=", 7550),
            "Het openstaande bedrag is minstens € 75,50",
            "The amount owed is at least € 75,50",
        ),
        (
            Condition("achterstand.maanden", "=", 2),
            "Het aantal maanden achterstand is 2",
            "The number of months in arrears is 2",
        ),
        (
            Condition("ontruiming.fase", "in", ("vonnis", "aanzegging")),
            "De fase van de ontruiming is vonnis of aanzegging",
            "The stage of the eviction is vonnis or aanzegging",
        ),
        (
            NOT_YET_OVER,
            "Er is hooguit 1 jaar geleden een schriftelijke herinnering gestuurd",
            "A written reminder was sent at most 1 year ago",
        ),
        (
            Condition("ontruiming.datum", "<=", date(2026, 3, 1)),
            "De ontruiming is op of voor 01-03-2026",
            "The eviction is on or before 01-03-2026",
        ),
        (Condition("geheim.feit", "=", True), "geheim.feit = True", "geheim.feit = True"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition: Condition, dutch: str, english: str) -> None:
    assert (in_words(condition), in_english(condition)) == (dutch, english)


def test_every_fact_of_the_vocabulary_has_its_sentences() -> None:
    assert set(SENTENCES) == set(FACTS)
    for name, told in SENTENCES.items():
        gap = {FactType.YES_NO: "", FactType.DATE: "{when}"}.get(FACTS[name].kind, "{is_it}")
        assert gap in told.nl, name
        assert gap in told.en, name
        assert bool(told.no_nl and told.no_en) is (FACTS[name].kind is FactType.YES_NO), name
