"""A covenant for reading on a page or in a terminal: the sentences of its arrangement under headings.

Made from the very clauses that the parties sign (:mod:`documents.arrangement`), so what people read is what runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from tijdig.covenant.rules.document import Covenant, FeedbackProjection
from tijdig.covenant.rules.documents.arrangement import annexes
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, ExternalCode
from tijdig.covenant.rules.table import conditions_in_words, who
from tijdig.letters.papers import Clause

# Parties, data, purposes and permissions stand in the table; these have a form of their own beside the sentences:
# see routes(), rank_factors() and feedback().
_IN_THE_TABLE = frozenset({1, 3, 4, 6, 7})
_SHOWN_APART = frozenset({8, 9, 14})


@dataclass(frozen=True, slots=True)
class Choice:
    """A route or rank factor: what it says, and when it holds."""

    explanation: str
    conditions: tuple[str, ...]
    to: str = ""


def routes(covenant: Covenant) -> tuple[Choice, ...]:
    """Return the routes in the order in which they are tried."""
    return tuple(
        Choice(route.explanation, conditions_in_words(route.conditions), who(covenant, route.to).name)
        for route in covenant.routes
    )


def rank_factors(covenant: Covenant) -> tuple[Choice, ...]:
    """Return who goes first, in the order of their weight."""
    return tuple(
        Choice(factor.explanation, conditions_in_words(factor.conditions)) for factor in covenant.rank_factors
    )


def agreements(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the terms of the arrangement as sentences under headings; routes, rank and feedback stand apart."""
    return _sentences(covenant, _IN_THE_TABLE | _SHOWN_APART)


def arrangement_in_sentences(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return everything beside the table as sentences under headings, routes, rank and feedback as well."""
    told = _sentences(covenant, _IN_THE_TABLE)
    heard = tuple(f"{hears}: {'; '.join(results)}." for hears, results in feedback(covenant))
    return (*told, ("Wat de melder hoort, bij welk resultaat", heard))


def _sentences(covenant: Covenant, left_out: frozenset[int]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    shown = (section for number, section in enumerate(annexes(covenant), start=1) if number not in left_out)
    return tuple(
        (section.title, tuple(" ".join(one.texts) for one in section.blocks if isinstance(one, Clause)))
        for section in shown
    )


def feedback(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what a signal partner hears, and for which results of the municipality (R43)."""
    return tuple((_hears(projection), projection.internal) for projection in covenant.feedback)


def _hears(projection: FeedbackProjection) -> str:
    if projection.external is None:
        return "Niets"
    return EXTERNAL_NAMES_NL[ExternalCode(projection.external)]
