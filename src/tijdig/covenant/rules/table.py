"""The party × data × purpose table of a covenant in words: who may give what to whom, why, for how long.

Made from the very values that decide, so what people read is what runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from tijdig.actors import ROLE_NAMES_NL, Role
from tijdig.covenant.rules.conditions import in_words
from tijdig.covenant.rules.document import (
    ROLE_PREFIX,
    Condition,
    Covenant,
    Exchange,
    OwnUse,
    Retention,
    RetentionEnd,
    RetentionStart,
)
from tijdig.covenant.rules.fields import FIELDS

PLURALS = {
    "verhuurder": "Alle verhuurders",
    "hulpverlener": "Alle hulpverleners",
    "kredietbank": "Alle kredietbanken",
    "energieleverancier": "Alle energieleveranciers",
    "drinkwaterbedrijf": "Alle drinkwaterbedrijven",
    "zorgverzekeraar": "Alle zorgverzekeraars",
    "schuldeiser": "Alle andere schuldeisers",
}
_STARTS = {
    RetentionStart.RECEIPT: "na ontvangst",
    RetentionStart.CLOSING: "na afsluiting",
    RetentionStart.RETRIEVAL: "na opvraging",
}
_ENDS = {
    RetentionEnd.DESTROY: "dan vernietigd",
    RetentionEnd.SELECTION_LIST: "dan volgens de selectielijst",
}
_STARTS_EN = {
    RetentionStart.RECEIPT: "after receipt",
    RetentionStart.CLOSING: "after closing",
    RetentionStart.RETRIEVAL: "after retrieval",
}
_ENDS_EN = {
    RetentionEnd.DESTROY: "then destroyed",
    RetentionEnd.SELECTION_LIST: "then by the selection list",
}


@dataclass(frozen=True, slots=True)
class Who:
    """A party or a group of parties by name; ``members`` are the names in the group."""

    name: str
    members: tuple[str, ...] = ()

    @property
    def name_inside(self) -> str:
        """The name as it stands inside a sentence: ``alle verhuurders``."""
        return self.name[:1].lower() + self.name[1:] if self.members else self.name

    def __str__(self) -> str:
        """Return the name, with the members of a group."""
        return f"{self.name}: {', '.join(self.members)}" if self.members else self.name


@dataclass(frozen=True, slots=True)
class What:
    """A category of data by name, with what is in it."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the party × data × purpose table. ``recipient`` None: the sender looks at it itself.

    ``roles`` are the roles of people, in words, that an own use is limited to.
    """

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
    roles: tuple[str, ...] = ()


def exchanges(covenant: Covenant) -> tuple[Permission, ...]:
    """Return which party may give which data to which other party, in the order of the file."""
    return tuple(
        _permission(covenant, one, who(covenant, one.sender), who(covenant, one.recipient))
        for one in covenant.exchanges
    )


def own_uses(covenant: Covenant) -> tuple[Permission, ...]:
    """Return which party may itself look at which data, in the order of the file."""
    return tuple(_permission(covenant, one, who(covenant, one.by), None) for one in covenant.own_uses)


def who(covenant: Covenant, selector: str) -> Who:
    """Return the party or group that a selector names; the selector itself when it names nobody."""
    if selector.startswith(ROLE_PREFIX):
        role = selector.removeprefix(ROLE_PREFIX)
        members = covenant.members(selector)
        names = tuple(party.name for code, party in covenant.parties.items() if code in members)
        return Who(PLURALS.get(role, role), names)
    party = covenant.parties.get(selector)
    return Who(party.name if party else selector)


def role_names(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles of people as people say them."""
    return tuple(ROLE_NAMES_NL[Role(role)] for role in roles)


def retention_in_words(retention: Retention) -> str:
    """Return "6 maanden na afsluiting, dan vernietigd"."""
    return f"{retention.term.in_dutch} {_STARTS[retention.starts]}, {_ENDS[retention.then]}"


def retention_in_english(retention: Retention) -> str:
    """Return "6 months after closing, then destroyed"."""
    return f"{retention.term.in_english} {_STARTS_EN[retention.starts]}, {_ENDS_EN[retention.then]}"


def conditions_in_words(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """Return each condition as a sentence without its full stop."""
    return tuple(in_words(condition) for condition in conditions)


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
        conditions=conditions_in_words(permission.conditions),
        kept=retention_in_words(permission.retention),
        special_ground=permission.special_ground,
        roles=role_names(permission.roles) if isinstance(permission, OwnUse) else (),
    )


def _what(covenant: Covenant, category: str) -> What:
    names = covenant.categories.get(category, ())
    return What(
        category.replace("_", " "),
        tuple(FIELDS[name].description if name in FIELDS else name for name in names),
    )
