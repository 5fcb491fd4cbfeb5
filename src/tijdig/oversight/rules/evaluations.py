"""Which evaluations of a covenant should have been held by now (R4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from tijdig.covenant.rules.document import Covenant
from tijdig.monitor.rules.evaluation import next_evaluation
from tijdig.problems import ProblemKind

NOT_DUE = ProblemKind(
    code="oversight.evaluation-not-due",
    rule="R4",
    nl="Op {due_on} geeft dit convenant geen evaluatie, of die is al vastgelegd.",
    en="This covenant has no evaluation on {due_on}, or it was recorded already.",
    remedy_nl="Kies een evaluatie uit de lijst.",
    remedy_en="Choose an evaluation from the list.",
)


def evaluations_to_hold(covenant: Covenant, held: Collection[date], until: date) -> tuple[date, ...]:
    """Return the days up to and including ``until`` on which the rhythm gives an evaluation that is not recorded."""
    days: list[date] = []
    day = next_evaluation(covenant, covenant.valid_from)
    while day is not None and day <= until:
        if day not in held:
            days.append(day)
        day = next_evaluation(covenant, day + timedelta(days=1))
    return tuple(days)
