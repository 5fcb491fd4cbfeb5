"""WHAT: the landlord pointed the tenant to debt help, and says when.

WHY: Besluit gemeentelijke schuldhulpverlening art. 2 asks for it before a tenant may be reported (R5b).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.conditions import problem_of_step
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

NOT_POINTED_TO_HELP = ProblemKind(
    code="intake.not-pointed-to-help",
    rule="R5",
    nl="Er staat niet wanneer u de huurder wees op schuldhulp.",
    en="It is not said when you pointed the tenant to debt help.",
    remedy_nl="Wijs de huurder eerst op schuldhulp en vul de datum in.",
    remedy_en="Point the tenant to debt help first, and give the date.",
)

FACT = "incasso.gewezen_op_hulp"


def check_tenant_was_pointed_to_help(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row without this date, where the covenant sets a condition on it."""
    return problem_of_step(
        row,
        agreement,
        fact=FACT,
        field="pointed_to_help_on",
        day=row.pointed_to_help_on,
        absent=NOT_POINTED_TO_HELP,
    )
