"""The collection pauses of a closed case, one for each signal whose partner was told that the offer was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.casework.known import is_worked_on
from tijdig.casework.loading import covenant_of_case, signals_of_cases, with_news
from tijdig.casework.models import Case
from tijdig.casework.rules.pause import Pause, brings_pause, collection_pause, pause_facts
from tijdig.ddas import Result


@dataclass(frozen=True, slots=True)
class CasePause:
    """The pause of one partner's collection, as it stands."""

    party: str
    pause: Pause


def pauses_of_case(case: Case, on: date) -> tuple[CasePause, ...]:
    """Return the pauses that this case brings, as they stand on day ``on`` (R45); none while it is open."""
    if case.closed_on is None or not case.result:
        return ()
    covenant = covenant_of_case(case)
    if not brings_pause(covenant, Result(case.result)):
        return ()
    found = with_news(signals_of_cases([case.pk])).get(case.pk, ())
    return tuple(
        CasePause(
            one.signal.party_code,
            collection_pause(
                pause_facts(one.signal.received_on, case.closed_on, one.news), covenant.pause, on
            ),
        )
        for one in found
        if is_worked_on(one)
    )
