"""Facts for a condition (one that makes it hold, one that makes it fail), and short questions to a covenant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tijdig.covenant.rules.conditions import AT_LEAST_AGO, AT_MOST_AGO, evaluate_all
from tijdig.covenant.rules.deciding import decide
from tijdig.covenant.rules.document import Condition, Covenant, Period, Route
from tijdig.covenant.rules.facts import FACTS, Facts, FactScalar, KnownFact

TODAY = date(2026, 9, 2)


def known(name: str, value: FactScalar, as_of: date = TODAY) -> KnownFact:
    return KnownFact(value, as_of, min(FACTS[name].sources))


def satisfying(condition: Condition) -> KnownFact:
    value = condition.value
    if isinstance(value, Period):
        boundary = value.before(TODAY)
        return known(condition.fact, boundary if condition.operator == AT_LEAST_AGO else TODAY)
    assert not isinstance(value, tuple)
    return known(condition.fact, value)


def failing(condition: Condition) -> KnownFact:
    value = condition.value
    if isinstance(value, Period):
        assert condition.operator == AT_MOST_AGO
        return known(condition.fact, value.before(TODAY) - timedelta(days=1))
    if isinstance(value, bool):
        return known(condition.fact, not value)
    assert isinstance(value, int)
    assert condition.operator == ">="
    return known(condition.fact, value - 1)


def facts_for(conditions: Iterable[Condition]) -> dict[str, KnownFact | None]:
    return {condition.fact: satisfying(condition) for condition in conditions}


# WHY: the six words read as the question itself: may A give B, for this purpose, this field, knowing this?
def may(covenant: Covenant, sender: str, recipient: str, purpose: str, field: str, facts: Facts) -> bool:  # noqa: PLR0917
    return decide(
        covenant, sender=sender, recipient=recipient, purpose=purpose, fields=[field], facts=facts, on=TODAY
    ).permitted


def first_route(covenant: Covenant, facts: Facts) -> Route | None:
    """The first route that holds, or None when an unknown fact stands in the way (R30)."""
    for route in covenant.routes:
        answer = evaluate_all(route.conditions, facts, TODAY, covenant.freshness)
        if answer is not False:
            return route if answer else None
    return None


def rank(covenant: Covenant, facts: Facts) -> list[bool | None]:
    return [evaluate_all(factor.conditions, facts, TODAY) for factor in covenant.rank_factors]
