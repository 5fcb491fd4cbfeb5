"""Put all that is known of a case together: signals with their news, register, what people found out (C2, R27)."""

from __future__ import annotations

from collections.abc import Sequence

from tijdig.casework.rules.case_facts import SignalView, facts_of_signals, newest
from tijdig.casework.rules.settable_facts import BY_PEOPLE
from tijdig.covenant.rules.facts import Facts, FactSource, KnownFact

THREATS = frozenset({"ontruiming.dreigt", "signaal.crisis"})
# A "no" in a delivery only means that this row did not raise it: it fills a gap, and never takes back a "yes".
SILENT_NO = THREATS | {"huurder.bezwaar", "signaal.warme_overdracht"}
OF_DELIVERY = frozenset({FactSource.DELIVERY, FactSource.MATCHING})


def standing_facts(signals: Sequence[SignalView], *, register: Facts, kept: Facts) -> Facts:
    """Return the facts as they follow from *all* signals of the case, the register and what stands with the case.

    What deliveries say is made anew from the signals, so that amounts add up. Of what was ``kept`` stands what register
    and people said, each until something newer comes; and a threat that a corrected row no longer repeats: only news,
    the tenant or casework takes that back.
    """
    said = facts_of_signals(signals)
    silent = {name: fact for name, fact in said.items() if _is_silent(name, said, signals)}
    told = {name: fact for name, fact in said.items() if name not in silent}
    fetched = {
        name: fact
        for name, fact in kept.items()
        if fact is not None and fact.source not in BY_PEOPLE | OF_DELIVERY
    }
    return {**silent, **newest(fetched, register, _standing_threats(signals, kept), of_people(kept), told)}


def with_said(signals: Sequence[SignalView], facts: Facts, name: str, said: KnownFact) -> Facts:
    """Return ``facts`` with what a person just found out about one of them; the silence of deliveries yields to it."""
    before = {} if name not in facts or _is_silent(name, facts, signals) else {name: facts[name]}
    return {**facts, **newest(before, {name: said})}


def of_people(kept: Facts) -> Facts:
    """Return what the tenant said or casework found out."""
    return {name: fact for name, fact in kept.items() if fact is not None and fact.source in BY_PEOPLE}


def _is_silent(name: str, said: Facts, signals: Sequence[SignalView]) -> bool:
    fact = said[name]
    if name not in SILENT_NO or fact is None or fact.value is not False or fact.source in BY_PEOPLE:
        return False
    return name not in THREATS or all(signal.threat.ended_on is None for signal in signals)


def _standing_threats(signals: Sequence[SignalView], kept: Facts) -> Facts:
    if not any(signal.corrected for signal in signals):
        return {}
    return {
        name: fact
        for name, fact in kept.items()
        if name in THREATS and fact is not None and fact.value is True and fact.source is FactSource.DELIVERY
    }
