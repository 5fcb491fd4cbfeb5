"""WHAT: the landlord announced to the tenant that it shares the arrears, and says when.

WHY: a tenant is told before the data moves (R17); whether the covenant makes it a condition is for the covenant to
say.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.conditions import problem_of_step
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

NOT_INFORMED = ProblemKind(
    code="intake.not-informed",
    rule="R17",
    nl="Er staat niet wanneer u de huurder vertelde dat u de achterstand meldt.",
    en="It is not said when you told the tenant that you report the arrears.",
    remedy_nl="Kondig de melding aan bij de huurder en vul de datum in.",
    remedy_en="Announce the report to the tenant, and give the date.",
)

FACT = "huurder.geinformeerd"


def check_tenant_was_informed(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row without this date, where the covenant sets a condition on it."""
    return problem_of_step(
        row, agreement, fact=FACT, field="informed_on", day=row.informed_on, absent=NOT_INFORMED
    )
