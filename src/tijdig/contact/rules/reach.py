"""How often each kind of attempt reached someone here, in the past year (R36, R49): the municipality's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tijdig.ddas import AttemptKind
from tijdig.monitor.rules.suppression import published_share

WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a kind was tried in the window, and how often that reached someone."""

    attempts: int
    reached: int


def window(on: date) -> tuple[date, date]:
    """Return the first and last day that count: the year before ``on``, and not ``on`` itself, which is not over."""
    return on - WINDOW, on - timedelta(days=1)


def reach_in_percent(tried: Mapping[AttemptKind, Tried], smallest: int) -> Mapping[AttemptKind, int]:
    """Return the share that was reached by kind, in whole percents; kinds with a number below ``smallest`` left out."""
    shares = {kind: published_share(one.reached, one.attempts, smallest) for kind, one in tried.items()}
    return {kind: share.percent for kind, share in shares.items() if share.percent is not None}
