"""From signals and register to the facts on which a covenant decides: typed, dated, with their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tijdig.covenant.rules.facts import FACTS, EvictionStage, Facts, FactScalar, FactSource, KnownFact
from tijdig.ddas import Sector

# Whose crisis signal means that people may lose their home; elsewhere it means a cut-off (R13, R27).
SECTORS_OF_THE_HOME = frozenset({Sector.RENT, Sector.MORTGAGE})


@dataclass(frozen=True, slots=True)
class SignalView:
    """What casework needs to know of a signal: no name, no address. Amounts in cents.

    ``register_state`` is what linkage found: ``resident``, ``moved-within``, ``moved-away``, ``deceased`` or
    ``unknown``. ``person_found`` is False when a person decided that nobody fits. ``repeat`` is R21's answer.
    ``collection`` holds the dated facts of R5, by fact name.
    """

    id: str
    party: str
    sector: str
    received_on: date
    amount_cents: int
    months: int | None = None
    days: int | None = None
    onset_on: date | None = None
    crisis: bool = False
    warm_transfer: bool = False
    repeat: bool = False
    register_state: str = "resident"
    person_found: bool = True
    collection: Mapping[str, date | None] = field(default_factory=dict)

    @property
    def age_in_days(self) -> int | None:
        """How old the arrears were on receipt, as given or counted from their onset; None when neither is known."""
        if self.days is not None:
            return self.days
        return (self.received_on - self.onset_on).days if self.onset_on else None


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What register and benefit administration say of the people in a case; None = they cannot say.

    ``as_of`` and ``benefit_as_of`` are the reference days of the two extracts.
    """

    resident: bool | None = None
    deceased: bool | None = None
    minors: bool | None = None
    as_of: date | None = None
    benefit: bool | None = None
    benefit_as_of: date | None = None


def facts_of_signal(signal: SignalView) -> Facts:
    """Return the facts that one signal brings; a tenant who objected is never a signal (R6), so that is known too."""
    values: dict[str, FactScalar | None] = {
        "achterstand.maanden": signal.months,
        "achterstand.dagen": signal.age_in_days,
        "achterstand.bedrag": signal.amount_cents,
        "huurder.bezwaar": False,
        "signaal.crisis": signal.crisis,
        "signaal.warme_overdracht": signal.warm_transfer,
        "ontruiming.dreigt": signal.crisis and signal.sector in SECTORS_OF_THE_HOME,
        **signal.collection,
    }
    return {
        **_dated(values, signal.received_on, FactSource.DELIVERY),
        "signaal.herhaald": KnownFact(signal.repeat, signal.received_on, FactSource.MATCHING),
    }


def facts_of_signals(signals: Sequence[SignalView]) -> Facts:
    """Return the facts of all signals of a case together: flags if any, months the most, amounts added up."""
    if not signals:
        return {}
    months = [signal.months for signal in signals if signal.months is not None]
    days = [signal.age_in_days for signal in signals if signal.age_in_days is not None]
    latest = max(signal.received_on for signal in signals)
    crises = [signal for signal in signals if signal.crisis]
    threats = [signal for signal in crises if signal.sector in SECTORS_OF_THE_HOME]
    values: dict[str, FactScalar | None] = {
        "achterstand.maanden": max(months, default=None),
        "achterstand.dagen": max(days, default=None),
        "achterstand.bedrag": sum(signal.amount_cents for signal in signals),
        "huurder.bezwaar": False,
        "signaal.warme_overdracht": any(signal.warm_transfer for signal in signals),
        **_first_dates(signal.collection for signal in signals),
    }
    return {
        **_dated(values, latest, FactSource.DELIVERY),
        "signaal.crisis": _flag(crises, latest),
        "ontruiming.dreigt": _flag(threats, latest),
        "signaal.herhaald": KnownFact(all(s.repeat for s in signals), latest, FactSource.MATCHING),
    }


def facts_of_register(register: RegisterView) -> Facts:
    """Return what the register and the benefit administration bring; what they cannot say stays unknown."""
    facts: dict[str, KnownFact | None] = {}
    if register.as_of is not None:
        values = {
            "bewoner.ingezetene": register.resident,
            "bewoner.overleden": register.deceased,
            "huishouden.minderjarigen": register.minors,
        }
        facts |= _dated(values, register.as_of, FactSource.REGISTER)
    if register.benefit_as_of is not None:
        benefit = {"uitkering.participatiewet": register.benefit}
        facts |= _dated(benefit, register.benefit_as_of, FactSource.BENEFITS)
    return facts


def newest(*groups: Facts) -> Facts:
    """Put facts together; of the same fact the one established last counts, and a later group wins on the same day."""
    merged: dict[str, KnownFact | None] = {}
    for group in groups:
        for name, fact in group.items():
            known = merged.get(name)
            if fact is not None and (known is None or fact.as_of >= known.as_of):
                merged[name] = fact
    return merged


def kept_facts(facts: Facts) -> dict[str, dict[str, str | int | bool]]:
    """Return facts as they are stored with a case: value, source, day."""
    return {
        name: {
            "value": fact.value.isoformat() if isinstance(fact.value, date) else fact.value,
            "source": fact.source.value,
            "on": fact.as_of.isoformat(),
        }
        for name, fact in facts.items()
        if fact is not None
    }


def read_kept_facts(kept: Mapping[str, Mapping[str, str | int | bool]]) -> Facts:
    """Read stored facts back; a name that the vocabulary no longer has is left out."""
    return {
        name: KnownFact(
            date.fromisoformat(str(one["value"])) if FACTS[name].kind == "datum" else one["value"],
            date.fromisoformat(str(one["on"])),
            FactSource(str(one["source"])),
        )
        for name, one in kept.items()
        if name in FACTS
    }


def threatened_since(facts: Facts) -> date | None:
    """Return since when it is known that eviction or a cut-off threatens, or None when it does not (R27)."""
    stage = facts.get("ontruiming.fase")
    days = [
        flag.as_of
        for flag in (facts.get("ontruiming.dreigt"), facts.get("signaal.crisis"))
        if flag is not None and flag.value is True
    ]
    if stage is not None and stage.value not in {EvictionStage.NONE, EvictionStage.CARRIED_OUT}:
        days.append(stage.as_of)
    return min(days, default=None)


def _flag(signals: Sequence[SignalView], latest: date) -> KnownFact:
    """A flag counts from the first signal that raised it; that nobody raised it, from the last signal."""
    since = min((signal.received_on for signal in signals), default=latest)
    return KnownFact(bool(signals), since, FactSource.DELIVERY)


def _dated(
    values: Mapping[str, FactScalar | None], on: date, source: FactSource
) -> dict[str, KnownFact | None]:
    return {
        name: KnownFact(value, on, source) if value is not None else None for name, value in values.items()
    }


def _first_dates(collections: Iterable[Mapping[str, date | None]]) -> dict[str, FactScalar | None]:
    dates: dict[str, FactScalar | None] = {}
    for collection in collections:
        for name, day in collection.items():
            known = dates.get(name)
            if day is not None and (not isinstance(known, date) or day < known):
                dates[name] = day
    return dates
