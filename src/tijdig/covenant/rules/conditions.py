"""Conditions on facts, three-valued: holds, does not hold, or unknown. Triage, intake and deciding all use this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tijdig.covenant.rules.document import Condition, Period
from tijdig.covenant.rules.fact_sentences import SENTENCES, Sentences
from tijdig.covenant.rules.facts import FACTS, Facts, FactType, boundary_before, usable_value
from tijdig.problems import Problem, ProblemKind

AT_MOST_AGO = "hooguit-geleden"
AT_LEAST_AGO = "minstens-geleden"

# Which operators make sense for which type of fact; the linter refuses the rest.
OPERATORS: Mapping[FactType, frozenset[str]] = {
    FactType.YES_NO: frozenset({"=", "!="}),
    FactType.NUMBER: frozenset({"=", "!=", ">=", "<=", "in"}),
    FactType.MONEY: frozenset({"=", "!=", ">=", "<="}),
    FactType.DATE: frozenset({"=", "!=", ">=", "<=", AT_MOST_AGO, AT_LEAST_AGO}),
    FactType.CHOICE: frozenset({"=", "!=", "in"}),
}

FACT_MISSING = ProblemKind(
    code="covenant.fact-missing",
    rule="C2",
    nl="Het is niet bekend of te oud: {description} ({fact}). Zonder dit gegeven mag het niet.",
    en="Not known or too old: {fact}. Without it this is not allowed.",
    remedy_nl="Zorg dat dit gegeven er is en actueel is, en probeer het opnieuw.",
    remedy_en="Provide this fact, up to date, and try again.",
)
CONDITION_NOT_MET = ProblemKind(
    code="covenant.condition-not-met",
    rule="C1",
    nl="Aan een voorwaarde van het convenant is niet voldaan: {condition}.",
    en="A condition of the covenant does not hold: {condition_en}.",
    remedy_nl="Dit mag pas als aan de voorwaarde is voldaan.",
    remedy_en="This is allowed once the condition holds.",
)

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, wanted: bool(value == wanted),
    "!=": lambda value, wanted: bool(value != wanted),
    ">=": lambda value, wanted: bool(value >= wanted),
    "<=": lambda value, wanted: bool(value <= wanted),
    "in": lambda value, wanted: str(value) in wanted,
}


def evaluate(
    condition: Condition, facts: Facts, on: date, freshness: Mapping[str, Period] | None = None
) -> bool | None:
    """Say whether the condition holds on day ``on``; None when the fact is unknown (see :func:`usable_value`)."""
    value = usable_value(condition.fact, facts, on, freshness)
    if value is None:
        return None
    if condition.operator in {AT_MOST_AGO, AT_LEAST_AGO}:
        return _is_so_long_ago(condition, value, on)
    try:
        return _COMPARE[condition.operator](value, condition.value)
    except (KeyError, TypeError):
        return None  # a covenant that lint would refuse must not permit either


def _is_so_long_ago(condition: Condition, value: object, on: date) -> bool | None:
    if not isinstance(condition.value, Period) or not isinstance(value, date):
        return None
    boundary = boundary_before(condition.value, on)
    if condition.operator == AT_LEAST_AGO:
        return value <= boundary
    return boundary <= value <= on


def evaluate_all(
    conditions: Iterable[Condition],
    facts: Facts,
    on: date,
    freshness: Mapping[str, Period] | None = None,
) -> bool | None:
    """Say whether all conditions hold: False as soon as one does not, else None when one is unknown, else True."""
    answers = {evaluate(condition, facts, on, freshness) for condition in conditions}
    if False in answers:
        return False
    return None if None in answers else True


def unknown_facts(
    conditions: Iterable[Condition],
    facts: Facts,
    on: date,
    freshness: Mapping[str, Period] | None = None,
) -> tuple[str, ...]:
    """Return the names of the facts that must be found out before these conditions can be judged, in order."""
    names = (c.fact for c in conditions if evaluate(c, facts, on, freshness) is None)
    return tuple(dict.fromkeys(names))


def unmet(
    conditions: Iterable[Condition],
    facts: Facts,
    on: date,
    freshness: Mapping[str, Period] | None = None,
) -> tuple[Problem, ...]:
    """Return a problem for each condition that does not hold or is unknown; ``params["fact"]`` names its fact."""
    conditions = tuple(conditions)
    return unmet_again(conditions, [evaluate(condition, facts, on, freshness) for condition in conditions])


def unmet_again(conditions: Iterable[Condition], outcomes: Iterable[bool | None]) -> tuple[Problem, ...]:
    """Return the problems of :func:`unmet` from how each condition came out: holds, does not hold, or unknown."""
    return tuple(
        _fact_missing(condition) if held is None else _not_met(condition)
        for condition, held in zip(conditions, outcomes, strict=True)
        if not held
    )


def _fact_missing(condition: Condition) -> Problem:
    known = FACTS.get(condition.fact)
    return FACT_MISSING(fact=condition.fact, description=known.description if known else condition.fact)


def _not_met(condition: Condition) -> Problem:
    told, told_en = in_words(condition), in_english(condition)
    return CONDITION_NOT_MET(condition=told, condition_en=told_en, fact=condition.fact)


_IS_IT = {"=": "is {}", "!=": "is niet {}", ">=": "is minstens {}", "<=": "is hoogstens {}", "in": "is {}"}
_IS_IT_EN = {"=": "is {}", "!=": "is not {}", ">=": "is at least {}", "<=": "is at most {}", "in": "is {}"}
_WHEN = {
    "=": "op {}", "!=": "niet op {}", ">=": "op of na {}", "<=": "op of voor {}",
    AT_MOST_AGO: "hooguit {} geleden", AT_LEAST_AGO: "minstens {} geleden",
}  # fmt: skip
_WHEN_EN = {
    "=": "on {}", "!=": "not on {}", ">=": "on or after {}", "<=": "on or before {}",
    AT_MOST_AGO: "at most {} ago", AT_LEAST_AGO: "at least {} ago",
}  # fmt: skip


def in_words(condition: Condition) -> str:
    """Tell in Dutch that the condition holds, as pages and problems show it: a sentence without its full stop."""
    told = _sentence(condition)
    if told is None:
        return f"{condition.fact} {condition.operator} {condition.value}"
    value = _value(condition, " of ")
    is_it, when = _IS_IT.get(condition.operator, "{}"), _WHEN.get(condition.operator, "{}")
    return told.nl.format(is_it=is_it.format(value), when=when.format(value))


def in_english(condition: Condition) -> str:
    """Tell in English that the condition holds; see :func:`in_words`."""
    told = _sentence(condition)
    if told is None:
        return f"{condition.fact} {condition.operator} {condition.value}"
    value = condition.value.in_english if isinstance(condition.value, Period) else _value(condition, " or ")
    is_it, when = _IS_IT_EN.get(condition.operator, "{}"), _WHEN_EN.get(condition.operator, "{}")
    return told.en.format(is_it=is_it.format(value), when=when.format(value))


def _sentence(condition: Condition) -> Sentences | None:
    """Return the sentence to fill in; of a yes/no fact that for the answer that is asked for."""
    told = SENTENCES.get(condition.fact)
    if told is None or not told.no_nl:
        return told
    is_yes = (condition.value is True) == (condition.operator == "=")
    return told if is_yes else Sentences(told.no_nl, told.no_en)


def _value(condition: Condition, last_joined_by: str) -> str:
    value, fact = condition.value, FACTS[condition.fact]
    if isinstance(value, Period):
        return value.in_dutch
    if isinstance(value, tuple):
        return last_joined_by.join(part for part in (", ".join(value[:-1]), value[-1]) if part)
    if fact.kind is FactType.MONEY and isinstance(value, int):
        return f"€ {value // 100},{value % 100:02d}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
