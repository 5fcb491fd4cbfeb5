"""The term of a decision stands still on a ground of the act, and gets a new last day (R39, Awb art. 4:15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from tests.casework.town import BSNS, RECEIVED, Town, shipped
from tijdig.casework.models import Case, TermPauseRow
from tijdig.casework.rules.states import HelpDecision, TaskKind
from tijdig.casework.rules.term_pauses import (
    PauseGround,
    TermPause,
    check_pause,
    due_after_pause,
    look_again_on,
    resumed,
)
from tijdig.casework.services import (
    complete_task,
    decide_request,
    pause_term,
    record_conversation,
    record_request,
    resume_term,
    take_up_case,
)
from tijdig.covenant.rules.period import Period
from tijdig.problems import Problem, Refused

WEEKS = Period.parse("P8W")
G = PauseGround
SPOKEN = date(2026, 3, 2)  # a Monday: eight weeks end on Monday 27 April, King's day


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], date(2026, 4, 28)),
        # A letter of the 9th stops the clock from the 10th; what came on the 12th counts again: two days.
        ([TermPause(G.COMPLETION, march(9), march(11))], date(2026, 4, 29)),
        # Postponement from the 9th up to and including the 11th: three days, to Thursday.
        ([TermPause(G.CONSENT, march(9), march(11))], date(2026, 4, 30)),
        # Only the end of all days runs on to a working day: Friday the first of May counts, Saturday does not.
        ([TermPause(G.CONSENT, march(9), march(13))], date(2026, 5, 4)),
        ([TermPause(G.CONSENT, march(9), march(11)), TermPause(G.APPLICANT, march(16), march(16))], date(2026, 5, 1)),
        ([TermPause(G.COMPLETION, march(9), march(8))], date(2026, 4, 28)),  # taken back the same day
        ([TermPause(G.APPLICANT, march(9))], None),
    ],
)  # fmt: skip
def test_r39_the_days_that_stood_still_come_behind_the_term(
    pauses: list[TermPause], due: date | None
) -> None:
    assert due_after_pause(SPOKEN, WEEKS, pauses) == due


@pytest.mark.parametrize(
    ("new", "due", "code"),
    [
        (TermPause(G.CONSENT, march(20), march(27)), march(30), ""),
        (TermPause(G.FORCE_MAJEURE, march(20)), march(20), ""),  # on its last day it still runs
        (TermPause(G.FORCE_MAJEURE, march(20)), march(19), "casework.term-is-over"),
        (TermPause(G.COMPLETION, march(20)), march(30), "casework.pause-needs-last-day"),
        (TermPause(G.ABROAD, march(20), march(27)), march(30), "casework.pause-ends-later"),
        (TermPause(G.COMPLETION, march(20), march(20)), march(30), "casework.pause-ends-first"),
        (TermPause(G.APPLICANT, march(13)), march(30), "casework.paused-then"),
        (TermPause(G.ABROAD, march(13)), march(30), ""),  # from the 14th
    ],
)
def test_r39_when_a_term_can_stand_still(new: TermPause, due: date, code: str) -> None:
    problem = check_pause(new, [TermPause(G.CONSENT, march(9), march(13))], due)

    assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    ("on", "last_day"),
    [(march(8), "casework.resumed-before-pause"), (march(9), march(8)), (march(12), march(11)), (march(31), march(20))],
)  # fmt: skip
def test_r39_a_pause_ends_the_day_before_the_term_runs_and_never_later_than_agreed(
    on: date, last_day: date | str
) -> None:
    ended = resumed(TermPause(G.CONSENT, march(9), march(20)), on)

    assert (ended.code if isinstance(ended, Problem) else ended.last_day) == last_day


@pytest.mark.parametrize(("term", "on"), [(None, date(2026, 3, 30)), (Period(working_days=3), march(5))])
def test_r39_a_term_without_a_last_day_is_looked_at_after_the_covenants_time_or_four_weeks(
    term: Period | None, on: date
) -> None:
    assert look_again_on(replace(shipped("weert").terms, look_at_pause=term), SPOKEN) == on


@pytest.fixture
def asked(weert: Town) -> Case:
    """A case with a request for debt help; its decision is due on 29 April."""
    director = weert.people["debt-director"]
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)
    case = record_conversation(actor=director, case_id=case.pk, version=case.version, on=RECEIVED)
    return record_request(actor=director, case_id=case.pk, version=case.version, on=RECEIVED)


def test_r39_a_term_stands_still_once_and_its_task_gets_the_new_day(
    weert: Town, asked: Case, clock: time_machine.Traveller
) -> None:
    director, task = weert.people["debt-director"], asked.tasks.get(kind=TaskKind.DECIDE)
    with pytest.raises(Refused, match="term-runs"):
        resume_term(actor=director, case_id=asked.pk, version=asked.version, on=RECEIVED)
    held = pause_term(
        actor=director,
        case_id=asked.pk,
        version=asked.version,
        ground=G.APPLICANT,
        reason="Kwam twee keer niet",
        on=RECEIVED,
    )

    task.refresh_from_db()
    assert task.due_on is None
    look = asked.tasks.get(kind=TaskKind.TERM_PAUSED)
    assert (look.due_on, look.done_on) == (
        date(2026, 4, 1),
        None,
    )  # four weeks, where the covenant sets nothing
    assert b"twee keer" not in bytes(TermPauseRow.objects.values_list("sealed", flat=True).get())
    with pytest.raises(Refused, match="term-paused"):
        pause_term(
            actor=director, case_id=asked.pk, version=held.version, ground=G.APPLICANT, reason="x", on=RECEIVED
        )  # fmt: skip
    clock.move_to(date(2026, 3, 12))
    held = complete_task(
        actor=director, case_id=asked.pk, version=held.version, task_id=look.pk, on=date(2026, 3, 10)
    )
    again = asked.tasks.get(kind=TaskKind.TERM_PAUSED, done_on__isnull=True)
    assert again.due_on == date(2026, 4, 7)
    runs = resume_term(actor=director, case_id=asked.pk, version=held.version, on=date(2026, 3, 11))

    task.refresh_from_db()
    again.refresh_from_db()
    assert again.done_on == date(2026, 3, 11)
    assert task.due_on == date(2026, 5, 6)  # 29 April and the seven days from 4 up to and including 10 March
    pause = TermPauseRow.objects.get()
    assert (pause.reason, pause.last_day) == ("Kwam twee keer niet", date(2026, 3, 10))

    # Postponement with a last day runs off by itself; the decision ends it.
    agreed = pause_term(
        actor=director,
        case_id=asked.pk,
        version=runs.version,
        ground=G.CONSENT,
        reason="Vakantie",
        on=date(2026, 3, 12),
        last_day=date(2026, 3, 20),
    )
    assert not asked.tasks.filter(kind=TaskKind.TERM_PAUSED, done_on__isnull=True).exists()
    task.refresh_from_db()
    assert task.due_on == date(2026, 5, 15)
    decide_request(
        actor=director,
        case_id=asked.pk,
        version=agreed.version,
        decision=HelpDecision.ADMISSION,
        reference="TB-2026-3",
        on=date(2026, 3, 12),
    )
    task.refresh_from_db()
    assert task.due_on == date(2026, 5, 6)  # no day stood still any more
    assert [row.last_day for row in TermPauseRow.objects.all()] == [date(2026, 3, 10), date(2026, 3, 11)]
