"""The lines of a case director's day: of what kind each is, and which fields of the covenant it tells something of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.casework.rules.covenant_fields import (
    CONTACT,
    OFFER,
    RANK,
    REFERRAL,
    STATUS,
    TASKS,
    TERMS,
    fields_of_task,
)
from tijdig.casework.rules.states import ReferralState, TaskKind
from tijdig.casework.rules.terms import Term, TermKind


class Part(StrEnum):
    """A part of the day's page."""

    THREAT = "threat"
    TERMS = "terms"
    NEW = "new"
    REFERRALS = "referrals"
    TASKS = "tasks"
    WAITING = "waiting"


# Tasks that are clocks of law or covenant: they stand among the terms, with their article.
TERM_OF_TASK = {
    TaskKind.INFORM: TermKind.INFORM,
    TaskKind.INVITE: TermKind.INVITE,
    TaskKind.DECIDE: TermKind.DECIDE,
    TaskKind.PAUSE_CHECK: TermKind.PAUSE_CHECK,
}

_FIELDS_OF_TERM = {
    TermKind.FIRST_CONVERSATION: frozenset({TERMS}),
    TermKind.INFORM: frozenset({TERMS}),
    TermKind.INVITE: frozenset({TASKS, CONTACT}),
    TermKind.DECIDE: frozenset({TASKS, OFFER}),
    TermKind.PAUSE_CHECK: frozenset({TASKS, OFFER}),
    TermKind.ANSWER_REFERRAL: frozenset({REFERRAL}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one line tells of a case: a term, a task, a referral, or (none of these) that the case itself is there."""

    part: Part
    due_on: date | None = None
    term: Term | None = None
    task: TaskKind | None = None
    code: str = ""  # of the task
    text: str = ""  # of the task, in the words of covenant or person
    referral: ReferralState | None = None
    party: str = ""


def fields_of_line(line: Line) -> frozenset[str]:
    """Return the fields of the covenant that must be granted for this line to be shown (C1)."""
    if line.part is Part.THREAT:
        return frozenset({RANK})
    if line.term is not None:
        return _FIELDS_OF_TERM[line.term.kind]
    if line.task is not None:
        return fields_of_task(line.task, line.code)
    return frozenset({REFERRAL}) if line.referral is not None else frozenset({STATUS})
