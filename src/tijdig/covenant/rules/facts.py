"""The closed vocabulary of facts on which a covenant may set conditions: type, source, freshness, who may set it.

A fact that is not known, too old, of the wrong type or from a source that may not set it is *unknown*, and an unknown
fact never permits anything (C2). Only names from here may stand in a covenant; ``docs/covenant-file.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tijdig.covenant.rules.document import Period


class FactType(StrEnum):
    """The type of a fact's value, named as in the covenant's manual."""

    YES_NO = "ja/nee"
    NUMBER = "getal"
    MONEY = "bedrag"
    DATE = "datum"
    CHOICE = "keuze"


class FactSource(StrEnum):
    """Who set a fact."""

    DELIVERY = "aanlevering"
    REGISTER = "brp"
    BENEFITS = "uitkeringsadministratie"
    TENANT = "inwoner"
    CASEWORK = "zaak"
    MATCHING = "matching"


class EvictionStage(StrEnum):
    """The stages of the eviction track, in order; ``none`` when there is no threat."""

    NONE = "geen"
    SUMMONS = "dagvaarding"
    JUDGMENT = "vonnis"
    ANNOUNCED = "aanzegging"
    CARRIED_OUT = "uitgevoerd"


FactScalar = bool | int | date | str


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as it is known: its value (money in cents), the day it was established, and by whom."""

    value: FactScalar
    as_of: date
    source: FactSource


Facts = Mapping[str, KnownFact | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """A word of the vocabulary. ``freshest`` is the longest a value may be relied on; a covenant may shorten it."""

    name: str
    kind: FactType
    sources: frozenset[FactSource]
    freshest: Period
    description: str
    choices: tuple[str, ...] = ()


def _fact(
    name: str,
    kind: FactType,
    sources: str,
    freshest: str,
    description: str,
    *choices: str,
) -> tuple[str, Fact]:
    from_whom = frozenset(FactSource[word] for word in sources.split())
    return name, Fact(name, kind, from_whom, Period.parse(freshest), description, choices)


_YES_NO, _NUMBER, _DATE = FactType.YES_NO, FactType.NUMBER, FactType.DATE

FACTS: Mapping[str, Fact] = dict(
    (
        _fact("achterstand.maanden", _NUMBER, "DELIVERY", "P1Y", "Aantal maanden achterstand"),
        _fact(
            "achterstand.dagen",
            _NUMBER,
            "DELIVERY",
            "P1Y",
            "Aantal dagen sinds het ontstaan van de achterstand",
        ),
        _fact("achterstand.bedrag", FactType.MONEY, "DELIVERY", "P1Y", "Openstaand bedrag"),
        _fact(
            "incasso.contact_gezocht", _DATE, "DELIVERY", "P1Y", "Dag waarop persoonlijk contact is gezocht"
        ),
        _fact("incasso.gewezen_op_hulp", _DATE, "DELIVERY", "P1Y", "Dag waarop op schuldhulp is gewezen"),
        _fact("incasso.herinnering", _DATE, "DELIVERY", "P1Y", "Dag van de schriftelijke herinnering"),
        _fact(
            "incasso.aanbod_doorgeven",
            _DATE,
            "DELIVERY",
            "P1Y",
            "Dag van het aanbod om gegevens door te geven",
        ),
        _fact("huurder.bezwaar", _YES_NO, "DELIVERY TENANT CASEWORK", "P1Y", "Inwoner heeft bezwaar gemaakt"),
        _fact(
            "huurder.geinformeerd", _DATE, "DELIVERY CASEWORK", "P1Y", "Dag waarop de inwoner is geïnformeerd"
        ),
        _fact("signaal.crisis", _YES_NO, "DELIVERY", "P1Y", "Er dreigt ontruiming of afsluiting"),
        _fact("signaal.warme_overdracht", _YES_NO, "DELIVERY", "P1Y", "Partner vraagt om warme overdracht"),
        _fact("signaal.herhaald", _YES_NO, "MATCHING", "P1Y", "Zelfde achterstand, kort geleden opgepakt"),
        _fact("ontruiming.dreigt", _YES_NO, "DELIVERY TENANT CASEWORK", "P6M", "Er dreigt ontruiming"),
        _fact(
            "ontruiming.fase",
            FactType.CHOICE,
            "DELIVERY CASEWORK",
            "P6M",
            "Fase van de ontruiming",
            *EvictionStage,
        ),
        _fact("ontruiming.datum", _DATE, "DELIVERY CASEWORK", "P6M", "Aangezegde dag van ontruiming"),
        _fact("bewoner.ingezetene", _YES_NO, "REGISTER", "P3M", "Staat in de gemeente ingeschreven"),
        _fact("bewoner.overleden", _YES_NO, "REGISTER", "P3M", "Is overleden"),
        _fact("bewoner.geheimhouding", _YES_NO, "REGISTER", "P3M", "Geheimhouding in de BRP"),
        _fact("bewoner.in_onderzoek", _YES_NO, "REGISTER", "P3M", "Gegevens in de BRP zijn in onderzoek"),
        _fact(
            "huishouden.minderjarigen",
            _YES_NO,
            "REGISTER TENANT CASEWORK",
            "P6M",
            "In het huishouden wonen minderjarige kinderen",
        ),
        _fact(
            "uitkering.participatiewet",
            _YES_NO,
            "BENEFITS TENANT CASEWORK",
            "P3M",
            "Heeft een bijstandsuitkering",
        ),
        _fact("hulp.loopt", _YES_NO, "TENANT CASEWORK", "P6M", "Er loopt al hulp"),
        _fact("toestemming.doorgeleiding", _YES_NO, "TENANT CASEWORK", "P1Y", "Toestemming om te verwijzen"),
        _fact(
            "toestemming.overleg", _YES_NO, "TENANT CASEWORK", "P1Y", "Toestemming om de zaak te bespreken"
        ),
        _fact(
            "toestemming.terugkoppeling",
            _YES_NO,
            "TENANT CASEWORK",
            "P1Y",
            "Toestemming om terug te koppelen",
        ),
    )
)


def has_right_type(fact: Fact, value: object) -> bool:
    """Say whether ``value`` has this fact's type; True and False are no numbers, a moment is no date."""
    if fact.kind is FactType.YES_NO:
        return isinstance(value, bool)
    if fact.kind in {FactType.NUMBER, FactType.MONEY}:
        return isinstance(value, int) and not isinstance(value, bool)
    if fact.kind is FactType.DATE:
        return type(value) is date
    return isinstance(value, str) and value in fact.choices


def usable_value(
    name: str, facts: Facts, on: date, freshness: Mapping[str, Period] | None = None
) -> FactScalar | None:
    """Return the fact's value if it may be relied on at day ``on``, else None.

    None for: an unknown name, not given, wrong type, a source that may not set it (R29: no children from a landlord),
    established after ``on``, or longer ago than the vocabulary or the covenant's ``freshness`` allows.
    """
    fact, known = FACTS.get(name), facts.get(name)
    if fact is None or known is None:
        return None
    if known.source not in fact.sources or not has_right_type(fact, known.value):
        return None
    longest = freshness.get(name, fact.freshest) if freshness else fact.freshest
    if known.as_of > on or known.as_of < boundary_before(longest, on):
        return None
    return known.value


@lru_cache(maxsize=4096)
def boundary_before(period: Period, on: date) -> date:
    """Return ``period.before(on)``, remembered: a delivery asks for the same few boundaries for each of its rows."""
    return period.before(on)
