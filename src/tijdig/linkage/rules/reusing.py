"""Whether an earlier decision of a person answers the same question again (R24, R34).

The question is a pair: someone as a partner wrote them, and a resident. Nothing is decided by the machine: what a
person decided about this very pair stands for the next month as well, until someone undoes it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tijdig.linkage.rules.people import Reason, Side
from tijdig.problems import ProblemKind

DECIDED_BEFORE = ProblemKind(
    code="linkage.decided-before",
    rule="R24",
    nl="Over dezelfde persoon, net zo geschreven, is eerder beslist. Die beslissing is overgenomen.",
    en="The same person, written in the same way, was decided about before. That decision was taken over.",
    remedy_nl="Klopt het nu niet meer? Maak de beslissing ongedaan.",
    remedy_en="No longer right? Undo the decision.",
)
NOBODY = ""


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """What a person decided about the same written person: whom it is about (or nobody), out of these candidates."""

    person: str
    candidates: frozenset[str]


def decision_to_reuse(earlier: Sequence[EarlierDecision], candidates: Collection[str]) -> str | None:
    """Return whom the signal is about by what was decided before, :data:`NOBODY` for nobody; None: a person decides.

    None as well when decisions differ, when that resident is no candidate now, or, after "nobody", when there is a
    candidate whom nobody looked at then.
    """
    people = {one.person for one in earlier}
    if len(people) != 1:
        return None
    (person,) = people
    if person != NOBODY:
        return person if person in candidates else None
    looked_at = frozenset[str]().union(*(one.candidates for one in earlier))
    return NOBODY if set(candidates) <= looked_at else None


def reason_of_reuse() -> Reason:
    """Return the sentence that stands with a link whose decision was taken over."""
    return Reason(DECIDED_BEFORE(), Side.FOR)
