"""Which facts a case director may record, from whom, of which type (R29)."""

from __future__ import annotations

from tijdig.covenant.rules.facts import FACTS, FactSource, KnownFact, has_right_type
from tijdig.problems import Problem, ProblemKind

BY_PEOPLE = frozenset({FactSource.TENANT, FactSource.CASEWORK})

FACT_NOT_SETTABLE = ProblemKind(
    code="casework.fact-not-settable",
    rule="R29",
    nl="Dit gegeven komt niet uit een gesprek of uit eigen onderzoek, en kan hier niet worden vastgelegd.",
    en="This fact does not come from a conversation or from casework, and cannot be recorded here.",
)
VALUE_DOES_NOT_FIT = ProblemKind(
    code="casework.value-does-not-fit",
    rule="R34",
    nl="Deze waarde past niet bij '{description}'.",
    en="This value does not fit the fact '{fact}'.",
)

SETTABLE_FACTS: tuple[str, ...] = tuple(name for name, fact in FACTS.items() if fact.sources & BY_PEOPLE)


def check_settable(name: str, known: KnownFact) -> Problem | None:
    """Return a problem when people may not set this fact, not from this source, or not to such a value."""
    fact = FACTS.get(name)
    if fact is None or known.source not in fact.sources & BY_PEOPLE:
        return FACT_NOT_SETTABLE()
    if not has_right_type(fact, known.value):
        return VALUE_DOES_NOT_FIT(description=fact.description, fact=name)
    return None
