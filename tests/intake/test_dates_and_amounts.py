"""What a cell with a date or an amount may look like, and what the rest of its column says of it (R12, R24, S3)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.outcomes import REFUSED, outcome
from tijdig.intake.rules.values.birth_dates import read_birth_date
from tijdig.intake.rules.values.dates import DayOrder, order_in, parts_in, read_date
from tijdig.intake.rules.values.money import DecimalStyle, read_amount, style_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13-07-2026", date(2026, 7, 13)),
        ("3-7-2026", date(2026, 7, 3)),
        ("03.07.2026", date(2026, 7, 3)),
        ("2026-07-03", date(2026, 7, 3)),
        ("2026-07-03T00:00:00", date(2026, 7, 3)),
        ("2026-07-03 14:05:00", date(2026, 7, 3)),
        ("2026-07-03T14:05:00", date(2026, 7, 3)),
        ("2026-07-03T14:05:00+02:00", date(2026, 7, 3)),
        ("2026-07-03T22:05:00Z", REFUSED),  # the fourth on a Dutch clock
        ("13-07-2026 14:05", date(2026, 7, 13)),
        ("2026/07/03", date(2026, 7, 3)),
        ("3-7-2026 0:00", date(2026, 7, 3)),
        ("20260703", date(2026, 7, 3)),
        ("3 juli 2026", date(2026, 7, 3)),
        ("03 mrt. 2026", date(2026, 3, 3)),
        ("46206", date(2026, 7, 3)),
        ("13/07/2026", date(2026, 7, 13)),
        ("07/07/2026", date(2026, 7, 7)),
        ("03/07/2026", REFUSED),  # day or month?
        ("07/13/2026", REFUSED),
        ("31-02-2026", REFUSED),
        ("03-07-26", REFUSED),  # which century?
        ("gisteren", REFUSED),
        ("", None),
        ("  ", None),
    ],
)
def test_s3_dates(text: str, expected: object) -> None:
    assert outcome(read_date(text)) == expected


@pytest.mark.parametrize(
    ("column", "order", "third_of_july"),
    [
        (["03/07/2026", "13/07/2026"], DayOrder.DAY_FIRST, date(2026, 7, 3)),
        (["03/07/2026", "07/13/2026"], DayOrder.MONTH_FIRST, REFUSED),
        (["03/07/2026"], DayOrder.UNPROVEN, REFUSED),
    ],
)
def test_s3_a_column_proves_its_own_order(column: list[str], order: DayOrder, third_of_july: object) -> None:
    assert order_in(parts_in(column)) is order
    assert outcome(read_date("03/07/2026", order)) == third_of_july


def test_s3_dashes_are_not_trusted_in_a_month_first_column() -> None:
    assert outcome(read_date("03-07-2026", order_in(parts_in(["12-31-2026"])))) == REFUSED


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_s3_a_date_written_in_dutch_or_iso_is_read_back(day: date) -> None:
    for text in (f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}", day.isoformat(), f"{day:%Y%m%d}"):
        assert read_date(text).value == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04-08-1924", "19240804"),
        ("1957-09-29", "19570929"),
        ("00-00-1963", "19630000"),
        ("00-05-1963", "19630500"),
        ("1963-05-00", "19630500"),
        ("19630000", "19630000"),
        ("05-1963", "19630500"),
        ("1963", "19630000"),
        ("10-12-1899", "18991210"),
        ("29-02-2000", "20000229"),
        ("00-00-0000", None),
        ("00000000", None),
        ("onbekend", None),
        ("", None),
        ("12-00-1963", REFUSED),
        ("31-02-1990", REFUSED),
        ("00-13-1990", REFUSED),
        ("01-01-1900", REFUSED),  # what a system fills in when it has none
        ("1753-01-01", REFUSED),
    ],
)
def test_r24_birth_dates_may_be_partly_unknown(text: str, expected: object) -> None:
    assert outcome(read_birth_date(text)) == expected


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 123456),
        ("€ 1.132,60", 113260),
        ("€ 451,13", 45113),
        ("820.81", 82081),
        ("1,234.56", 123456),
        ("1.234.567,8", 123456780),
        ("1'234.50", 123450),
        ("1 234,56", 123456),
        ("820", 82000),
        ("1234567", 123456700),
        ("1.234.567", 123456700),
        ("804.60", 80460),
        ("820,00", 82000),
        ("12,-", 1200),
        ("EUR 75,00", 7500),
        ("-120,00", -12000),
        ("€ -120,00", -12000),
        ("120,00-", -12000),
        ("(120,00)", -12000),
        ("−5", -500),
        ("0,00", 0),
        ("1.234", REFUSED),  # a thousand, or one euro and some?
        ("1.2345", REFUSED),
        ("12,345,6", REFUSED),
        ("veel", REFUSED),
        ("€", REFUSED),
        ("", None),
    ],
)
def test_r12_amounts_to_cents(text: str, cents: object) -> None:
    assert outcome(read_amount(text)) == cents


@pytest.mark.parametrize(
    ("column", "style", "expected"),
    [
        (["1.234", "820,50"], DecimalStyle.COMMA, 123400),
        (["1.234", "820.50"], DecimalStyle.POINT, REFUSED),
        (["1.234", "820"], DecimalStyle.UNPROVEN, REFUSED),
        (["1.234", "820.50", "820,50"], DecimalStyle.UNPROVEN, REFUSED),
    ],
)
def test_r12_the_column_decides_what_a_point_means(
    column: list[str], style: DecimalStyle, expected: object
) -> None:
    assert style_in(column) is style
    assert outcome(read_amount("1.234", style)) == expected


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_r12_an_amount_in_either_style_is_read_back(cents: int) -> None:
    english = f"{cents / 100:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    for text in (english, dutch, f"€ {dutch}", english.replace(",", "")):
        assert read_amount(text).value == cents
