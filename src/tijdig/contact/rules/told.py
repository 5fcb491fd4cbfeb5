"""What a tenant is told about the use of personal data (GDPR art. 14, R18), read from the covenant that is executed."""

from __future__ import annotations

from dataclasses import dataclass

from tijdig.covenant.rules.document import (
    HELPING_ROLES,
    Covenant,
    Exchange,
    OwnUse,
    RetentionEnd,
    RetentionStart,
)
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import PurposeCode

# What the municipality does with a case; looking back at it in figures is not about the tenant.
TOLD_PURPOSES = frozenset(
    {PurposeCode.EARLY_SIGNAL, PurposeCode.LINKAGE, PurposeCode.TRIAGE, PurposeCode.HELP, PurposeCode.MEETING}
)
_STARTS = {
    RetentionStart.RECEIPT: "nadat wij de melding kregen",
    RetentionStart.CLOSING: "nadat uw zaak is afgesloten",
    RetentionStart.RETRIEVAL: "nadat wij ze hebben opgevraagd",
}
_ENDS = {
    RetentionEnd.DESTROY: "Daarna vernietigen wij ze.",
    RetentionEnd.SELECTION_LIST: "Kreeg u hulp, dan geldt daarna de selectielijst van gemeenten.",
}


@dataclass(frozen=True, slots=True)
class ToldUse:
    """Purpose and ground in words; categories with their fields; names of recipients; a sentence per retention term."""

    purpose: str
    ground: str
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    recipients: tuple[str, ...]
    retention: tuple[str, ...]


def told_use(covenant: Covenant) -> ToldUse:
    """Return what the tenant is told of what the municipality does with a case under this covenant."""
    municipality = covenant.municipality.code
    held: tuple[Exchange | OwnUse, ...] = (
        *(one for one in covenant.exchanges if municipality in covenant.members(one.recipient)),
        *(one for one in covenant.own_uses if municipality in covenant.members(one.by)),
    )
    used = [one for one in held if one.purpose in TOLD_PURPOSES]
    categories = dict.fromkeys(category for one in used for category in one.categories)
    signalling = covenant.purposes[PurposeCode.EARLY_SIGNAL]
    return ToldUse(
        purpose=signalling.description,
        ground=signalling.ground,
        categories=tuple((name.capitalize(), _fields(covenant, name)) for name in categories),
        recipients=_helpers(covenant),
        retention=tuple(dict.fromkeys(_sentence(covenant, one) for one in used)),
    )


def _fields(covenant: Covenant, category: str) -> tuple[str, ...]:
    return tuple(FIELDS[name].description for name in covenant.categories[category])


def _helpers(covenant: Covenant) -> tuple[str, ...]:
    """The parties to which the municipality may hand a case, or with which it discusses one."""
    municipality = covenant.municipality.code
    given = [one for one in covenant.exchanges if municipality in covenant.members(one.sender)]
    reached = {code for one in given for code in covenant.members(one.recipient)}
    return tuple(
        party.name
        for code, party in covenant.parties.items()
        if code in reached and party.role in HELPING_ROLES
    )


def _sentence(covenant: Covenant, used: Exchange | OwnUse) -> str:
    kept = used.retention
    purpose = covenant.purposes[used.purpose].description
    return f"{purpose}: {kept.term.in_dutch} {_STARTS[kept.starts]}. {_ENDS[kept.then]}"
