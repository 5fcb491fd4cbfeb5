"""The month's indicators, the delivery calendar and the plot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from tijdig.covenant.rules.period import Period
from tijdig.covenant.rules.terms import DeliveryTerms, UnjustifiedTerms
from tijdig.ddas import AttemptKind, Sector
from tijdig.intake.rules.calendar import PUNCTUALITY_NL, Punctuality, Window, punctuality, window_in
from tijdig.monitor.plots import Bar, bar_plot
from tijdig.monitor.rules.indicators import MonthCounts, indicators
from tijdig.months import Month

MARCH = Month(2026, 3)
COUNTS = MonthCounts(
    month=MARCH,
    inhabitants=50_000,
    signals=220,
    by_sector={Sector.RENT: 30, Sector.ENERGY: 100, Sector.HEALTH: 90},
    notifications=180,
    single=90,
    multiple=20,
    successive=72,
    taken_up=170,
    attempted=144,
    reached=36,
    accepted=13,
    attempts_by_kind={AttemptKind.LETTER: 120, AttemptKind.PHONE: 80, AttemptKind.HOME_VISIT: 40},
)


def test_r49_the_indicators_of_a_town_of_fifty_thousand() -> None:
    figures = indicators(COUNTS, smallest_cell=5)
    assert figures.signals_per_thousand == Decimal("4.4")
    assert figures.by_sector[Sector.RENT].count == 30
    assert [
        share.percent
        for share in (
            figures.single, figures.multiple, figures.successive, figures.taken_up, figures.attempted,
            figures.reach, figures.acceptance_of_reached, figures.acceptance_of_all,
        )
    ] == [50, 11, 40, 94, 80, 20, 36, 7]  # fmt: skip
    assert figures.attempts_by_kind[AttemptKind.PHONE].count == 80


def test_r49_small_numbers_are_left_out_of_every_figure() -> None:
    small = replace(
        COUNTS,
        signals=3,
        notifications=3,
        accepted=2,
        by_sector={Sector.RENT: 3},
        attempts_by_kind={AttemptKind.CARD: 2},
    )
    figures = indicators(small, smallest_cell=5)
    assert figures.signals.hidden
    assert figures.signals_per_thousand is None
    assert figures.by_sector[Sector.RENT].hidden
    assert figures.acceptance_of_reached.hidden
    assert figures.attempts_by_kind[AttemptKind.CARD].hidden


def test_without_inhabitants_there_is_no_number_per_thousand() -> None:
    assert indicators(replace(COUNTS, inhabitants=0), 5).signals_per_thousand is None


WINDOW = Window(date(2026, 3, 1), date(2026, 3, 10))


@pytest.mark.parametrize(
    ("delivered", "on", "expected"),
    [
        (None, date(2026, 2, 27), Punctuality.NOT_YET),
        (None, date(2026, 3, 1), Punctuality.AWAITED),
        (None, date(2026, 3, 10), Punctuality.AWAITED),
        (None, date(2026, 3, 11), Punctuality.MISSING),
        (date(2026, 3, 10), date(2026, 3, 20), Punctuality.IN_TIME),
        (date(2026, 3, 11), date(2026, 3, 20), Punctuality.LATE),
        (date(2026, 2, 28), date(2026, 3, 2), Punctuality.EARLY),
    ],
)
def test_r8_who_delivered_and_who_did_not(delivered: date | None, on: date, expected: Punctuality) -> None:
    assert punctuality(WINDOW, delivered, on) is expected
    assert PUNCTUALITY_NL[expected]


def test_r8_the_window_is_the_covenants_and_fits_a_short_month() -> None:
    terms = DeliveryTerms(
        "maandelijks", 20, 31, crisis_any_day=True, min_months=2, min_days=None, min_amount_cents=None,
        unjustified=UnjustifiedTerms(), matching_period=Period(months=1), lookback=Period(months=6),
        repeat_within=Period(months=6), returned_file_kept=Period(months=1), columns_wait=Period(days=1),
    )  # fmt: skip
    assert window_in(Month(2026, 2), terms) == Window(date(2026, 2, 20), date(2026, 2, 28))


def test_the_plot_is_well_formed_and_shows_each_month_with_its_value() -> None:
    bars = (Bar("jan", 3.3), Bar("feb", None), Bar("mrt", 4.4))
    picture = bar_plot(bars, "signalen per 1.000 inwoners")
    texts = {element.text for element in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")}
    assert {"jan", "feb", "mrt", "3,3", "4,4", "–", "signalen per 1.000 inwoners"} <= texts
    assert b"<script" not in picture
