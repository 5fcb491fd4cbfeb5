"""What the processing log is told of signals: whose they are, and under which entry of the register (L2)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from tijdig.covenant.queries import governing
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import Processing
from tijdig.disclosure.subjects import Subject
from tijdig.intake.models import Signal


def about_signals(
    controller_id: str, signals: Iterable[Signal], purpose: str = PurposeCode.LINKAGE
) -> tuple[Processing, ...]:
    """Return the processing of the data of these tenants, for each covenant that it came in under."""
    by_hash: dict[str, list[Subject]] = {}
    for signal in signals:
        by_hash.setdefault(signal.covenant_hash, []).append(Subject("signal", str(signal.pk)))
    today = timezone.localdate()
    standings = {one: governing(controller_id, one, today) for one in by_hash}
    return tuple(
        Processing(purpose, standing.covenant if standing else None, by_hash[one])
        for one, standing in standings.items()
    )
