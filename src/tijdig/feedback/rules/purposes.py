"""For which purpose may a partner be told something? The covenant says; no purpose is a constant in code."""

from __future__ import annotations

from collections.abc import Collection

from tijdig.covenant.rules.document import Covenant, Exchange, OwnUse


def narrowest_purpose(covenant: Covenant, sender: str, recipient: str, fields: Collection[str]) -> str:
    """Return the purpose of the permission that covers most of these fields and least besides; "" for none.

    ``sender`` equal to ``recipient`` asks about the party's own use. Whether the conditions hold is for ``disclose``.
    """
    wanted = frozenset(fields)
    best: Exchange | OwnUse | None = None
    best_fit = (0, 0)
    for permission in _permissions(covenant, sender, recipient):
        covered = covenant.fields_of(permission.categories)
        fit = (len(covered & wanted), -len(covered - wanted))
        if fit[0] and (best is None or fit > best_fit):
            best, best_fit = permission, fit
    return best.purpose if best else ""


def _permissions(covenant: Covenant, sender: str, recipient: str) -> tuple[Exchange | OwnUse, ...]:
    if sender == recipient:
        return tuple(use for use in covenant.own_uses if recipient in covenant.members(use.by))
    return tuple(
        exchange
        for exchange in covenant.exchanges
        if sender in covenant.members(exchange.sender) and recipient in covenant.members(exchange.recipient)
    )
