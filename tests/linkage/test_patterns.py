"""Single, multiple, successive (R19), repeats (R21), different people on an address (R22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.covenant.rules.period import Period
from tijdig.linkage.rules.patterns import (
    MatchedSignal,
    Pattern,
    Window,
    are_different_people,
    find_notifications,
    find_repeats,
    is_repeat,
    matching_window,
)

MONTH, HALF_YEAR = Period(months=1), Period(months=6)
SINGLE, MULTIPLE, SUCCESSIVE = Pattern.SINGLE, Pattern.MULTIPLE, Pattern.SUCCESSIVE


def matched(key: str = "s1", on: date = date(2026, 7, 6), **changes: object) -> MatchedSignal:
    values: dict[str, object] = {
        "address_key": "7001AB 12",
        "party": "woonvorm",
        "amount_cents": 50_000,
        "onset_on": date(2026, 4, 1),
        "person": "999990019",
        "names": frozenset({"zandhoek"}),
    }
    return MatchedSignal(id=key, received_on=on, **(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("P1M", date(2026, 7, 6), date(2026, 7, 1), date(2026, 7, 31)),
        ("P1M", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("P3M", date(2026, 2, 28), date(2026, 1, 1), date(2026, 3, 31)),
        ("P1Y", date(2026, 7, 6), date(2026, 1, 1), date(2026, 12, 31)),
        ("P1W", date(2026, 7, 5), date(2026, 6, 29), date(2026, 7, 5)),
        ("P1W", date(2026, 7, 6), date(2026, 7, 6), date(2026, 7, 12)),
    ],
)
def test_r20_a_day_lies_in_one_matching_period(period: str, day: date, first: date, last: date) -> None:
    assert matching_window(day, Period.parse(period)) == Window(first, last)


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["P1M", "P2M", "P1Y", "P1W", "P4W", "P10D"])
)
def test_r20_matching_periods_follow_each_other_without_gap_or_overlap(day: date, text: str) -> None:
    period = Period.parse(text)
    window = matching_window(day, period)

    assert window.first <= day <= window.last
    assert matching_window(window.first, period) == matching_window(window.last, period) == window
    assert matching_window(window.last + timedelta(days=1), period).first == window.last + timedelta(days=1)


@pytest.mark.parametrize("text", ["P3WD", "P1M3D"])
def test_a_matching_period_is_months_or_days(text: str) -> None:
    with pytest.raises(ValueError, match="matching period"):
        matching_window(date(2026, 7, 6), Period.parse(text))


@pytest.mark.parametrize(
    ("earlier", "now", "patterns"),
    [
        ([], ["2026-07-06"], (SINGLE,)),
        ([], ["2026-07-06", "2026-07-20"], (MULTIPLE,)),
        (["2026-06-30"], ["2026-07-06"], (SUCCESSIVE,)),
        (["2026-01-06"], ["2026-07-06"], (SUCCESSIVE,)),
        (["2026-01-05"], ["2026-07-06"], (SINGLE,)),
        (["2026-06-08"], ["2026-07-06", "2026-07-20"], (MULTIPLE, SUCCESSIVE)),
        (["2026-08-03"], ["2026-07-06"], (SINGLE,)),
    ],
)
def test_r19_single_multiple_and_successive(
    earlier: list[str], now: list[str], patterns: tuple[Pattern, ...]
) -> None:
    before = [matched(f"e{number}", date.fromisoformat(day)) for number, day in enumerate(earlier)]
    signals = [matched(f"s{number}", date.fromisoformat(day)) for number, day in enumerate(now)]
    (found,) = find_notifications(signals, before, matching_period=MONTH, lookback=HALF_YEAR)

    assert found.patterns == patterns
    assert found.signal_ids == tuple(signal.id for signal in signals)


def test_r19_other_addresses_and_unknown_ones_stand_apart() -> None:
    signals = [
        matched("a"),
        matched("b", address_key="7001AB 12-A"),
        matched("c", address_key=""),
        matched("d", address_key=""),
    ]
    found = find_notifications(signals, (), matching_period=MONTH, lookback=HALF_YEAR)

    assert sorted(one.signal_ids for one in found) == [("a",), ("b",), ("c",), ("d",)]
    assert {one.patterns for one in found} == {(SINGLE,)}


signals_of_a_year = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from(["", "7001AB 1", "7001AB 2"])),
    max_size=20,
).map(lambda drawn: [matched(f"s{n}", day, address_key=key) for n, (day, key) in enumerate(drawn)])


@given(signals_of_a_year, st.randoms())
def test_r20_every_signal_is_in_one_notification_whatever_the_order(
    signals: list[MatchedSignal], rng: object
) -> None:
    shuffled = list(signals)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    found = find_notifications(signals, (), matching_period=MONTH, lookback=HALF_YEAR)

    assert sorted(key for one in found for key in one.signal_ids) == sorted(signal.id for signal in signals)
    assert found == find_notifications(shuffled, signals, matching_period=MONTH, lookback=HALF_YEAR)
    assert all((one.patterns == (SINGLE,)) or SINGLE not in one.patterns for one in found)


TAKEN_UP = matched("before", date(2026, 6, 8), taken_up_on=date(2026, 6, 9))


@pytest.mark.parametrize(
    ("changes", "repeat"),
    [
        ({"amount_cents": 50_000}, True),
        ({"amount_cents": 50_001}, False),
        ({"amount_cents": 49_999}, True),
        ({"amount_cents": 50_100}, False),  # € 501: new work
        ({"party": "havenlicht"}, False),
        ({"onset_on": date(2026, 5, 1)}, False),
        ({"onset_on": None}, False),
        ({"person": "999990020"}, False),
        ({"person": "", "address_key": "7001AB 12"}, True),
        ({"person": "", "address_key": "7001AB 14"}, False),
        ({"person": "", "names": frozenset({"anders"})}, False),
        ({"address_key": "7001AB 14"}, True),
    ],
)
def test_r21_a_repeat_is_the_same_arrears_of_the_same_partner_and_no_higher(
    changes: dict[str, object], repeat: bool
) -> None:
    assert is_repeat(matched("now", **changes), [TAKEN_UP], repeat_within=HALF_YEAR) is repeat  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "repeat"),
    [
        ({"taken_up_on": None}, False),
        ({"taken_up_on": date(2026, 1, 6)}, True),
        ({"taken_up_on": date(2026, 1, 5)}, False),
        ({"received_on": date(2026, 7, 7)}, False),
        ({"onset_on": None, "reference": "H1"}, True),
        ({"onset_on": None, "reference": ""}, False),
    ],
)
def test_r21_a_repeat_follows_what_was_recently_taken_up(before: dict[str, object], repeat: bool) -> None:
    earlier = replace(TAKEN_UP, **before)  # type: ignore[arg-type]

    assert is_repeat(matched("now", reference="H1"), [earlier], repeat_within=HALF_YEAR) is repeat


def test_r21_two_debts_of_one_day_are_no_repeat_of_each_other() -> None:
    home, garage = matched("home", reference="H1"), matched("garage", reference="H2", amount_cents=9_000)

    assert find_repeats([home, garage], (), repeat_within=HALF_YEAR) == frozenset()


def test_r21_months_worked_in_one_go_give_the_same_repeats() -> None:
    june = matched("june", date(2026, 6, 8))
    july = matched("july", date(2026, 7, 6))
    higher = matched("august", date(2026, 8, 3), amount_cents=60_000)
    again = matched("september", date(2026, 9, 7), amount_cents=60_000)

    found = find_repeats([again, july, higher, june], (), repeat_within=HALF_YEAR)

    assert found == {"july", "september"}


@given(
    st.lists(
        st.builds(
            matched,
            st.uuids().map(str),
            st.dates(date(2026, 6, 1), date(2026, 6, 4)),
            party=st.sampled_from(["woonvorm", "havenlicht"]),
            person=st.sampled_from(["", "999990019", "999990020"]),
            address_key=st.sampled_from(["", "7001AB 12", "7001AB 14"]),
            names=st.sampled_from([frozenset(), frozenset({"zandhoek"}), frozenset({"zandhoek", "kersink"})]),
            amount_cents=st.integers(1, 3),
            taken_up_on=st.sampled_from([None, date(2026, 6, 2)]),
        ),
        max_size=14,
    ),
    st.integers(0, 14),
)
def test_r21_looking_by_tenant_finds_what_comparing_each_with_each_finds(
    signals: list[MatchedSignal], cut: int
) -> None:
    earlier, new = signals[:cut], signals[cut:]
    known = [signal for signal in earlier if signal.taken_up_on]
    repeats = set()
    for signal in sorted(new, key=lambda signal: (signal.received_on, signal.id)):
        if is_repeat(signal, known, repeat_within=HALF_YEAR):
            repeats.add(signal.id)
        else:
            known.append(replace(signal, taken_up_on=signal.taken_up_on or signal.received_on))

    assert find_repeats(new, earlier, repeat_within=HALF_YEAR) == repeats


@pytest.mark.parametrize(
    ("other", "different"),
    [
        ({}, False),
        ({"names": frozenset({"anders"})}, False),  # the same resident under another name
        ({"person": "999990020"}, False),  # a relative: the same name
        ({"person": "999990020", "names": frozenset({"kersink"})}, True),
        ({"person": "999990020", "names": frozenset({"kersink", "zandhoek"})}, False),  # a partner
        ({"person": "", "names": frozenset({"kersink"})}, True),
    ],
)
def test_r22_people_without_a_common_name_are_proposed_together_for_a_person_to_confirm(
    other: dict[str, object], different: bool
) -> None:
    assert are_different_people([matched("a"), matched("b", **other)]) is different  # type: ignore[arg-type]
