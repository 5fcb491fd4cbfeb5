"""The pauses of a decision's term as they stand with a case (R39)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from tijdig.casework.advising import PlannedTask, plain_task
from tijdig.casework.models import Case, TermPauseRow
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.term_pauses import PauseGround, TermPause, due_after_pause, look_again_on
from tijdig.covenant.rules.document import Covenant


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


def running_pause(case: Case) -> TermPauseRow | None:
    """Return what holds the term of the decision today; None when nothing does."""
    today = timezone.localdate()
    return next((row for row in rows_of_pauses(case) if term_pause(row).runs(today)), None)


def decide_by(case: Case, covenant: Covenant) -> date | None:
    """Return the last day to decide, behind the days on which the term stood still; None while that is not known."""
    start = case.spoken_on or case.help_requested_on or case.received_on
    pauses = tuple(term_pause(row) for row in rows_of_pauses(case))
    return due_after_pause(start, covenant.terms.decide, pauses)


def task_of_open_pause(case: Case, covenant: Covenant, on: date) -> PlannedTask | None:
    """Return the task to look whether the term must go on standing still, counted from ``on``; None with a last day."""
    row = running_pause(case)
    if row is None or row.last_day is not None:
        return None
    return plain_task(TaskKind.TERM_PAUSED, covenant, look_again_on(covenant.terms, on))
