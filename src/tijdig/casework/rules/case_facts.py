"""From signals and register to the facts on which a covenant decides: typed, dated, with their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tijdig.casework.rules.partner_news import (
    THREAT_IS_OVER,
    PartnerNews,
    ThreatSoFar,
    last_paid_on,
    last_stage,
    threat_so_far,
)
from tijdig.covenant.rules.facts import FACTS, Facts, FactScalar, FactSource, KnownFact
from tijdig.ddas import Sector
from tijdig.linkage.rules.patterns import is_same_arrears
from tijdig.problems import ProblemKind

ALL_IS_PAID = ProblemKind(
    code="casework.all-is-paid",
    rule="R41",
    nl="Elke melder zegt dat betaald is, of dat er een regeling is. Klopt dat, sluit dan de zaak.",
    en="Each partner says that it was paid or arranged. If that is right, close the case.",
)
# Whose crisis signal means that people may lose their home; elsewhere it means a cut-off (R13, R27).
SECTORS_OF_THE_HOME = frozenset({Sector.RENT, Sector.MORTGAGE})


@dataclass(frozen=True, slots=True)
class SignalView:
    """What casework needs to know of a signal: no name, no address. Amounts in cents.

    ``register_state`` is what linkage found: ``resident``, ``moved-within``, ``moved-away``, ``deceased`` or
    ``unknown``. ``person_found`` is False when a person decided that nobody fits. ``repeat`` is R21's answer.
    ``collection`` holds the dated facts of R5, by fact name; ``news`` what the partner told later, in that order.
    ``corrected``: a later delivery changed its contents (K4).
    """

    id: str
    party: str
    sector: str
    received_on: date
    amount_cents: int
    months: int | None = None
    days: int | None = None
    onset_on: date | None = None
    reference: str = ""
    crisis: bool = False
    warm_transfer: bool = False
    repeat: bool = False
    register_state: str = "resident"
    person_found: bool = True
    collection: Mapping[str, date | None] = field(default_factory=dict)
    news: tuple[PartnerNews, ...] = ()
    corrected: bool = False

    @property
    def threat(self) -> ThreatSoFar:
        """How the threat of losing the home stands, by flag and news."""
        flagged = self.crisis and self.sector in SECTORS_OF_THE_HOME
        return threat_so_far(self.received_on if flagged else None, self.news)

    @property
    def crisis_since(self) -> date | None:
        """Since when its crisis holds: that of the home ends when the partner says so, a cut-off does not."""
        if not self.crisis:
            return None
        return self.threat.since if self.sector in SECTORS_OF_THE_HOME else self.received_on

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
    secrecy: bool | None = None
    under_investigation: bool | None = None
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
    """Return the facts of all signals of a case together: flags if any, months the most, amounts added up.

    Of arrears that were signalled again only the newest amount and age count.
    """
    if not signals:
        return {}
    debts = newest_of_each_debt(signals)
    months = [signal.months for signal in debts if signal.months is not None]
    days = [signal.age_in_days for signal in debts if signal.age_in_days is not None]
    latest = max(signal.received_on for signal in signals)
    values: dict[str, FactScalar | None] = {
        "achterstand.maanden": max(months, default=None),
        "achterstand.dagen": max(days, default=None),
        "achterstand.bedrag": sum(signal.amount_cents for signal in debts),
        "huurder.bezwaar": False,
        "signaal.warme_overdracht": any(signal.warm_transfer for signal in signals),
        **_first_dates(signal.collection for signal in signals),
    }
    return {
        **_dated(values, latest, FactSource.DELIVERY),
        **_facts_of_threat(signals, latest),
        "signaal.herhaald": KnownFact(all(s.repeat for s in signals), latest, FactSource.MATCHING),
    }


def newest_of_each_debt(signals: Sequence[SignalView]) -> tuple[SignalView, ...]:
    """Leave out what the same partner later told anew about the same arrears (R21); of one day, both are debts."""
    return tuple(
        one
        for one in signals
        if not any(
            later.party == one.party and later.received_on > one.received_on and is_same_arrears(one, later)
            for later in signals
        )
    )


def all_is_paid(signals: Sequence[SignalView]) -> bool:
    """Say whether each debt that was signalled has been paid or arranged since, by its partner's last word."""
    debts = newest_of_each_debt(signals)
    return bool(debts) and all(last_paid_on(one.news) is not None for one in debts)


