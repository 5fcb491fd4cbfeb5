"""What is known of a case now: all its signals with their news, the register, and what people found out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tijdig.casework.loading import (
    LinkedSignal,
    facts_of_case,
    signal_view,
    signals_of_cases,
    with_news,
)
from tijdig.casework.models import Case
from tijdig.casework.rules.case_facts import SignalView, first_threatened_on
from tijdig.casework.rules.standing_facts import standing_facts
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.ddas import SignalStatus

# What nobody works on, or not yet. Every other signal of the notifications is part of the case.
NOT_WORKED_ON = frozenset(
    {
        SignalStatus.OPEN,
        SignalStatus.DECEASED,
        SignalStatus.NOT_RESIDENT,
        SignalStatus.REPEAT,
        SignalStatus.UNJUSTIFIED,
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a case, and the signals that they rest on."""

    facts: Facts
    signals: tuple[SignalView, ...]

    def stood_since(self, before: date | None) -> date | None:
        """Return the first day of the threat, by the signals or as it stood with the case ``before`` (R27)."""
        days = (before, first_threatened_on(self.signals))
        return min((day for day in days if day is not None), default=None)


def known_of_case(
    case: Case,
    covenant: Covenant,
    *,
    register: Facts | None = None,
    kept: Facts | None = None,
    joining: Collection[str] = (),
) -> Known:
    """Return what is known of the case, from all signals that are worked on and those that are ``joining`` (ids).

    Where nobody is left to help, the settled signals stand in. ``kept`` is what stands with the case, unless something
    else is given; ``register`` what was fetched just now.
    """
    found = with_news(signals_of_cases([case.pk])).get(case.pk, ())
    worked_on = [one for one in found if is_worked_on(one) or str(one.signal.pk) in joining]
    return known_of_signals(
        worked_on or [one for one in found if one.is_settled],
        covenant,
        register=register or {},
        kept=facts_of_case(case) if kept is None else kept,
    )


def known_of_signals(
    signals: Sequence[LinkedSignal], covenant: Covenant, *, register: Facts, kept: Facts
) -> Known:
    """Return what is known by these signals, the register and what stands with the case."""
    views = tuple(signal_view(one, covenant) for one in signals)
    return Known(standing_facts(views, register=register, kept=kept), views)


def is_worked_on(one: LinkedSignal) -> bool:
    """Say whether this signal is part of its case (R14)."""
    return SignalStatus(one.signal.status) not in NOT_WORKED_ON
