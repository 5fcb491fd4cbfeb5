"""The agreed sequence of contact (R35), and the municipality's own figures beside it (R36, R49)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.casework.town import BSNS, RECEIVED, Town, shipped
from tijdig.casework.models import ContactAttempt
from tijdig.casework.queries import case_page
from tijdig.casework.rules.attempts import Attempt
from tijdig.casework.services import log_attempt, take_up_case
from tijdig.contact.models import ReachFigure
from tijdig.contact.queries import ContactPanel, contact_panel
from tijdig.contact.rules.reach import Tried, reach_in_percent
from tijdig.contact.rules.sequence import Alarm, next_step, untried_part
from tijdig.contact.services import count_reach
from tijdig.ddas import AttemptKind as Kind
from tijdig.ddas import PartOfDay as Part

TAKEN_UP = date(2026, 3, 4)  # a Wednesday
STEPS = shipped("weert").contact_steps  # call, visit, call in the evening, write


def tried(*kinds: Kind, part: Part = Part.MORNING, on: date = TAKEN_UP) -> list[Attempt]:
    return [Attempt(kind, on, part, reached=False) for kind in kinds]


@pytest.mark.parametrize(
    ("attempts", "number", "kind", "by", "part"),
    [
        ([], 1, Kind.PHONE, date(2026, 3, 5), Part.MORNING),
        (tried(Kind.PHONE), 2, Kind.HOME_VISIT, date(2026, 3, 9), Part.MORNING),
        (tried(Kind.HOME_VISIT), 1, Kind.PHONE, date(2026, 3, 5), Part.MORNING),
        (tried(Kind.PHONE, Kind.HOME_VISIT), 3, Kind.PHONE, date(2026, 3, 11), Part.EVENING),
        (tried(Kind.PHONE, Kind.PHONE), 2, Kind.HOME_VISIT, date(2026, 3, 9), Part.MORNING),
        (tried(Kind.PHONE, on=TAKEN_UP - timedelta(days=1)), 1, Kind.PHONE, date(2026, 3, 5), Part.AFTERNOON),
    ],
)
def test_r35_the_next_step_is_the_first_that_was_not_carried_out(
    attempts: list[Attempt], number: int, kind: Kind, by: date, part: Part
) -> None:
    coming = next_step(STEPS, attempts, taken_up_on=TAKEN_UP)
    assert coming is not None
    assert (coming.number, coming.of, coming.kind, coming.by, coming.part_of_day) == (
        number,
        4,
        kind,
        by,
        part,
    )


def test_r35_nothing_comes_when_all_was_tried_or_nothing_was_agreed() -> None:
    everything = tried(Kind.PHONE, Kind.HOME_VISIT, Kind.PHONE, Kind.LETTER)
    assert next_step(STEPS, everything, taken_up_on=TAKEN_UP) is None
    assert next_step((), [], taken_up_on=TAKEN_UP) is None


@pytest.mark.parametrize(
    ("attempts", "now", "by", "part"),
    [
        ([], Part.MORNING, TAKEN_UP, Part.MORNING),
        ([], Part.EVENING, TAKEN_UP, Part.EVENING),  # the morning of that day is over
        (tried(Kind.PHONE, on=TAKEN_UP - timedelta(days=1)), Part.MORNING, TAKEN_UP, Part.AFTERNOON),
        (tried(Kind.PHONE), Part.EVENING, date(2026, 3, 9), Part.MORNING),  # who tried goes on as agreed
    ],
)
def test_r27_while_an_alarm_asks_for_contact_the_step_waits_for_no_other_day(
    attempts: list[Attempt], now: Part, by: date, part: Part
) -> None:
    coming = next_step(STEPS, attempts, taken_up_on=TAKEN_UP, alarm=Alarm(TAKEN_UP, now))
    assert coming is not None
    assert (coming.by, coming.part_of_day) == (by, part)


def test_r35_another_part_of_the_day_is_tried_before_the_same_again() -> None:
    morning, evening = tried(Kind.PHONE), tried(Kind.PHONE, part=Part.EVENING)
    assert untried_part(Kind.PHONE, [*morning, *evening]) is Part.AFTERNOON
    assert untried_part(Kind.HOME_VISIT, morning) is Part.MORNING


def test_r49_a_share_of_few_attempts_is_left_out() -> None:
    counts = {Kind.HOME_VISIT: Tried(100, 46), Kind.PHONE: Tried(4, 2), Kind.LETTER: Tried(100, 1)}
    assert reach_in_percent(counts, 5) == {Kind.HOME_VISIT: 46}


def test_r36_the_page_shows_the_next_step_with_what_it_reached_here_until_there_was_contact(
    weert: Town,
) -> None:
    director = weert.people["debt-director"]
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)
    for number in range(25):  # of an earlier case, in the past year
        ContactAttempt.objects.create(
            controller_id=weert.code, case=case, kind=Kind.PHONE, on=date(2025, 6, 1), part_of_day=Part.MORNING,
            reached=number < 12, recorded_at=case.taken_up_at,
        )  # fmt: skip
    assert count_reach(actor=weert.system, on=RECEIVED) == 1
    assert count_reach(actor=weert.system, on=RECEIVED) == 1
    assert ReachFigure.objects.get().reached == 12
    ContactAttempt.objects.all().delete()

    def panel() -> ContactPanel:
        found = contact_panel(director, case_page(director, case.pk))
        assert found is not None
        return found

    shown = panel()
    assert shown.coming is not None
    assert shown.coming.kind is Kind.PHONE
    assert [(one.kind, one.percent) for one in shown.steps][:2] == [(Kind.PHONE, 48), (Kind.HOME_VISIT, None)]
    case = log_attempt(
        actor=director, case_id=case.pk, version=case.version, kind=Kind.PHONE, on=RECEIVED, part=Part.MORNING,
        reached=False,
    )  # fmt: skip
    coming = panel().coming
    assert coming is not None
    assert coming.kind is Kind.HOME_VISIT
    log_attempt(
        actor=director, case_id=case.pk, version=case.version, kind=Kind.HOME_VISIT, on=RECEIVED, part=Part.MORNING,
        reached=True,
    )  # fmt: skip
    assert panel().coming is None
    assert not panel().tried_all
