"""WHAT: what the landlord did before reporting was done on or before the day of receipt.

WHY: the four duties and the announcement are *dated facts* (R5, R12); a date in the future is a plan.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

DATE_AHEAD = ProblemKind(
    code="intake.date-ahead",
    rule="R12",
    nl="Deze datum ligt na de dag van aanlevering.",
    en="This date is after the day of delivery.",
    remedy_nl="Vul de datum in waarop het gebeurd is.",
    remedy_en="Give the date on which it happened.",
)

_STEPS = ("contact_sought_on", "pointed_to_help_on", "reminder_on", "offer_to_share_on", "informed_on")


def check_steps_are_not_ahead(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse each step dated after receipt."""
    dates = (
        row.contact_sought_on,
        row.pointed_to_help_on,
        row.reminder_on,
        row.offer_to_share_on,
        row.informed_on,
    )
    if max(filter(None, dates), default=agreement.received_on) <= agreement.received_on:
        return ()
    return tuple(
        DATE_AHEAD().at(column=agreement.heading(step))
        for step, day in zip(_STEPS, dates, strict=True)
        if day is not None and day > agreement.received_on
    )
