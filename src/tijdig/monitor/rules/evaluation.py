"""When the partners look back on how it went: the days that the covenant's rhythm of evaluation gives (R4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

from tijdig.covenant.rules.document import Covenant


def next_evaluation(covenant: Covenant, on: date) -> date | None:
    """Return the first evaluation on or after day ``on``, counted from the covenant's first day; None after the last.

    Each is counted from the first day anew, so that a short month does not shift those that follow.
    """
    every = covenant.evaluation.every
    for times in count(1):
        so_long = replace(
            every,
            years=every.years * times,
            months=every.months * times,
            weeks=every.weeks * times,
            days=every.days * times,
        )
        day = so_long.after(covenant.valid_from)
        if day > covenant.valid_until:
            break
        if day >= on:
            return day
    return None
