"""WHAT: the delivery is not one that came in an earlier month, whatever the file is called and however it is sorted.

WHY: last month's file is picked by mistake easily; taken in again it would report debts that may be paid long ago. When
nothing changed indeed, the coordinator's decision makes the rows new messages of this month (R21). In the month itself
the same file adds nothing anyway (K4).
"""

from __future__ import annotations

from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery
from tijdig.problems import Problem, ProblemKind

SAME_FILE = ProblemKind(
    code="intake.same-as-before",
    rule="K4",
    nl="Deze aanlevering is dezelfde als die van {on}.",
    en="This delivery is the same as that of {on}.",
    remedy_nl="Kijk of u het bestand van deze maand koos. Is er niets veranderd, vraag de gemeente dan om bevestiging.",
    remedy_en="See whether you chose this month's file. If nothing changed, ask the municipality to confirm that.",
)
EXAMPLE = "maart.csv → april.csv"


def check_file_is_not_an_old_one(delivery: WholeDelivery, expected: Expectations) -> tuple[Problem, ...]:
    """Tell when the same delivery came in an earlier month."""
    if not expected.same_file or delivery.same_as_of is None:
        return ()
    return (SAME_FILE(on=f"{delivery.same_as_of:%d-%m-%Y}"),)
