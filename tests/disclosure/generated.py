"""Covenants, facts and days made by hypothesis: what the law allows, and what no linter would let through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tijdig.actors import Role
from tijdig.covenant.profiles import profile
from tijdig.covenant.rules.conditions import OPERATORS
from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse, Party, PartyRole, Period
from tijdig.covenant.rules.facts import FACTS, Fact, Facts, FactSource, FactType, KnownFact
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import PurposeCode

WEERT = profile("weert")
KEPT = WEERT.exchanges[0].retention
TODAY = date(2028, 2, 29)  # a year and a month before it do not have this day
CODES = ("gemeente", "verhuurder-a", "verhuurder-b", "hulp")
ROLES = (PartyRole.MUNICIPALITY, PartyRole.LANDLORD, PartyRole.LANDLORD, PartyRole.SOCIAL_WORK)
PARTIES = {code: Party(code, code, role) for code, role in zip(CODES, ROLES, strict=True)}
SELECTORS = (*CODES, "rol:verhuurder", "rol:verhuurder", "rol:hulpverlener", "rol:schuldeiser", "niemand")
PURPOSES = (PurposeCode.HELP, PurposeCode.TRIAGE)
NAMES = tuple(FIELDS)[:4]
CATEGORIES = ("a", "b", "c", "leeg")
WHOLE = (date(2026, 1, 1), date(2030, 1, 1))
NOT_YET = (TODAY + timedelta(1), date(2030, 1, 1))
OVER = (date(2026, 1, 1), TODAY - timedelta(1))
periods = st.builds(
    Period,
    years=st.integers(0, 2),
    months=st.integers(0, 14),
    weeks=st.integers(0, 3),
    days=st.integers(1, 40),
) | st.builds(Period, months=st.integers(1, 30))
# Some days lie on the very boundary of a period before today: those are where evaluators differ.
days = st.one_of(
    st.dates(date(2026, 1, 1), date(2028, 4, 1)),
    periods.map(lambda period: period.before(TODAY)),
    st.sampled_from(
        [TODAY, TODAY + timedelta(1), TODAY - timedelta(1), TODAY - timedelta(365), TODAY - timedelta(366)]
    ),
)

_VALUES: dict[FactType, Callable[[Fact], st.SearchStrategy[object]]] = {
    FactType.YES_NO: lambda _: st.booleans(),
    FactType.NUMBER: lambda _: st.integers(-1, 4),
    FactType.MONEY: lambda _: st.integers(-1, 300),
    FactType.DATE: lambda _: days,
    FactType.CHOICE: lambda fact: st.sampled_from(fact.choices),
}
_OF_ANOTHER_TYPE = st.sampled_from(
    [True, False, 0, 1, 2, "geen", "vonnis", "onbekend", "", "2", TODAY, datetime(2028, 2, 1, 12)]  # noqa: DTZ001
)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """A condition on a fact of the vocabulary; now and then on one that does not exist, or by an unknown operator."""
    if draw(st.integers(0, 19)) == 0:
        return Condition("geen.feit", "=", value=True)
    fact = draw(st.sampled_from(list(FACTS.values())))
    operator = draw(st.sampled_from([*sorted(OPERATORS[fact.kind]), "~"]))
    if operator.endswith("geleden"):
        return Condition(fact.name, operator, draw(periods))
    value = _VALUES[fact.kind](fact)
    if operator == "in":
        listed = draw(st.lists(value, min_size=1, max_size=3))
        return Condition(fact.name, operator, tuple(str(one) for one in listed))
    return Condition(fact.name, operator, draw(value))  # type: ignore[arg-type]


_when = st.lists(conditions(), max_size=3).map(tuple)
_what = st.lists(st.sampled_from([*CATEGORIES, "bestaat-niet"]), min_size=1, max_size=3, unique=True).map(
    tuple
)
_why = st.sampled_from(PURPOSES)


@st.composite
def covenants(draw: st.DrawFn) -> Covenant:
    """A covenant with a handful of permissions between five parties."""
    exchanges = [
        Exchange(
            id=f"U{number}", article="1", sender=draw(st.sampled_from(SELECTORS)),
            recipient=draw(st.sampled_from(SELECTORS)), purpose=draw(_why), categories=draw(_what), retention=KEPT,
            special_ground="", conditions=draw(_when),
        )
        for number in range(draw(st.integers(1, 5)))
    ]  # fmt: skip
    uses = [
        OwnUse(
            id=f"E{number}", article="1", by=draw(st.sampled_from(SELECTORS)),
            roles=draw(st.lists(st.sampled_from(list(Role)), max_size=2, unique=True).map(tuple)), purpose=draw(_why),
            categories=draw(_what), retention=KEPT, special_ground="", conditions=draw(_when),
        )
        for number in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    some = st.lists(st.sampled_from(NAMES), max_size=4, unique=True).map(tuple)
    begins, ends = draw(st.sampled_from([*[WHOLE] * 8, (TODAY, TODAY), NOT_YET, OVER]))
    return replace(
        WEERT,
        parties=PARTIES,
        valid_from=begins,
        valid_until=ends,
        categories={name: draw(some) if name != "leeg" else () for name in CATEGORIES},
        exchanges=tuple(exchanges),
        own_uses=tuple(uses),
        freshness=draw(st.dictionaries(st.sampled_from(list(FACTS)), periods, max_size=4)),
    )


@st.composite
def facts_for(draw: st.DrawFn, covenant: Covenant) -> Facts:
    """What is known of the facts that this covenant asks for: mostly as it asks them to be, often just not."""
    permissions = (*covenant.exchanges, *covenant.own_uses)
    asked = {one.fact: one for permission in permissions for one in permission.conditions}
    known: dict[str, KnownFact | None] = {}
    for name, condition in sorted(asked.items()):
        case = draw(st.integers(0, 11))
        if case == 0:
            continue
        known[name] = None if case == 1 else draw(_known(condition, proper=case > 2, fits=case > 5))
    return known


@st.composite
def _known(draw: st.DrawFn, condition: Condition, *, proper: bool, fits: bool) -> KnownFact:
    fact = FACTS.get(condition.fact)
    if fact is None or not proper:
        return KnownFact(draw(_OF_ANOTHER_TYPE), draw(days), draw(st.sampled_from(list(FactSource))))
    source = draw(st.sampled_from(sorted(fact.sources)))
    value = draw(_VALUES[fact.kind](fact))
    if fits and isinstance(condition.value, Period):
        return KnownFact(condition.value.before(TODAY), TODAY, source)
    if fits and not isinstance(condition.value, tuple):
        value = condition.value
    as_of = TODAY if fits else draw(st.one_of(st.dates(TODAY - timedelta(60), TODAY), days))
    return KnownFact(value, as_of, source)  # type: ignore[arg-type]
