"""The pauses of a decision's term as they stand with a case (R39)."""

from __future__ import annotations

from datetime import date

from tijdig.casework.models import Case, TermPauseRow
from tijdig.casework.rules.term_pauses import PauseGround, TermPause


def term_pause(row: TermPauseRow) -> TermPause:
    """Return a kept pause as the rules see it."""
    return TermPause(PauseGround(row.ground), row.on, row.last_day)


def rows_of_pauses(case: Case) -> tuple[TermPauseRow, ...]:
    """Return the pauses of the case's decision, oldest first; no question to the database without a request (R38)."""
    return tuple(case.term_pauses.all()) if case.help_requested_on else ()


def is_paused(case: Case, on: date) -> bool:
    """Say whether the term of a decision that is still to be taken stands still on day ``on``."""
    waits = case.help_requested_on is not None and not case.help_decision
    return waits and any(term_pause(row).runs(on) for row in rows_of_pauses(case))
