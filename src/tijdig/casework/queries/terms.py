"""All terms of one case: what, from when, by when, under which article, and how each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from django.utils import timezone

from tijdig.casework.models import Case, Referral, Task, TermPauseRow
from tijdig.casework.queries.shown import CaseHead, CaseTerm, CaseTerms, ShownPause
from tijdig.casework.rules.covenant_fields import CONTACT, OFFER, RANK, REFERRAL
from tijdig.casework.rules.lines import TERM_OF_TASK
from tijdig.casework.rules.states import ReferralState, TaskKind
from tijdig.casework.rules.terms import (
    ASKED_OF_CLOSED_CASES,
    TermKind,
    article_of,
    known_beginning,
    standing_of_term,
)
from tijdig.casework.term_pauses import rows_of_pauses, term_pause
from tijdig.covenant.rules.document import Covenant


def terms_of_case(
    case: Case,
    *,
    head: CaseHead,
    tasks: Sequence[Task],
    referrals: Sequence[Referral],
    covenant: Covenant,
    granted: Collection[str],
    on: date,
) -> CaseTerms:
    """Return the terms of a case as far as their fields were ``granted``; ``head`` and ``tasks`` hold no more (C1).

    What a closed case no longer asks is left out. Asks the database for nothing that the page did not ask.
    """
    pauses = _pauses(rows_of_pauses(case), on) if OFFER in granted else ()
    found = (
        *_of_head(case, head, covenant, granted, on),
        *_of_tasks(head, tasks, covenant, on, paused=any(one.runs for one in pauses)),
        *(_of_referrals(referrals, covenant, on) if REFERRAL in granted else ()),
    )
    asked = [
        one for one in found if one.met_on or head.closed_on is None or one.kind in ASKED_OF_CLOSED_CASES
    ]
    return CaseTerms(tuple(sorted(asked, key=lambda one: one.due_on or date.max)), pauses)


def _pauses(rows: Iterable[TermPauseRow], on: date) -> tuple[ShownPause, ...]:
    return tuple(
        ShownPause(pause, row.reason, pause.runs(on)) for row in rows for pause in (term_pause(row),)
    )


def _of_head(
    case: Case, head: CaseHead, covenant: Covenant, granted: Collection[str], on: date
) -> Iterator[CaseTerm]:
    """The first conversation and informing; whether a situation threatens shows only with the rank that tells it."""
    if head.first_conversation_by is not None:
        threatened, told = case.threatened, RANK in granted
        yield CaseTerm(
            TermKind.FIRST_CONVERSATION,
            case.threatened_since if threatened and told else head.received_on,
            head.first_conversation_by,
            head.spoken_on,
            standing_of_term(head.first_conversation_by, on, met_on=head.spoken_on, paused=False)
            if CONTACT in granted
            else None,
            article_of(TermKind.FIRST_CONVERSATION, covenant, threatened=threatened) if told else None,
        )
    if head.inform_by is not None:
        state = standing_of_term(head.inform_by, on, met_on=head.informed_on, paused=False)
        article = article_of(TermKind.INFORM, covenant)
        yield CaseTerm(TermKind.INFORM, head.received_on, head.inform_by, head.informed_on, state, article)


def _of_tasks(
    head: CaseHead, tasks: Sequence[Task], covenant: Covenant, on: date, *, paused: bool
) -> Iterator[CaseTerm]:
    for task in tasks:
        kind = TERM_OF_TASK.get(TaskKind(task.kind))
        held = kind is TermKind.DECIDE and paused and task.done_on is None
        # The first time that the resident is informed stands with the case itself.
        twice = kind is TermKind.INFORM and (head.informed_on is None or task.done_on is not None)
        if kind is None or twice or (task.due_on is None and not held):
            continue
        written_on = timezone.localdate(task.planned_at)
        yield CaseTerm(
            kind,
            head.spoken_on
            if kind is TermKind.DECIDE
            else known_beginning(written_on, task.due_on, task.done_on),
            task.due_on,
            task.done_on,
            standing_of_term(task.due_on, on, met_on=task.done_on, paused=held),
            article_of(kind, covenant),
        )


def _of_referrals(referrals: Sequence[Referral], covenant: Covenant, on: date) -> Iterator[CaseTerm]:
    """By when a helper answers; a referral that was withdrawn asks no answer."""
    for one in referrals:
        if one.state == ReferralState.WITHDRAWN:
            continue
        yield CaseTerm(
            TermKind.ANSWER_REFERRAL,
            one.offered_on,
            one.answer_by,
            one.answered_on,
            standing_of_term(one.answer_by, on, met_on=one.answered_on, paused=False),
            article_of(TermKind.ANSWER_REFERRAL, covenant),
            covenant.name_of(one.party),
        )
