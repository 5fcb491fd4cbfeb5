"""The start of the day: what must be done by when and why, what is new, and the cases of who is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from tests.built_once import built_once
from tests.casework.town import BSNS, RECEIVED, Town, build_weert
from tijdig.actors import Actor, Role
from tijdig.casework.models import Case, Leave
from tijdig.casework.queries.day import Day, day
from tijdig.casework.rules.covenant_fields import RANK
from tijdig.casework.rules.leave import check_leave
from tijdig.casework.rules.lines import Part
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.terms import Term, TermKind, TermState, state_of_term
from tijdig.casework.services import (
    add_note,
    assign_case,
    begin_day,
    complete_task,
    end_leave,
    hand_over,
    plan_leave,
    record_conversation,
    record_request,
    refer_case,
    take_up_case,
)
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.problems import Refused

LATER = date(2026, 3, 30)  # two days before the ordinary term ends


@built_once
def build_cases() -> Town:
    """Weert with two cases of the debt director, one of a colleague, and one that nobody has."""
    weert = build_weert()
    for bsn in BSNS[:4]:
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn)
    cases = weert.open()
    for who, case in zip(("debt-director", "debt-director", "work-director"), cases, strict=False):
        take_up_case(actor=weert.people[who], case_id=case.pk, version=case.version)
    return weert


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Town:
    """The same, late in the month."""
    built = build_cases()
    clock.move_to(LATER)
    return built


def cases_of(town: Town) -> list[Case]:
    return list(Case.objects.filter(controller_id=town.code).order_by("rank_key", "number"))


def numbers(found: Day, part: Part) -> list[str]:
    return [shown.number for shown in found.parts[part].lines]


@pytest.mark.any_database
def test_r28_r18_own_terms_stand_with_their_article_first_to_run_out_first(town: Town) -> None:
    own, other, *_ = cases_of(town)
    record_conversation(actor=town.people["debt-director"], case_id=other.pk, version=other.version, on=LATER)

    found = day(town.people["debt-director"], since=None)

    told = [
        (one.number, one.line.term.kind, one.line.due_on, one.line.term.article)
        for one in found.parts[Part.TERMS].lines
        if one.line.term
    ]
    first, inform = date(2026, 4, 1), date(2026, 4, 7)
    assert [(number, kind, due) for number, kind, due, _ in told] == [
        (own.number, TermKind.FIRST_CONVERSATION, first)
    ]
    assert (told[0][3].law, told[0][3].rule) == ("Wgs art. 4", "R28")  # type: ignore[union-attr]
    later = day(town.people["coordinator"], since=None).parts[Part.TERMS]
    assert {one.line.due_on for one in later.lines} <= {first, inform}
    assert {one.number for one in later.lines} == {one.number for one in cases_of(town)} - {other.number}


def test_c1_the_article_that_says_what_threatens_goes_with_the_rank(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_rank(*, actor: Actor, requests: Sequence[Request]) -> tuple[Disclosed, ...]:
        return tuple(
            replace(one, granted={name: why for name, why in one.granted.items() if name != RANK})
            for one in disclose(actor=actor, requests=requests)
        )

    monkeypatch.setattr("tijdig.casework.queries.lines.disclose", without_rank)

    (line,) = day(town.people["debt-director"], since=None).parts[Part.TERMS].lines[:1]

    assert line.line.term == Term(TermKind.FIRST_CONVERSATION, date(2026, 4, 1), TermState.RUNNING, None)


@pytest.mark.any_database
def test_r39_a_decision_that_is_due_is_a_term_and_no_mere_task(
    town: Town, clock: time_machine.Traveller
) -> None:
    director, case = town.people["debt-director"], cases_of(town)[0]
    case = record_conversation(actor=director, case_id=case.pk, version=case.version, on=LATER)
    record_request(actor=director, case_id=case.pk, version=case.version, on=LATER)
    clock.move_to(LATER + timedelta(weeks=8, days=2))

    found = day(director, since=None)

    late = [
        one.line.term for one in found.parts[Part.TERMS].lines if one.number == case.number and one.line.term
    ]
    decide = next(term for term in late if term.kind is TermKind.DECIDE)
    assert (decide.state, decide.article.rule) == (TermState.LATE, "R39")  # type: ignore[union-attr]
    assert all(one.line.task is None or one.line.task != "decide" for one in found.parts[Part.TASKS].lines)


def test_what_came_since_the_last_working_day_is_new_all_day(
    town: Town, clock: time_machine.Traveller
) -> None:
    director, colleague = town.people["debt-director"], town.people["work-director"]
    own, _, other, free = cases_of(town)
    assert begin_day(actor=director, on=LATER) is None
    clock.move_to(LATER + timedelta(days=1))
    assign_case(actor=town.people["coordinator"], case_id=free.pk, version=1, to=director.person_id)
    hand_over(actor=colleague, case_id=other.pk, version=other.version, to=director.person_id)
    clock.move_to(LATER + timedelta(days=2))

    since = begin_day(actor=director, on=LATER + timedelta(days=2))

    assert begin_day(actor=director, on=LATER + timedelta(days=2)) == since
    assert sorted(numbers(day(director, since=since), Part.NEW)) == sorted([free.number, other.number])
    clock.move_to(LATER + timedelta(days=3))
    assert (
        numbers(day(director, since=begin_day(actor=director, on=LATER + timedelta(days=3))), Part.NEW) == []
    )
    assert own.number not in numbers(day(director, since=None), Part.NEW)  # one took that up oneself


def test_c1_a_referral_is_told_to_who_helps_and_counted_for_who_may_not_see_it(town: Town) -> None:
    director, case = town.people["debt-director"], cases_of(town)[0]
    refer_case(
        actor=director, case_id=case.pk, version=case.version, party="amw", reason="Hulp bij post", on=LATER
    )

    own, others = day(director, since=None), day(town.people["coordinator"], since=None)

    (line,) = own.parts[Part.REFERRALS].lines
    assert (line.number, line.party_name) == (case.number, town.covenant.parties["amw"].name)
    assert line.name == "K.S. Jansen"
    part = others.parts[Part.REFERRALS]
    assert (part.lines, part.total, part.withheld) == ((), 1, 1)


def test_l1_each_case_on_the_page_is_asked_for_and_recorded(town: Town) -> None:
    before = DecisionRecord.objects.count()

    found = day(town.people["debt-director"], since=None)

    shown = {line.case_id for part in found.parts.values() for line in part.lines}
    records = DecisionRecord.objects.order_by("pk")[before:]
    assert {record.subject_id for record in records} == {str(one) for one in shown}
    purposes = {(record.subject_id, record.purpose) for record in records}
    free = cases_of(town)[3]
    assert (str(free.pk), "triage") in purposes
    assert (str(free.pk), "hulpverlening") not in purposes


def test_k6_who_stands_in_sees_and_works_on_the_cases_until_the_leave_is_over(town: Town) -> None:
    away, stand_in = town.people["work-director"], town.people["debt-director"]
    case = cases_of(town)[2]
    assert away.person_id is not None
    with pytest.raises(Refused, match="case-of-colleague"):
        add_note(actor=stand_in, case_id=case.pk, version=case.version, text="Belde terug")
    leave = plan_leave(
        actor=away, person=away.person_id, first_day=LATER, last_day=LATER, replacement=stand_in.person_id
    )

    case = add_note(actor=stand_in, case_id=case.pk, version=case.version, text="Belde terug")
    found = day(stand_in, since=None)

    assert case.number in numbers(found, Part.TERMS)
    assert [(one.leave.person, one.cases) for one in found.covered] == [(away.person_id, 1)]
    end_leave(actor=away, leave_id=leave.pk)
    with pytest.raises(Refused, match="case-of-colleague"):
        add_note(actor=stand_in, case_id=case.pk, version=case.version, text="Nog eens")
    assert case.number not in numbers(day(stand_in, since=None), Part.TERMS)


def test_a6_one_plans_one_s_own_leave_and_the_coordinator_anyone_s(town: Town) -> None:
    def plan(actor: Actor) -> Leave:
        person = town.people["work-director"].person_id
        assert person is not None
        return plan_leave(actor=actor, person=person, first_day=LATER, last_day=LATER, replacement=None)

    with pytest.raises(Refused, match="leave-not-yours"):
        plan(town.people["debt-director"])
    with pytest.raises(Refused, match="role-may-not"):
        plan(replace(town.people["debt-director"], role=Role.LANDLORD_CLERK))
    plan(town.people["coordinator"])
    with pytest.raises(Refused, match="leave-overlaps"):
        plan(town.people["coordinator"])


ANNA, BEN = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("first", "last", "replacement", "code"),
    [
        (RECEIVED, RECEIVED, BEN, ""),
        (RECEIVED - timedelta(days=9), RECEIVED, None, ""),  # began already
        (RECEIVED, RECEIVED - timedelta(days=1), None, "casework.leave-days-wrong"),
        (RECEIVED - timedelta(days=9), RECEIVED - timedelta(days=1), None, "casework.leave-days-wrong"),
        (RECEIVED, RECEIVED, ANNA, "casework.stands-in-for-oneself"),
        (RECEIVED, RECEIVED + timedelta(days=9), None, "casework.leave-overlaps"),
    ],
)
def test_k6_when_a_leave_can_be_planned(first: date, last: date, replacement: object, code: str) -> None:
    taken = [(RECEIVED + timedelta(days=5), RECEIVED + timedelta(days=7))]

    problem = check_leave(first, last, taken, person=ANNA, replacement=replacement, today=RECEIVED)  # type: ignore[arg-type]

    assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    ("on", "state"), [(LATER, TermState.RUNNING), (LATER + timedelta(days=1), TermState.LATE)]
)
def test_r28_the_due_day_itself_is_in_time(on: date, state: TermState) -> None:
    assert state_of_term(LATER, on) is state


def test_r27_what_threatens_stands_apart_until_somebody_acted_on_it(weert: Town) -> None:
    for bsn, crisis in zip(BSNS[:2], (False, True), strict=True):
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn, crisis=crisis)
    weert.open()
    director, colleague = weert.people["debt-director"], weert.people["work-director"]
    (threatened,) = Case.objects.filter(threatened=True)

    found = day(director, since=None)
    assert numbers(found, Part.THREAT) == [threatened.number]
    assert threatened.number not in numbers(found, Part.WAITING)  # told once
    (line,) = found.parts[Part.THREAT].lines
    assert line.is_free
    assert line.rank_reasons

    case = take_up_case(actor=director, case_id=threatened.pk, version=threatened.version)
    assert numbers(day(director, since=None), Part.THREAT) == [threatened.number]
    assert numbers(day(colleague, since=None), Part.THREAT) == []
    assert numbers(day(weert.people["coordinator"], since=None), Part.THREAT) == [threatened.number]

    alarm = case.tasks.get(kind=TaskKind.EVICTION)
    complete_task(actor=director, case_id=case.pk, version=case.version, task_id=alarm.pk, on=RECEIVED)
    assert numbers(day(director, since=None), Part.THREAT) == []
