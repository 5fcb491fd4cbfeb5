"""WHAT: the landlord sent at least one written reminder, and says when.

WHY: Besluit gemeentelijke schuldhulpverlening art. 2 asks for it before a tenant may be reported (R5c).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.conditions import problem_of_step
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

NO_REMINDER = ProblemKind(
    code="intake.no-reminder",
    rule="R5",
    nl="Er staat niet wanneer u een schriftelijke herinnering stuurde.",
    en="It is not said when you sent a written reminder.",
    remedy_nl="Stuur eerst een schriftelijke herinnering en vul de datum in.",
    remedy_en="Send a written reminder first, and give the date.",
)

FACT = "incasso.herinnering"


def check_reminder_was_sent(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row without this date, where the covenant sets a condition on it."""
    return problem_of_step(
        row, agreement, fact=FACT, field="reminder_on", day=row.reminder_on, absent=NO_REMINDER
    )
