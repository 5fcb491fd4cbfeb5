"""Annexes 6 and 7: every permission of the file, an agreement each (C1, C2, R43, R44, R53)."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant, Exchange, OwnUse
from tijdig.covenant.rules.documents.wording import (
    annex,
    category_name,
    may,
    named,
    named_inside,
    points,
)
from tijdig.covenant.rules.table import retention_in_words, role_names, who
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Clause, Remark, Section

_CONDITIONS = "Dat mag alleen als dit allemaal klopt:"


def exchanges_annex(covenant: Covenant) -> Section:
    """Annex 6: who may give which data to whom."""
    return annex(
        6,
        "Wie geeft welke gegevens aan wie",
        (
            Remark(
                "Alleen wat hier staat, mag. Staat een gegeven er niet bij, dan geeft het systeem het niet door. "
                "Is niet bekend of een voorwaarde klopt, dan mag het ook niet."
            ),
            *(_exchange(covenant, one) for one in covenant.exchanges),
        ),
    )


def own_uses_annex(covenant: Covenant) -> Section:
    """Annex 7: which data a party may use itself."""
    return annex(
        7,
        "Wat een partij zelf mag gebruiken",
        (
            Remark("Ook hier geldt: staat een gegeven er niet bij, dan laat het systeem het niet zien."),
            *(_own_use(covenant, one) for one in covenant.own_uses),
        ),
    )


def _exchange(covenant: Covenant, exchange: Exchange) -> Clause:
    sender, recipient = who(covenant, exchange.sender), who(covenant, exchange.recipient)
    gives = f"{named(sender)} {may(sender)} aan {named_inside(recipient)} geven"
    return Clause(
        f"{gives}: {_categories(exchange)}.",
        (f"uitwisseling.{exchange.id}",),
        ("R1",),
        *_when(exchange),
        closing=_rest(covenant, exchange),
        short=f"{sender.name} {may(sender)} gegevens geven aan {recipient.name_inside}. {_why(covenant, exchange)}.",
        number=exchange.id,
    )


def _own_use(covenant: Covenant, use: OwnUse) -> Clause:
    user = who(covenant, use.by)
    names = enumeration(role_names(use.roles))
    limit = f" Alleen wie deze rol heeft: {names}." if use.roles else ""
    return Clause(
        f"{named(user)} {may(user)} zelf gebruiken: {_categories(use)}.{limit}",
        (f"eigen_gebruik.{use.id}",),
        ("R2",),
        *_when(use),
        closing=_rest(covenant, use),
        short=f"{user.name} {may(user)} zelf gegevens gebruiken. {_why(covenant, use)}.",
        number=use.id,
    )


def _why(covenant: Covenant, permission: Exchange | OwnUse) -> str:
    purpose = covenant.purposes.get(permission.purpose)
    return f"Waarvoor: {purpose.description if purpose else permission.purpose}"


def _categories(permission: Exchange | OwnUse) -> str:
    return enumeration(tuple(category_name(code) for code in permission.categories))


def _when(permission: Exchange | OwnUse) -> tuple[str, tuple[str, ...]]:
    if not permission.conditions:
        return "Daar is geen voorwaarde bij.", ()
    return _CONDITIONS, points(permission.conditions)


def _rest(covenant: Covenant, permission: Exchange | OwnUse) -> tuple[str, ...]:
    purpose = covenant.purposes.get(permission.purpose)
    special = f"Extra grondslag voor BSN of bijzondere gegevens: {permission.special_ground}."
    return (
        f"{_why(covenant, permission)} ({purpose.ground if purpose else 'grondslag onbekend'}).",
        *((special,) if permission.special_ground else ()),
        f"Bewaren: {retention_in_words(permission.retention)}. Hoort bij artikel {permission.article}.",
    )
