"""When someone is reminded by e-mail of what waits on their desk, and of what: counts, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tijdig.casework.rules.atw import is_working_day
from tijdig.casework.rules.lines import Part

A_WEEK = timedelta(days=7)

PART_NAMES_NL: Mapping[Part, str] = {
    Part.THREAT: "dreigende situaties",
    Part.TERMS: "termijnen die aflopen of te laat zijn",
    Part.NEW: "nieuw voor u",
    Part.TASKS: "taken tot en met vandaag",
    Part.REFERRALS: "verwijzingen die wachten of zijn beantwoord",
    Part.WAITING: "zaken zonder regisseur",
}


def is_reminder_due(how_often: str, reminded_on: date | None, on: date) -> bool:
    """Say whether to remind on day ``on`` (``daily``, ``weekly`` or ``never``): on working days, once a day at most."""
    if how_often == "never" or not is_working_day(on):
        return False
    if reminded_on is None:
        return True
    return reminded_on < on if how_often == "daily" else on - reminded_on >= A_WEEK


def is_worth_a_message(counts: Mapping[Part, int]) -> bool:
    """Say whether anything waits for this person; cases that nobody has are everyone's, and no reason to write."""
    return any(count for part, count in counts.items() if part is not Part.WAITING)
