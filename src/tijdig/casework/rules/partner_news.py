"""What a signal partner tells of its own signal after the delivery: paid, or a step on the way to eviction (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tijdig.covenant.rules.facts import EvictionStage

# Stages in which there is no threat (any more).
THREAT_IS_OVER = frozenset({EvictionStage.NONE, EvictionStage.CARRIED_OUT})


@dataclass(frozen=True, slots=True)
class PartnerNews:
    """One message, received on day ``on``: a ``stage`` of the eviction, or that the signal is ``withdrawn``.

    Neither: the tenant paid, or made an arrangement.
    """

    on: date
    stage: EvictionStage | None = None
    eviction_on: date | None = None
    withdrawn: bool = False

    @property
    def is_threat(self) -> bool:
        """Whether it says that eviction threatens now."""
        return self.stage is not None and self.stage not in THREAT_IS_OVER


@dataclass(frozen=True, slots=True)
class ThreatSoFar:
    """How the threat of one signal stands: ``since`` its first day until now (None: none), ``told_on`` its last word.

    ``ended_on`` is the day on which the partner said that there is no threat (any more), None when it never did.
    """

    since: date | None = None
    told_on: date | None = None
    ended_on: date | None = None


def threat_so_far(flagged_on: date | None, news: Sequence[PartnerNews]) -> ThreatSoFar:
    """Follow a signal from its crisis flag (``flagged_on``, None without) through its news, in the order told.

    A next stage is the same threat going on, so its first day stays (R27); only "not any more" ends it.
    """
    since, told_on, ended_on = flagged_on, flagged_on, None
    for one in news:
        if one.stage is None:
            continue
        told_on = one.on
        if one.is_threat:
            since, ended_on = since or one.on, None
        else:
            since, ended_on = None, one.on
    return ThreatSoFar(since, told_on, ended_on)


def last_stage(news: Sequence[PartnerNews]) -> PartnerNews | None:
    """Return the last message about the eviction, or None."""
    return next((one for one in reversed(news) if one.stage is not None), None)


def last_paid_on(news: Sequence[PartnerNews]) -> date | None:
    """Return the day of the last message that it was paid, or None."""
    return next((one.on for one in reversed(news) if one.stage is None and not one.withdrawn), None)
