"""The small plot of arrears over time on a case page, drawn by the page itself: figures of one household are not kept.

A bar for each day on which a signal came in. The renderer of the month's plots takes longer than the whole page may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tijdig.casework.rules.arrears import ArrearsPoint
from tijdig.covenant.rules.document import Covenant

HEIGHT, TOP, GROUND = 110, 18, 92  # the drawing, the highest bar's top and the ground line, in its own units
STEP, BAR = 96, 44


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One day: where its bar stands, how high it is, and what is written with it."""

    x: int
    y: int
    height: int
    middle: int
    on: date
    amount_cents: int
    parties: str


@dataclass(frozen=True, slots=True)
class ArrearsPlot:
    """The plot with its width; its table has the same rows."""

    width: int
    bars: tuple[DrawnBar, ...]


def arrears_plot(points: Sequence[ArrearsPoint], covenant: Covenant, most: int = 6) -> ArrearsPlot | None:
    """Return the plot of the last ``most`` points, or None when there are fewer than two: one bar tells nothing."""
    shown = points[-most:]
    if len(shown) < 2:
        return None
    highest = max(one.amount_cents for one in shown) or 1
    names = {code: party.name for code, party in covenant.parties.items()}
    return ArrearsPlot(
        width=STEP * len(shown),
        bars=tuple(_bar(place, one, highest, names) for place, one in enumerate(shown)),
    )


def _bar(place: int, point: ArrearsPoint, highest: int, names: Mapping[str, str]) -> DrawnBar:
    height = max(1, round((GROUND - TOP) * point.amount_cents / highest))
    x = place * STEP + (STEP - BAR) // 2
    return DrawnBar(
        x=x,
        y=GROUND - height,
        height=height,
        middle=x + BAR // 2,
        on=point.on,
        amount_cents=point.amount_cents,
        parties=", ".join(names.get(party, party) for party in point.parties),
    )
