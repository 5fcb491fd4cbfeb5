"""A reason as people read it: why this route, why this rank, and on which fact from whom it rests (R34)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tijdig.covenant.rules.facts import FACTS, FactSource
from tijdig.problems import Problem, ProblemKind, retell

SOURCE_NAMES_NL: Mapping[FactSource, str] = {
    FactSource.DELIVERY: "de partner die het signaal gaf",
    FactSource.REGISTER: "de BRP",
    FactSource.BENEFITS: "de uitkeringsadministratie",
    FactSource.TENANT: "de inwoner zelf",
    FactSource.CASEWORK: "de regisseur",
    FactSource.MATCHING: "het samenvoegen van signalen",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the sentences, the rule, and the fact and source it rests on (empty when it rests on neither)."""

    told: Problem
    fact: str = ""
    source: str = ""

    @property
    def code(self) -> str:
        """The stable code of the sentence."""
        return self.told.code

    @property
    def rule(self) -> str:
        """The rule behind it, ``R29``."""
        return self.told.rule

    @property
    def nl(self) -> str:
        """The Dutch sentence."""
        return self.told.nl

    @property
    def en(self) -> str:
        """The English sentence."""
        return self.told.en


def reason(kind: ProblemKind, *, fact: str = "", source: str = "", **params: object) -> Reason:
    """Tell this kind of reason, resting on ``fact`` from ``source`` (a :class:`FactSource` value)."""
    return Reason(kind(**params), fact, source)


def stored(reasons: tuple[Reason, ...]) -> list[dict[str, object]]:
    """Return the reasons as they are kept: codes and parameters, so that both languages can be told again."""
    return [
        {"code": one.code, "params": dict(one.told.params), "fact": one.fact, "source": one.source}
        for one in reasons
    ]


def retold(kept: list[dict[str, object]]) -> tuple[Reason, ...]:
    """Tell kept reasons again; ``KeyError`` for a code that no longer exists."""
    return tuple(
        _retold(str(one["code"]), _texts(one["params"]), str(one.get("fact", "")), str(one.get("source", "")))
        for one in kept
    )


@lru_cache(maxsize=4096)  # the cases of a list have the same few reasons; their parameters name nobody
def _retold(code: str, params: tuple[tuple[str, str], ...], fact: str, source: str) -> Reason:
    return Reason(retell(code, dict(params)), fact, source)


def _texts(params: object) -> tuple[tuple[str, str], ...]:
    items = params.items() if isinstance(params, dict) else ()
    return tuple((str(name), str(value)) for name, value in items)


def fact_description(name: str) -> str:
    """Return what a fact of the vocabulary is called on a page; the name itself when it is not in there."""
    return FACTS[name].description if name in FACTS else name


def source_name(source: str) -> str:
    """Return who set a fact, as a page says it; the code itself when it is no known source."""
    try:
        return SOURCE_NAMES_NL[FactSource(source)]
    except ValueError:
        return source
