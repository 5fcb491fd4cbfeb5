"""The linter: everything that is wrong with what a covenant file agrees on, each with line, key, why and remedy."""

from __future__ import annotations

from collections.abc import Iterable

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.lines import line_of
from tijdig.covenant.rules.lint import (
    delivery,
    feedback,
    identity,
    legal_terms,
    parties,
    permissions,
    provisions,
    triage,
    vocabulary,
)
from tijdig.covenant.rules.lint.subject import LintRule, Subject
from tijdig.covenant.rules.reading import Reading
from tijdig.problems import Problem

RULES: tuple[LintRule, ...] = (
    *identity.RULES,
    *parties.RULES,
    *vocabulary.RULES,
    *permissions.RULES,
    *delivery.RULES,
    *triage.RULES,
    *legal_terms.RULES,
    *feedback.RULES,
    *provisions.RULES,
)


def lint_covenant(reading: Reading, *, others: Iterable[Covenant] = ()) -> tuple[Problem, ...]:
    """Return every problem of a read file, in the order of its lines; empty means: ready to be signed.

    ``others`` are the covenants in force for the same controller, for the overlap rule. A file that could not be read
    gives the problems of reading.
    """
    if reading.covenant is None:
        return reading.problems
    subject = Subject(reading.covenant, frozenset(reading.outline), tuple(others))
    found = (problem for rule in RULES for problem in rule(subject))
    pointed = (problem.at(line=line_of(reading.lines, problem.place.key)) for problem in found)
    return tuple(sorted(pointed, key=lambda problem: problem.place.line or 0))
