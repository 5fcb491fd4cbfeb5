"""Conditions on facts, three-valued: holds, does not hold, or unknown. Triage, intake and deciding all use this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tijdig.covenant.rules.document import Condition, Period
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
    en="A condition of the covenant does not hold: {condition}.",
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
    problems = []
    for condition in conditions:
        answer = evaluate(condition, facts, on, freshness)
        if answer is None:
            known = FACTS.get(condition.fact)
            problems.append(
                FACT_MISSING(fact=condition.fact, description=known.description if known else condition.fact)
            )
        elif not answer:
            problems.append(CONDITION_NOT_MET(condition=in_words(condition), fact=condition.fact))
    return tuple(problems)


_OPERATOR_WORDS = {
    "=": "is",
    "!=": "is niet",
    ">=": "is minstens",
    "<=": "is hoogstens",
    "in": "is een van",
    AT_MOST_AGO: "is hooguit zo lang geleden:",
    AT_LEAST_AGO: "is minstens zo lang geleden:",
}


def in_words(condition: Condition) -> str:
    """Tell the condition in Dutch, as pages and problems show it."""
    fact = FACTS.get(condition.fact)
    subject = fact.description if fact else condition.fact
    verb = _OPERATOR_WORDS.get(condition.operator, condition.operator)
    return f"{subject} {verb} {_value_in_words(condition, fact.kind if fact else None)}"


def _value_in_words(condition: Condition, kind: FactType | None) -> str:
    value = condition.value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Period):
        return value.in_dutch
    if isinstance(value, tuple):
        return ", ".join(value)
    if kind is FactType.MONEY and isinstance(value, int):
        return f"€ {value // 100},{value % 100:02d}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
