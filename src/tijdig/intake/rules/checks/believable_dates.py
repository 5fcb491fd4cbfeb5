"""WHAT: no date of the arrears or of what the landlord did lies half a century before the day of receipt.

WHY: systems fill in the first day of their clock (01-01-1900, 01-01-1970) where they have no date, and a typed year
loses a digit (0026). Read as it stands it would prove to a court that a reminder was sent (R5, R15).
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

DATE_TOO_LONG_AGO = ProblemKind(
    code="intake.date-too-long-ago",
    rule="R12",
    nl="Deze datum ligt meer dan {years} jaar terug. Zo vult een systeem soms een lege datum in.",
    en="This date is more than {years} years ago. Systems fill in an empty date that way at times.",
    remedy_nl="Vul de echte datum in, of laat de cel leeg als er geen datum is.",
    remedy_en="Give the real date, or leave the cell empty if there is none.",
)

_YEARS = 50
_DATES = (
    "onset_on",
    "contact_sought_on",
    "pointed_to_help_on",
    "reminder_on",
    "offer_to_share_on",
    "informed_on",
)


def check_dates_are_believable(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse each date that can only stand for none."""
    first = agreement.received_on.year - _YEARS
    days = (
        row.onset_on,
        row.contact_sought_on,
        row.pointed_to_help_on,
        row.reminder_on,
        row.offer_to_share_on,
        row.informed_on,
    )
    if min(filter(None, days), default=agreement.received_on).year >= first:
        return ()
    return tuple(
        DATE_TOO_LONG_AGO(years=_YEARS).at(column=agreement.heading(name))
        for name, day in zip(_DATES, days, strict=True)
        if day is not None and day.year < first
    )
