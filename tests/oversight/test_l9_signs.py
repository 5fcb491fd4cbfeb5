"""What a review of the log points out (L9): each rule as a table, and a sample that anyone can draw again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.actors import Role
from tijdig.covenant.rules.period import Period
from tijdig.oversight.rules.readings import Reading
from tijdig.oversight.rules.reviewing import (
    Span,
    Verdict,
    check_signing,
    check_verdict,
    is_overdue,
    may_judge,
    next_span,
)
from tijdig.oversight.rules.sampling import drawn
from tijdig.oversight.rules.unusual import (
    Marks,
    Relation,
    Sign,
    WorkingHours,
    read_in_bulk,
    read_out_of_hours,
    read_own_family,
    read_without_task,
)


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Amsterdam"))  # type: ignore[arg-type,misc]


ANNA, BEN = UUID(int=1), UUID(int=2)
TUESDAY = local(2026, 4, 7, 10, 0)
HOURS = WorkingHours(frozenset({1, 2, 3, 4, 5}), time(7), time(19), lambda day: day == date(2026, 4, 27))
SEED = bytes(32)


def reading(*cases: str, who: UUID = ANNA, at: datetime = TUESDAY, party: str = "gemeente-weert") -> Reading:
    return Reading(uuid4(), who, Role.CASE_DIRECTOR, party, at, frozenset(cases))


@pytest.mark.parametrize(
    ("at", "strange"),
    [
        (local(2026, 4, 7, 7, 0), False),
        (local(2026, 4, 7, 6, 59, 59), True),
        (local(2026, 4, 7, 18, 59, 59), False),
        (local(2026, 4, 7, 19, 0), True),
        (local(2026, 4, 11, 10, 0), True),  # a Saturday
        (local(2026, 4, 27, 10, 0), True),  # King's Day, a Monday
    ],
)
def test_l9_out_of_hours_follows_days_times_and_holidays(at: datetime, strange: bool) -> None:
    found = list(read_out_of_hours([reading("z1", at=at)], HOURS))
    assert [one.sign for one in found] == [Sign.OUT_OF_HOURS] * strange


def test_l9_an_evening_of_reading_is_one_finding_per_person() -> None:
    evening = local(2026, 4, 7, 21, 0)
    mine = [reading("z1", at=evening + timedelta(minutes=minute)) for minute in (9, 3)]
    found = list(read_out_of_hours([*mine, reading("z1", who=BEN, at=evening)], HOURS))
    assert [(len(one.readings), one.readings[0].person_id) for one in found] == [(2, ANNA), (1, BEN)]
    assert found[0].readings[0] is mine[1]


@pytest.mark.parametrize(("opened", "strange"), [(3, False), (4, True)])
def test_l9_bulk_counts_the_cases_that_one_person_opened_on_one_day(opened: int, strange: bool) -> None:
    readings = [reading(f"z{number}") for number in range(opened)]
    lists = [
        reading("z1", "z2", "z3", "z4", "z5"),
        reading("z1"),
    ]  # a work list opens none, the same case counts once
    elsewhere = [reading("z9", who=BEN), reading("z9", at=TUESDAY + timedelta(days=1))]
    found = list(read_in_bulk([*readings, *lists, *elsewhere], 3))
    assert [one.sign for one in found] == [Sign.BULK] * strange


@pytest.mark.parametrize(
    ("person", "case", "signs"),
    [
        (Marks(frozenset({"n1"}), frozenset({"a1"})), Marks(frozenset({"n2"}), frozenset({"a2"})), []),
        (Marks(frozenset({"n1"})), Marks(frozenset({"n1", "n2"})), [Sign.SAME_NAME]),
        (Marks(addresses=frozenset({"a1"})), Marks(addresses=frozenset({"a1"})), [Sign.SAME_ADDRESS]),
        (Marks(frozenset({"x"})), Marks(addresses=frozenset({"x"})), []),
    ],
)
def test_l9_same_surname_or_address_as_who_looked(person: Marks, case: Marks, signs: list[Sign]) -> None:
    found = read_own_family([reading("z1"), reading("z1", who=BEN)], {ANNA: person}, {"z1": case})
    assert [(one.sign, one.case) for one in found] == [(sign, "z1") for sign in signs]


MINE = Relation(frozenset({ANNA}), frozenset(), date(2026, 4, 1))
BENS = Relation(frozenset({BEN}), frozenset(), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("relation", "strange"),
    [
        (MINE, False),
        (BENS, True),
        (Relation(frozenset({BEN}), frozenset(), None), False),  # nobody's yet: it can be taken up
        (Relation(frozenset({BEN}), frozenset(), TUESDAY.date()), False),  # taken up later that day
        (Relation(frozenset(), frozenset({"gemeente-weert"}), date(2026, 4, 1)), False),
        (Relation(frozenset(), frozenset({"wonen-limburg"}), date(2026, 4, 1)), True),
        (Relation(frozenset(), frozenset(), date(2026, 4, 1), (("amw", date.min, date.max),)), True),
        (
            Relation(frozenset(), frozenset(), date(2026, 4, 1), (("gemeente-weert", date.min, date.max),)),
            False,
        ),
        (
            Relation(frozenset(), frozenset(), date(2026, 4, 1), (("", date(2026, 4, 6), date(2026, 4, 7)),)),
            False,
        ),
        (
            Relation(frozenset(), frozenset(), date(2026, 4, 1), (("", date(2026, 4, 1), date(2026, 4, 6)),)),
            True,
        ),
    ],
)
def test_l9_no_task_in_the_case_that_was_opened(relation: Relation, strange: bool) -> None:
    found = list(read_without_task([reading("z1"), reading("z1")], {"z1": relation}, ()))
    assert [(one.sign, len(one.readings)) for one in found] == [(Sign.NO_TASK, 2)] * strange


def test_l9_lists_and_roles_that_follow_all_cases_are_not_without_task() -> None:
    assert not list(read_without_task([reading("z1", "z2")], {"z1": BENS, "z2": BENS}, ()))
    assert not list(read_without_task([reading("z1")], {"z1": BENS}, (Role.CASE_DIRECTOR,)))
    assert not list(read_without_task([reading("z1")], {}, ()))


@given(st.integers(0, 40), st.integers(0, 50), st.binary(min_size=32, max_size=32), st.randoms())
def test_l9_the_sample_is_the_same_in_any_order_and_grows_with_its_size(
    number: int, size: int, seed: bytes, chance: object
) -> None:
    readings = [reading("z1") for _ in range(number)]
    sample = drawn(readings, seed=seed, size=size)
    chance.shuffle(readings)  # type: ignore[attr-defined]
    assert drawn(readings, seed=seed, size=size) == sample
    assert len(sample) == min(number, size)
    assert drawn(readings, seed=seed, size=size + 1)[:size] == sample[:size]


def test_l9_another_seed_draws_another_sample() -> None:
    readings = [reading("z1") for _ in range(200)]
    assert drawn(readings, seed=SEED, size=20) != drawn(readings, seed=b"\1" * 32, size=20)


@pytest.mark.parametrize(("reviewer", "allowed"), [(BEN, True), (ANNA, False), (None, False)])
def test_l9_nobody_judges_their_own_reading(reviewer: UUID | None, allowed: bool) -> None:
    assert may_judge(ANNA, reviewer).permitted is allowed


@pytest.mark.parametrize(
    ("verdict", "note", "before", "signed", "codes"),
    [
        (Verdict.IN_ORDER, "", "", False, []),
        (Verdict.QUESTION, " ", "", False, ["oversight.note-missing"]),
        (Verdict.MISUSE, "", "", False, ["oversight.note-missing"]),
        (Verdict.MISUSE, "buurvrouw bekeken", "in-order", False, []),
        (Verdict.IN_ORDER, "", "in-order", True, ["oversight.signed-already"]),
        (Verdict.IN_ORDER, "antwoord ontvangen", "question", True, []),
    ],
)
def test_l9_a_verdict_needs_a_note_and_stands_once_signed(
    verdict: Verdict, note: str, before: str, signed: bool, codes: list[str]
) -> None:
    assert [one.code for one in check_verdict(verdict, note, before=before, signed=signed)] == codes


@pytest.mark.parametrize(
    ("verdicts", "signed", "codes"),
    [
        ([], False, []),
        (["in-order", "question", "misuse"], False, []),
        (["in-order", ""], False, ["oversight.items-open"]),
        (["in-order"], True, ["oversight.signed-already"]),
    ],
)
def test_l9_a_signature_needs_a_verdict_on_every_item(
    verdicts: list[str], signed: bool, codes: list[str]
) -> None:
    assert [one.code for one in check_signing(verdicts, signed=signed)] == codes


@pytest.mark.parametrize(
    ("begin", "every", "on", "span"),
    [
        (date(2026, 3, 1), "P1M", date(2026, 3, 31), None),
        (date(2026, 3, 1), "P1M", date(2026, 4, 1), Span(date(2026, 3, 1), date(2026, 3, 31))),
        (date(2026, 1, 31), "P1M", date(2026, 3, 1), Span(date(2026, 1, 31), date(2026, 2, 27))),
        (date(2026, 3, 2), "P1W", date(2026, 3, 9), Span(date(2026, 3, 2), date(2026, 3, 8))),
    ],
)
def test_l9_a_period_is_reviewed_when_it_is_over(
    begin: date, every: str, on: date, span: Span | None
) -> None:
    assert next_span(begin, Period.parse(every), on) == span


@pytest.mark.parametrize(
    ("signed_on", "on", "late"),
    [
        (None, date(2026, 4, 15), False),
        (None, date(2026, 4, 16), True),
        (date(2026, 4, 20), date(2026, 5, 1), False),
    ],
)
def test_l9_a_review_is_overdue_when_its_day_passed_unsigned(
    signed_on: date | None, on: date, late: bool
) -> None:
    assert is_overdue(date(2026, 4, 15), signed_on, on) is late