def facts_of_register(register: RegisterView) -> Facts:
    """Return what the register and the benefit administration bring; what they cannot say stays unknown."""
    facts: dict[str, KnownFact | None] = {}
    if register.as_of is not None:
        values = {
            "bewoner.ingezetene": register.resident,
            "bewoner.overleden": register.deceased,
            "bewoner.geheimhouding": register.secrecy,
            "bewoner.in_onderzoek": register.under_investigation,
            "huishouden.minderjarigen": register.minors,
        }
        facts |= _dated(values, register.as_of, FactSource.REGISTER)
    if register.benefit_as_of is not None:
        benefit = {"uitkering.participatiewet": register.benefit}
        facts |= _dated(benefit, register.benefit_as_of, FactSource.BENEFITS)
    return facts


def newest(*groups: Facts) -> Facts:
    """Put facts together; of the same fact the one established last counts, and a later group wins on the same day.

    Of what is known: where deliveries are silent, use :func:`tijdig.casework.rules.standing_facts.standing_facts`.
    """
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


def threatened_since(facts: Facts, stood_since: date | None = None) -> date | None:
    """Return since when it is known that eviction or a cut-off threatens, or None when it does not (R27).

    ``stood_since`` is the first day of a threat that was known before: as long as it stands, that day stays.
    """
    stage, flag = facts.get("ontruiming.fase"), facts.get("ontruiming.dreigt")
    days = [
        known.as_of
        for known in (flag, facts.get("signaal.crisis"))
        if known is not None and known.value is True
    ]
    if stage is not None and stage.value not in THREAT_IS_OVER and not _denied_after(flag, stage):
        days.append(stage.as_of)
    return min((*days, *([stood_since] if stood_since else [])), default=None) if days else None


def eviction_threatens(facts: Facts) -> bool:
    """Say whether the home is at stake, by what stands with a case: flag or stage, unless a person found otherwise."""
    stage, flag = facts.get("ontruiming.fase"), facts.get("ontruiming.dreigt")
    if stage is not None and (stage.value in THREAT_IS_OVER or _denied_after(flag, stage)):
        return False
    return stage is not None or (flag is not None and flag.value is True)


def first_threatened_on(signals: Iterable[SignalView]) -> date | None:
    """Return the first day of the threats that stand by these signals and their news, or None."""
    return min((signal.threat.since for signal in signals if signal.threat.since is not None), default=None)


def _denied_after(flag: KnownFact | None, stage: KnownFact) -> bool:
    """Whether a person found out, after the stage was told, that there is no threat."""
    return (
        flag is not None
        and flag.value is False
        and flag.source is not FactSource.DELIVERY
        and flag.as_of >= stage.as_of
    )


def _facts_of_threat(signals: Sequence[SignalView], latest: date) -> dict[str, KnownFact | None]:
    """A flag counts from the first signal that raised it; that nobody raised it, from the last signal.

    A threat that the partner told of later is as fresh as its last word; ``threatened_since`` minds its first day.
    """
    crises = [day for signal in signals if (day := signal.crisis_since) is not None]
    threats = [signal.threat for signal in signals if signal.threat.since is not None]
    ended = [signal.threat.ended_on for signal in signals if signal.threat.ended_on is not None]
    over = max(ended, default=latest)
    said = [told for threat in threats if (told := threat.told_on) is not None]
    return {
        "signaal.crisis": KnownFact(bool(crises), min(crises, default=over), FactSource.DELIVERY),
        "ontruiming.dreigt": KnownFact(bool(said), max(said, default=over), FactSource.DELIVERY),
        **_facts_of_stage(signals),
    }


def _facts_of_stage(signals: Sequence[SignalView]) -> dict[str, KnownFact | None]:
    """The stage that was told last: of signals whose threat stands, else of any."""
    standing = [signal for signal in signals if signal.threat.since is not None]
    told = [last for signal in standing or signals if (last := last_stage(signal.news)) is not None]
    if not told:
        return {}
    last = max(told, key=lambda one: one.on)
    values: dict[str, FactScalar | None] = {
        "ontruiming.fase": last.stage.value if last.stage else None,
        "ontruiming.datum": last.eviction_on,
    }
    return _dated(values, last.on, FactSource.DELIVERY)


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
