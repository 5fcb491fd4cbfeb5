"""Informing the tenant under GDPR art. 14: at first contact, and at the latest when the covenant's term ends (R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.ddas import Result


@dataclass(frozen=True, slots=True)
class Informing:
    """Where informing stands for a case. ``contact_on`` is the first day on which the tenant was reached."""

    inform_by: date
    informed_on: date | None = None
    contact_on: date | None = None
    proposed: Result | None = None


def is_overdue(case: Informing, on: date) -> bool:
    """Say whether the tenant should have been informed by now: the term has ended, or there was contact without it.

    The dead are not informed; what must be told to those left behind is part of the decision about them (R26).
    """
    if case.informed_on is not None or case.proposed is Result.DECEASED:
        return False
    return case.inform_by < on or (case.contact_on is not None and case.contact_on < on)
