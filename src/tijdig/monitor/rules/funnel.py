"""The eviction funnel (R52): of a landlord's signals, how many came to a judgment, an announced day, an eviction.

A later stage counts for those before it: who was announced had a judgment. Whether it was cancelled afterwards does not
undo what was reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tijdig.covenant.rules.facts import EvictionStage
from tijdig.monitor.rules.suppression import Cell, published_count, too_small

STAGES = (EvictionStage.JUDGMENT, EvictionStage.ANNOUNCED, EvictionStage.CARRIED_OUT)
_ORDER = tuple(EvictionStage)


@dataclass(frozen=True, slots=True)
class EvictedSignal:
    """A signal with what was told of its eviction; ``family``: children lived there, as far as it is known."""

    party: str
    stages: frozenset[EvictionStage]
    family: bool


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many signals reached a stage, and how many of those were families with children; small numbers left out."""

    all: Cell
    families: Cell


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel of one landlord (empty party: of all together)."""

    party: str
    signals: Cell
    steps: tuple[FunnelStep, ...]  # in the order of STAGES

    @property
    def hides(self) -> bool:
        """Whether a number in it is left out."""
        cells = (self.signals, *(cell for step in self.steps for cell in (step.all, step.families)))
        return any(cell.hidden for cell in cells)


def funnel(party: str, signals: int, evicted: Iterable[EvictedSignal], smallest: int) -> Funnel:
    """Return the funnel, without what is so small that it may point at a household (R49, R52).

    A number is left out too when the difference with the step before it is small: the two together would tell it.
    """
    found = tuple(evicted)
    reached = [[one for one in found if _reached(one, stage)] for stage in STAGES]
    steps, before = [], signals
    for those in reached:
        families = sum(one.family for one in those)
        steps.append(FunnelStep(_told(len(those), before, smallest), _told(families, len(those), smallest)))
        before = len(those)
    return Funnel(party, published_count(signals, smallest), tuple(steps))


def _reached(one: EvictedSignal, stage: EvictionStage) -> bool:
    return any(_ORDER.index(told) >= _ORDER.index(stage) for told in one.stages)


def _told(part: int, whole: int, smallest: int) -> Cell:
    small = too_small(part, smallest) or (part > 0 and too_small(whole - part, smallest))
    return Cell(None if small else part)
