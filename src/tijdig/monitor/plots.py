"""Plots as SVG, made in-process from published figures only: a plot can show nothing that its table does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

_INK = "#1d2b3a"
_BAR = "#0b6e75"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label under the axis, and its value; None = no number (left out or unknown), shown as a dash."""

    label: str
    value: float | None


@lru_cache(maxsize=64)
def bar_plot(
    bars: tuple[Bar, ...], value_title: str, decimal: str = ",", width: int = 620, height: int = 220
) -> bytes:
    """Return an SVG with one bar a month and its value above it; equal input gives equal bytes.

    ``decimal`` is the sign between whole and part. Labels are kept in the order given. The alternative text is the
    page's: the plot always stands beside its table.
    """
    # Imported with the first plot: it takes a second, which no command and no other page should wait for.
    import altair as alt  # noqa: PLC0415

    rows = [
        {"label": bar.label, "value": bar.value or 0, "shown": _shown(bar.value, decimal)} for bar in bars
    ]
    base = alt.Chart(alt.InlineData(rows), width=width, height=height).encode(
        x=alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelFontSize=12)),
        y=alt.Y(
            "value:Q",
            title=value_title,
            scale=alt.Scale(domainMin=0, domainMax=_top(bars)),
            axis=_axis(decimal),
        ),
    )
    chart = base.mark_bar(color=_BAR, size=28) + base.mark_text(dy=-8, color=_INK, fontSize=12).encode(
        text="shown:N"
    )
    styled = chart.configure_view(stroke=None).configure(background="#ffffff", font="sans-serif")
    import vl_convert  # noqa: PLC0415

    return str(vl_convert.vegalite_to_svg(styled.to_dict())).encode()


def _axis(decimal: str) -> alt.Axis:
    import altair as alt  # noqa: PLC0415

    return alt.Axis(
        labelExpr=f"replace(datum.label, '.', '{decimal}')",
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
        tickCount=4,
    )


def _top(bars: Sequence[Bar]) -> float:
    return max([1.0, *(bar.value * 1.15 for bar in bars if bar.value is not None)])


def _shown(value: float | None, decimal: str) -> str:
    return "–" if value is None else f"{value:g}".replace(".", decimal)
