"""A delivery as a whole: four things that make it wait, each with its setting; without settings nothing waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tijdig.intake.rules.whole import WHOLE_CHECKS, concerns_about
from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery, typical

ALL = Expectations(
    amount_times=5, gone_percent=50, elsewhere_percent=20, postcodes=((6000, 6006), (6039, 6039)), same_file=True,
    fewest=4,
)  # fmt: skip
USUAL = WholeDelivery(
    rows=10, typical_cents=60_000, typical_cents_before=50_000, tenants_before=10, tenants_still=8,
    postcodes=("6001AB",) * 9 + ("5900AA",),
)  # fmt: skip


def told(delivery: WholeDelivery, expected: Expectations = ALL) -> list[str]:
    return [problem.code.removeprefix("intake.") for problem in concerns_about(delivery, expected)]


@pytest.mark.parametrize(
    ("expected", "lacking"),
    [
        (Expectations(), ()),
        (Expectations(remind_days=3), ()),
        (replace(ALL, wait_days=3), ()),
        (ALL, ("wait_days",)),
        (Expectations(same_file=True), ("fewest", "wait_days")),
        (Expectations(elsewhere_percent=20, fewest=1, wait_days=3), ("postcodes",)),
    ],
)
def test_a_check_that_is_switched_on_needs_the_rest_as_well(
    expected: Expectations, lacking: tuple[str, ...]
) -> None:
    assert expected.lacking == lacking


def test_a_usual_delivery_does_not_wait() -> None:
    assert told(USUAL) == []


@pytest.mark.parametrize(
    ("cents", "jumped"), [(249_999, False), (250_000, True), (10_001, False), (10_000, True), (None, False)]
)
def test_r12_a_typical_amount_that_jumped(cents: int | None, *, jumped: bool) -> None:
    assert told(replace(USUAL, typical_cents=cents)) == (["amount-jump"] if jumped else [])


def test_r12_amounts_are_told_in_whole_euros() -> None:
    [problem] = concerns_about(replace(USUAL, typical_cents=6_125_050), ALL)
    assert problem.nl == "Het gewone bedrag per huurder is € 61251; vorige maand was dat € 500."


@pytest.mark.parametrize(
    ("before", "still", "gone"), [(10, 6, False), (10, 5, True), (3, 0, False), (0, 0, False), (4, 0, True)]
)
def test_r8_half_of_the_tenants_gone(before: int, still: int, *, gone: bool) -> None:
    delivery = replace(USUAL, tenants_before=before, tenants_still=still)
    assert told(delivery) == (["tenants-gone"] if gone else [])
    assert told(replace(delivery, only_crises=True)) == []


def test_k4_the_delivery_of_an_earlier_month() -> None:
    assert told(replace(USUAL, same_as_of=date(2026, 3, 2))) == ["same-as-before"]
    assert told(replace(USUAL, same_as_of=date(2026, 3, 2)), replace(ALL, same_file=False)) == []


@pytest.mark.parametrize(
    ("postcodes", "away"),
    [
        (("6001AB",) * 8 + ("6131AA",) * 2, True),
        (("6001AB",) * 9 + ("6131AA",) * 2, False),
        (("6039AA",) * 4, False),
        (("6131AA",) * 3, False),
        (("6001AB",) * 4 + ("",) * 6, False),
    ],
)
def test_r2_rows_of_another_municipality(postcodes: tuple[str, ...], *, away: bool) -> None:
    assert told(replace(USUAL, postcodes=postcodes)) == (["rows-elsewhere"] if away else [])


def test_without_settings_nothing_waits() -> None:
    odd = WholeDelivery(
        rows=9, typical_cents=9_000_000, typical_cents_before=1, tenants_before=9, tenants_still=0,
        same_as_of=date(2026, 3, 2), postcodes=("6131AA",) * 9,
    )  # fmt: skip
    assert concerns_about(odd, Expectations()) == ()
    assert len(concerns_about(odd, ALL)) == len(WHOLE_CHECKS)


def test_one_large_debt_does_not_move_the_typical_amount() -> None:
    assert typical([100, 9_000_000, 200]) == 200
    assert typical([100, 300]) == 100
    assert typical([]) is None
