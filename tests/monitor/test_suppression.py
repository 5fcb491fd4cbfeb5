"""Small numbers stay out, and cannot be worked out from what is published (R49)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.monitor.rules.suppression import (
    Share,
    published_breakdown,
    published_count,
    published_share,
    too_small,
)

SMALLEST = st.integers(1, 20)
COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (400, 400)])
def test_r49_below_five_is_left_out_and_zero_is_nobody(count: int, shown: int | None) -> None:
    assert published_count(count, 5).count == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (20, 100, True),
        (3, 100, False),  # the part is small
        (97, 100, False),  # the rest is small
        (2, 4, False),  # the whole is small
        (0, 100, True),
        (100, 100, True),
        (0, 0, True),
    ],
)
def test_r49_a_share_shows_both_sides_or_neither(part: int, whole: int, *, shown: bool) -> None:
    assert published_share(part, whole, 5).hidden is not shown


@given(COUNTS, SMALLEST)
def test_r49_no_small_part_can_be_worked_out_from_the_total(counts: dict[str, int], smallest: int) -> None:
    cells = published_breakdown(counts, smallest)
    hidden = [counts[kind] for kind, cell in cells.items() if cell.hidden]
    for kind, cell in cells.items():
        assert cell.hidden or not too_small(counts[kind], smallest)
    others_to_hide = [kind for kind, cell in cells.items() if not cell.hidden and counts[kind] > 0]
    if hidden and others_to_hide:
        assert len(hidden) > 1
        assert sum(hidden) >= smallest


@given(COUNTS, SMALLEST)
def test_nothing_is_hidden_without_a_small_part(counts: dict[str, int], smallest: int) -> None:
    if not any(too_small(count, smallest) for count in counts.values()):
        assert not any(cell.hidden for cell in published_breakdown(counts, smallest).values())


@pytest.mark.parametrize(
    ("share", "percent"),
    [((1, 3), 33), ((1, 8), 13), ((2, 3), 67), ((0, 9), 0), ((9, 9), 100), ((0, 0), None)],
)
def test_percentages_round_half_up(share: tuple[int, int], percent: int | None) -> None:
    assert Share(*share).percent == percent
