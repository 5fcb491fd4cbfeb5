"""Leave: when it may be planned, and who may stand in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from tijdig.problems import Problem, ProblemKind

LEAVE_NOT_YOURS = ProblemKind(
    code="casework.leave-not-yours",
    rule="K6",
    nl="U plant alleen uw eigen afwezigheid. Die van een collega plant de coördinator.",
    en="You plan your own leave only. The coordinator plans that of a colleague.",
)
LEAVE_DAYS_WRONG = ProblemKind(
    code="casework.leave-days-wrong",
    rule="K6",
    nl="De laatste dag ligt voor de eerste, of de afwezigheid is al voorbij.",
    en="The last day lies before the first, or the leave is over already.",
    remedy_nl="Kies een laatste dag vanaf vandaag, op of na de eerste dag.",
    remedy_en="Choose a last day from today, on or after the first day.",
)
LEAVE_OVERLAPS = ProblemKind(
    code="casework.leave-overlaps",
    rule="K6",
    nl="In deze dagen staat al een afwezigheid.",
    en="There is a leave in these days already.",
    remedy_nl="Beëindig die eerst, of kies andere dagen.",
    remedy_en="End that one first, or choose other days.",
)
STANDS_IN_FOR_ONESELF = ProblemKind(
    code="casework.stands-in-for-oneself",
    rule="K6",
    nl="Wie afwezig is, kan niet voor zichzelf waarnemen.",
    en="Someone who is away cannot stand in for themselves.",
    remedy_nl="Kies een collega.",
    remedy_en="Choose a colleague.",
)


def check_leave(
    first_day: date,
    last_day: date,
    taken: Iterable[tuple[date, date]],
    *,
    person: UUID,
    replacement: UUID | None,
    today: date,
) -> Problem | None:
    """Say why this leave cannot be planned; None when it can. ``taken``: first and last days of leaves that stand."""
    if last_day < max(first_day, today):
        return LEAVE_DAYS_WRONG()
    if replacement == person:
        return STANDS_IN_FOR_ONESELF()
    overlaps = any(first <= last_day and first_day <= last for first, last in taken)
    return LEAVE_OVERLAPS() if overlaps else None
