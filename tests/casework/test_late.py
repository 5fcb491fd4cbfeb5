"""The coordinator's list of every term that is late, and the terms of one case (R18, R27, R28, R39)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.casework.town import BSNS, RECEIVED, Town
from tijdig.casework.advising import new_task, plain_task
from tijdig.casework.models import Case
from tijdig.casework.queries import case_page, late
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.term_pauses import PauseGround
from tijdig.casework.rules.terms import TermKind, TermState, known_beginning, standing_of_term
from tijdig.casework.services import (
    close_case,
    pause_term,
    record_conversation,
    record_request,
    refer_case,
    take_up_case,
)
from tijdig.ddas import Result
from tijdig.problems import Refused

MAY = date(2026, 5, 20)
K, S = TermKind, TermState


def day(number: int) -> date:
    return date(2026, 5, number)


@pytest.mark.parametrize(
    ("due", "met", "paused", "state"),
    [
        (day(20), None, False, S.RUNNING),
        (day(19), None, False, S.LATE),
        (day(19), day(19), False, S.MET),
        (day(19), day(20), False, S.MET_LATE),
        (day(25), None, True, S.PAUSED),
        (None, None, True, S.PAUSED),
        (None, day(20), True, S.MET),  # met while it stood still
    ],
)
def test_how_a_term_stands(due: date | None, met: date | None, paused: bool, state: TermState) -> None:
    assert standing_of_term(due, MAY, met_on=met, paused=paused) is state


@pytest.mark.parametrize(
    ("due", "met", "began"),
    [
        (day(20), None, day(19)),
        (day(20), day(19), day(19)),
        (None, None, day(19)),
        (day(18), None, None),  # written down when it was over already
        (day(20), day(18), None),
    ],
)
def test_a_term_that_was_written_down_afterwards_has_no_known_beginning(
    due: date | None, met: date | None, began: date | None
) -> None:
    assert known_beginning(day(19), due, met) == began


@pytest.fixture
def cases(weert: Town) -> tuple[Case, ...]:
    """One with a request, one that was referred (both of the debt director), and one that nobody has."""
    director = weert.people["debt-director"]
    for bsn in BSNS[:3]:
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn)
    asked, referred, free = weert.open()
    asked = take_up_case(actor=director, case_id=asked.pk, version=asked.version)
    asked = record_conversation(actor=director, case_id=asked.pk, version=asked.version, on=RECEIVED)
    asked = record_request(actor=director, case_id=asked.pk, version=asked.version, on=RECEIVED)
    referred = take_up_case(actor=director, case_id=referred.pk, version=referred.version)
    referred = refer_case(
        actor=director, case_id=referred.pk, version=referred.version, party="amw", reason="Hulp", on=RECEIVED
    )
    return asked, referred, free


def test_r28_r39_every_late_term_of_every_case_stands_on_one_list_longest_late_first(
    weert: Town, cases: tuple[Case, ...], clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, referred, free = cases
    director, coordinator = weert.people["debt-director"], weert.people["coordinator"]
    assert late.late_terms(coordinator, page=1).total == 0
    clock.move_to(MAY)

    found = late.late_terms(coordinator, page=1)

    told = {(one.number, one.line.term.kind) for one in found.lines if one.line.term}
    assert told == {
        (asked.number, K.INFORM),
        (referred.number, K.FIRST_CONVERSATION),
        (referred.number, K.INFORM),
        (free.number, K.FIRST_CONVERSATION),
        (free.number, K.INFORM),
    }
    # The decision and the helper's answer: how help goes is withheld from triage, so they are counted, not shown.
    assert (found.total, found.withheld) == (7, 2)
    due = [one.line.due_on for one in found.lines if one.line.due_on]
    assert due == sorted(due)
    assert due[-1] < MAY
    whose = {one.number: (bool(one.owner_name), one.is_free) for one in found.lines}
    assert whose == {
        asked.number: (True, False), referred.number: (True, False), free.number: (False, True),
    }  # fmt: skip
    monkeypatch.setattr(late, "PAGE_SIZE", 2)
    last = late.late_terms(coordinator, page=9)
    assert (last.page, len(last.lines) + last.withheld) == (4, 1)
    with pytest.raises(Refused, match="role-may-not"):
        late.late_terms(director, page=1)


def test_r46_the_check_of_a_pause_that_is_late_counts_although_its_case_is_closed(
    weert: Town, cases: tuple[Case, ...], clock: time_machine.Traveller
) -> None:
    asked, director = cases[0], weert.people["debt-director"]
    closed = close_case(
        actor=director, case_id=asked.pk, version=asked.version, on=RECEIVED,
        closing=Closing(Result.OTHER_PROGRAMME, helper="Bewindvoerder B."),
    )  # fmt: skip
    clock.move_to(MAY)
    before = late.late_terms(weert.people["coordinator"], page=1).total

    new_task(closed, plain_task(TaskKind.PAUSE_CHECK, weert.covenant, day(19)), director).save()

    assert late.late_terms(weert.people["coordinator"], page=1).total == before + 1
    told = {one.kind: one.state for one in case_page(director, closed.pk).terms.terms}
    assert told.get(K.PAUSE_CHECK) is S.LATE  # it stands on the page of its case as well
    assert S.RUNNING not in told.values()


def test_r39_the_page_of_a_case_tells_each_term_with_its_article_and_state(
    weert: Town, cases: tuple[Case, ...]
) -> None:
    asked, director = cases[0], weert.people["debt-director"]
    pause_term(
        actor=director, case_id=asked.pk, version=asked.version, ground=PauseGround.APPLICANT,
        reason="Kwam niet", on=RECEIVED,
    )  # fmt: skip

    found = case_page(director, asked.pk).terms

    told = {
        one.kind: (one.began_on, one.due_on, one.state, one.article and one.article.rule)
        for one in found.terms
    }
    assert told == {
        K.FIRST_CONVERSATION: (RECEIVED, date(2026, 4, 1), S.MET, "R28"),
        K.INFORM: (RECEIVED, date(2026, 4, 7), S.RUNNING, "R18"),
        K.DECIDE: (RECEIVED, None, S.PAUSED, "R39"),
    }
    assert [(one.reason, one.runs) for one in found.pauses] == [("Kwam niet", True)]
    # For triage a coordinator sees neither the request nor whether one spoke.
    seen = case_page(weert.people["coordinator"], asked.pk).terms
    assert K.DECIDE not in {one.kind for one in seen.terms}
    assert seen.pauses == ()
