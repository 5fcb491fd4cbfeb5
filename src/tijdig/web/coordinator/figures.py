"""Figures as tables and plots for the page: what is left out shows as a dash with a note, never as zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, get_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tijdig.monitor.plots import Bar, bar_plot
from tijdig.monitor.queries import MonthFigures
from tijdig.monitor.rules.indicators import Indicators
from tijdig.monitor.rules.suppression import Cell, Share

LEFT_OUT = "–"


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: its title, the title of its axis, and the value it draws of a month."""

    title: Promise
    axis: Promise
    value: Callable[[Indicators], float | None]


def _per_thousand(of_month: Indicators) -> float | None:
    return None if of_month.signals_per_thousand is None else float(of_month.signals_per_thousand)


PLOTS: Mapping[str, Plot] = {
    "signalen": Plot(
        _("Signalen per 1.000 inwoners per maand"), _("signalen per 1.000 inwoners"), _per_thousand
    ),
    "bereik": Plot(
        _("Bereikte huishoudens, in procenten van de meldingen"),
        _("procent bereikt"),
        lambda of_month: of_month.reach.percent,
    ),
}


@dataclass(frozen=True, slots=True)
class FigureTables:
    """The figures of the month, ready to be shown: (label, value) rows and the row of months."""

    signals: tuple[tuple[str, str], ...]
    shares: tuple[tuple[Promise, str, str], ...]  # label, percent, "13 van 36"
    sectors: tuple[tuple[str, str], ...]
    attempts: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, str, str, str, str], ...]  # month, signals, per 1,000, reach, acceptance
    anything_left_out: bool


def figure_tables(figures: MonthFigures) -> FigureTables:
    """Return the tables of the figures page; everything in it is already suppressed."""
    last = figures.last
    shares = _shares(last)
    return FigureTables(
        signals=(
            (str(_("Signalen")), count_shown(last.signals)),
            (str(_("Signalen per 1.000 inwoners")), _decimal(last.signals_per_thousand)),
            (str(_("Meldingen (signalen op één adres samen)")), count_shown(last.notifications)),
        ),
        shares=tuple((label, _percent(share), _parts(share)) for label, share in shares),
        sectors=tuple((sector.value, count_shown(cell)) for sector, cell in last.by_sector.items()),
        attempts=tuple(
            (kind.value, count_shown(cell))
            for kind, cell in last.attempts_by_kind.items()
            if cell.hidden or cell.count
        ),
        months=tuple(
            (
                date_format(one.month.first, "F Y"),
                count_shown(one.signals),
                _decimal(one.signals_per_thousand),
                _percent(one.reach),
                _percent(one.acceptance_of_reached),
            )
            for one in figures.months
        ),
        anything_left_out=_anything_left_out(figures),
    )


def plot_of(name: str, figures: MonthFigures) -> bytes:
    """Return the SVG of one of :data:`PLOTS`."""
    chosen = PLOTS[name]
    bars = tuple(Bar(_label(one, figures), chosen.value(one)) for one in figures.months)
    return bar_plot(bars, str(chosen.axis), decimal=get_format("DECIMAL_SEPARATOR"))


def _label(one: Indicators, figures: MonthFigures) -> str:
    # The year only where it begins: twelve labels must fit side by side.
    new_year = one is figures.months[0] or one.month.number == 1
    return date_format(one.month.first, "M ’y" if new_year else "M").lower()


def _shares(last: Indicators) -> tuple[tuple[Promise, Share], ...]:
    return (
        (_("Enkelvoudig"), last.single),
        (_("Meervoudig"), last.multiple),
        (_("Opeenvolgend"), last.successive),
        (_("Opgepakt"), last.taken_up),
        (_("Contact gezocht"), last.attempted),
        (_("Bereikt"), last.reach),
        (_("Hulp aanvaard, van de bereikte huishoudens"), last.acceptance_of_reached),
        (_("Hulp aanvaard, van alle meldingen"), last.acceptance_of_all),
    )


def _anything_left_out(figures: MonthFigures) -> bool:
    return any(_has_left_out(one) for one in figures.months)


def _has_left_out(one: Indicators) -> bool:
    cells = (one.signals, *one.by_sector.values(), *one.attempts_by_kind.values())
    shares = (share for _label, share in _shares(one))
    return any(cell.hidden for cell in cells) or any(share.hidden for share in shares)


def count_shown(cell: Cell) -> str:
    """Return the number in the reader's own way of writing; a dash where it is left out."""
    return LEFT_OUT if cell.count is None else localize(cell.count)


def _decimal(value: Decimal | None) -> str:
    return LEFT_OUT if value is None else localize(value)


def _percent(share: Share) -> str:
    return LEFT_OUT if share.percent is None else f"{share.percent}%"


def _parts(share: Share) -> str:
    if share.part is None or share.whole is None:
        return ""
    return str(_("%(part)s van %(whole)s")) % {"part": localize(share.part), "whole": localize(share.whole)}
