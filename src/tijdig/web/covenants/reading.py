"""A covenant as people read it: who may give what to whom, why, on which conditions, for how long. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tijdig.covenant.rules.conditions import in_words
from tijdig.covenant.rules.document import (
    ROLE_PREFIX,
    Condition,
    Covenant,
    Exchange,
    FeedbackProjection,
    OwnUse,
)
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, ExternalCode
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.showing import arrangement, retention_in_words

# These headings of the arrangement have a section of their own on the page.
SHOWN_APART = frozenset({"Routes", "Voorrang", "Terugkoppeling"})
PLURALS = {
    "verhuurder": "Alle verhuurders",
    "hulpverlener": "Alle hulpverleners",
    "kredietbank": "Alle kredietbanken",
    "energieleverancier": "Alle energieleveranciers",
    "drinkwaterbedrijf": "Alle drinkwaterbedrijven",
    "zorgverzekeraar": "Alle zorgverzekeraars",
    "schuldeiser": "Alle andere schuldeisers",
}


@dataclass(frozen=True, slots=True)
class Who:
    """A party or a group of parties by name; ``members`` are the names in the group."""

    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class What:
    """A category of data by name, with what is in it."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the party × data × purpose table. ``recipient`` None: the sender looks at it itself."""

    id: str
    article: str
    sender: Who
    recipient: Who | None
    purpose: str
    ground: str
    data: tuple[What, ...]
    conditions: tuple[str, ...]
    kept: str
    special_ground: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A route or rank factor: what it says, and when it holds."""

    explanation: str
    conditions: tuple[str, ...]
    to: str = ""


def exchanges(covenant: Covenant) -> tuple[Permission, ...]:
    """Return which party may give which data to which other party, in the order of the file."""
    return tuple(
        _permission(covenant, one, who(covenant, one.sender), who(covenant, one.recipient))
        for one in covenant.exchanges
    )


def own_uses(covenant: Covenant) -> tuple[Permission, ...]:
    """Return which party may itself look at which data, in the order of the file."""
    return tuple(_permission(covenant, one, who(covenant, one.by), None) for one in covenant.own_uses)


def routes(covenant: Covenant) -> tuple[Choice, ...]:
    """Return the routes in the order in which they are tried."""
    return tuple(
        Choice(route.explanation, _conditions(route.conditions), who(covenant, route.to).name)
        for route in covenant.routes
    )


def rank_factors(covenant: Covenant) -> tuple[Choice, ...]:
    """Return who goes first, in the order of their weight."""
    return tuple(
        Choice(factor.explanation, _conditions(factor.conditions)) for factor in covenant.rank_factors
    )


def who(covenant: Covenant, selector: str) -> Who:
    """Return the party or group that a selector names; the selector itself when it names nobody."""
    if selector.startswith(ROLE_PREFIX):
        role = selector.removeprefix(ROLE_PREFIX)
        members = covenant.members(selector)
        names = tuple(party.name for code, party in covenant.parties.items() if code in members)
        return Who(PLURALS.get(role, role), names)
    party = covenant.parties.get(selector)
    return Who(party.name if party else selector)


def agreements(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the rest of the arrangement as sentences under headings; routes, rank and feedback stand apart."""
    grouped: dict[str, list[str]] = {}
    for line in arrangement(covenant):
        if line.heading not in SHOWN_APART:
            grouped.setdefault(line.heading, []).append(line.text)
    return tuple((heading, tuple(lines)) for heading, lines in grouped.items())


def feedback(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what a signal partner hears, and for which results of the municipality (R43)."""
    return tuple((_hears(projection), projection.internal) for projection in covenant.feedback)


def _hears(projection: FeedbackProjection) -> str:
    if projection.external is None:
        return "Niets"
    return EXTERNAL_NAMES_NL[ExternalCode(projection.external)]


def _permission(
    covenant: Covenant, permission: Exchange | OwnUse, sender: Who, recipient: Who | None
) -> Permission:
    purpose = covenant.purposes.get(permission.purpose)
    return Permission(
        id=permission.id,
        article=permission.article,
        sender=sender,
        recipient=recipient,
        purpose=purpose.description if purpose else permission.purpose,
        ground=purpose.ground if purpose else "",
        data=tuple(_what(covenant, category) for category in permission.categories),
        conditions=_conditions(permission.conditions),
        kept=retention_in_words(permission.retention),
        special_ground=permission.special_ground,
    )


def _what(covenant: Covenant, category: str) -> What:
    names = covenant.categories.get(category, ())
    return What(
        category.replace("_", " "),
        tuple(FIELDS[name].description if name in FIELDS else name for name in names),
    )


def _conditions(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    return tuple(in_words(condition) for condition in conditions)
