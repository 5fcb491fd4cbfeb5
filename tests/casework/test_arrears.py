"""How arrears are told over time: the newest of each debt counts, debts add up (R21)."""

from __future__ import annotations

from datetime import date

from tijdig.casework.rules.arrears import ArrearsPoint, arrears_over_time
from tijdig.casework.rules.case_facts import SignalView

SEPTEMBER, OCTOBER = date(2026, 9, 5), date(2026, 10, 5)


def signal(number: int, party: str, on: date, cents: int, since: date = date(2026, 6, 1)) -> SignalView:
    return SignalView(str(number), party, "huur", on, cents, onset_on=since)


def test_r21_arrears_told_again_count_once_with_their_newest_amount():
    told = [signal(1, "st-joseph", SEPTEMBER, 100_00), signal(2, "st-joseph", OCTOBER, 250_00)]
    assert arrears_over_time(told) == (
        ArrearsPoint(SEPTEMBER, 100_00, ("st-joseph",)),
        ArrearsPoint(OCTOBER, 250_00, ("st-joseph",)),
    )


def test_r21_different_debts_add_up_from_the_day_they_are_told():
    told = [signal(1, "st-joseph", SEPTEMBER, 100_00), signal(2, "energie", OCTOBER, 50_00)]
    assert [one.amount_cents for one in arrears_over_time(told)] == [100_00, 150_00]
    assert arrears_over_time(told)[1].parties == ("energie",)


def test_without_signals_there_is_nothing_to_draw():
    assert arrears_over_time([]) == ()
