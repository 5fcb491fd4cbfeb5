"""The eviction funnel of R52 as table and plot: what is left out shows as a dash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import get_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.rules.facts import EvictionStage
from tijdig.monitor.plots import Bar, bar_plot
from tijdig.monitor.rules.funnel import STAGES, Funnel
from tijdig.web.choices import Text
from tijdig.web.coordinator.figures import count_shown

PLOT = "ontruimingen"
STAGE_NAMES: Mapping[EvictionStage, Text] = {
    EvictionStage.JUDGMENT: _("vonnis"),
    EvictionStage.ANNOUNCED: _("aangezegd"),
    EvictionStage.CARRIED_OUT: _("uitgevoerd"),
}


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A landlord with its figures in words: signals, then for each stage all and the families among them."""

    name: str
    signals: str
    steps: tuple[tuple[str, str, str], ...]


def funnel_rows(funnels: Sequence[Funnel]) -> list[FunnelRow]:
    """Return the table, all landlords together first; nothing when no eviction was told of."""
    if len(funnels) < 2:
        return []
    return [
        FunnelRow(
            one.party or gettext("Alle verhuurders"),
            count_shown(one.signals),
            tuple(
                (str(STAGE_NAMES[stage]), count_shown(step.all), count_shown(step.families))
                for stage, step in zip(STAGES, one.steps, strict=True)
            ),
        )
        for one in funnels
    ]


def funnel_plot(funnels: Sequence[Funnel]) -> bytes:
    """Return the SVG of the stages that all landlords together came to, and the families among them."""
    bars = []
    for stage, step in zip(STAGES, funnels[0].steps, strict=True):
        name = str(STAGE_NAMES[stage])
        bars += [Bar(name, step.all.count), Bar(f"{name}, {gettext('gezin')}", step.families.count)]
    return bar_plot(tuple(bars), gettext("huishoudens"), decimal=get_format("DECIMAL_SEPARATOR"))
