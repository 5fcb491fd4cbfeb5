"""Plots as SVG, made in-process from published figures only: a plot can show nothing that its table does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert

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
    rows = [
        {"label": bar.label, "value": bar.value or 0, "shown": _shown(bar.value, decimal)} for bar in bars
    ]
    where = _axes(value_title, _top(bars), decimal)
    shown = {"text": {"field": "shown", "type": "nominal"}}
    chart = {
        "width": width,
        "height": height,
        "background": "#ffffff",
        "config": {"font": "sans-serif", "view": {"stroke": None}},
        "data": {"values": rows},
        "encoding": where,
        "layer": [
            {"mark": {"type": "bar", "color": _BAR, "size": 28}},
            {"mark": {"type": "text", "dy": -8, "color": _INK, "fontSize": 12}, "encoding": shown},
        ],
    }
    return str(vl_convert.vegalite_to_svg(chart)).encode()


def _axes(value_title: str, top: float, decimal: str) -> Mapping[str, Any]:
    return {
        "x": {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"labelAngle": 0, "labelFontSize": 12},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": value_title,
            "scale": {"domainMin": 0, "domainMax": top},
            "axis": {
                "labelExpr": f"replace(datum.label, '.', '{decimal}')",
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "tickCount": 4,
            },
        },
    }


def _top(bars: Sequence[Bar]) -> float:
    return max([1.0, *(bar.value * 1.15 for bar in bars if bar.value is not None)])


def _shown(value: float | None, decimal: str) -> str:
    return "–" if value is None else f"{value:g}".replace(".", decimal)
