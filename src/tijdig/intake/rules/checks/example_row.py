"""WHAT: the example row of Tijdig's own template is refused.

WHY: who fills in the template forgets to remove the example now and then; nobody of that name needs help (R10).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.fields import EXAMPLE_REFERENCE
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

EXAMPLE_ROW = ProblemKind(
    code="intake.example-row",
    rule="R10",
    nl="Dit is de voorbeeldrij van het sjabloon.",
    en="This is the example row of the template.",
    remedy_nl="U hoeft niets te doen: deze rij telt niet mee.",
    remedy_en="You need do nothing: this row does not count.",
)


def check_is_no_example(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse the row whose reference is the template's example."""
    if row.reference != EXAMPLE_REFERENCE:
        return ()
    return (EXAMPLE_ROW().at(column=agreement.heading("reference")),)
