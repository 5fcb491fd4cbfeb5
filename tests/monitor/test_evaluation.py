"""The days on which the partners look back follow from the covenant (R4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tijdig.covenant.profiles import profile
from tijdig.covenant.rules.period import Period
from tijdig.monitor.rules.evaluation import next_evaluation


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 9, 2), date(2027, 3, 1)),
        (date(2027, 9, 2), None),  # the covenant ends before the next one
    ],
)
def test_r4_every_six_months_from_its_first_day_until_its_last(on: date, expected: date | None) -> None:
    assert next_evaluation(profile("sittard-geleen"), on) == expected


def test_r4_a_short_month_shifts_no_later_evaluation() -> None:
    covenant = profile("sittard-geleen")
    from_the_31st = replace(
        covenant,
        valid_from=date(2026, 8, 31),
        evaluation=replace(covenant.evaluation, every=Period(months=1)),
    )

    days = [next_evaluation(from_the_31st, date(2026, month, 1)) for month in (9, 10, 11)]
    assert days == [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)]
