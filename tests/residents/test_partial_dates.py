"""Register dates of which parts are unknown, and who is a minor (R29)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.residents.rules.partial_dates import earliest, is_minor, is_partial_date, is_whole_date, latest

ON = date(2026, 7, 6)


@pytest.mark.parametrize(
    ("text", "partial", "whole"),
    [
        ("19630412", True, True),
        ("19630400", True, False),
        ("19630000", True, False),
        ("00000000", True, False),
        ("20240229", True, True),
        ("20230229", False, False),
        ("19631300", False, False),
        ("19630012", False, False),
        ("00001200", False, False),
        ("29190606", False, False),
        ("1963041", False, False),
        ("196304121", False, False),
        ("1963-4-1", False, False),
        ("١٩٦٣٠٤١٢", False, False),
        ("", False, False),
    ],
)
def test_a_register_date_is_recognised(text: str, partial: bool, whole: bool) -> None:
    assert (is_partial_date(text), is_whole_date(text) and partial) == (partial, whole)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("19630412", date(1963, 4, 12), date(1963, 4, 12)),
        ("19630400", date(1963, 4, 1), date(1963, 4, 30)),
        ("19631200", date(1963, 12, 1), date(1963, 12, 31)),
        ("19630000", date(1963, 1, 1), date(1963, 12, 31)),
        ("00000000", None, None),
        ("", None, None),
    ],
)
def test_a_partial_date_is_a_span_of_days(text: str, first: date | None, last: date | None) -> None:
    assert (earliest(text), latest(text)) == (first, last)


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        ("20080707", True),
        ("20080706", False),  # eighteen today
        ("20090000", True),
        ("20080000", None),
        ("20080800", True),
        ("20080700", None),
        ("20070000", False),
        ("00000000", None),
        ("", None),
    ],
)
def test_r29_a_minor_is_under_eighteen_and_a_vague_date_does_not_tell(born: str, minor: bool | None) -> None:
    assert is_minor(born, ON) is minor


def test_r29_who_was_born_on_29_february_comes_of_age_on_1_march() -> None:
    assert is_minor("20080229", date(2026, 2, 28)) is True
    assert is_minor("20080229", date(2026, 3, 1)) is False


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(0, 40_000))
def test_a_vaguer_date_never_contradicts_the_full_one(born: date, days: int) -> None:
    full, on = born.strftime("%Y%m%d"), born + timedelta(days=days)

    for vague in (f"{full[:6]}00", f"{full[:4]}0000", "00000000"):
        assert is_minor(vague, on) in {None, is_minor(full, on)}
