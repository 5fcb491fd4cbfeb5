"""Under which purpose a reviewer may compare a signal with the register: the covenant says, no code is a constant."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant


def purpose_of_matching(covenant: Covenant, party: str, role: str, wanted: frozenset[str]) -> str:
    """Return the purpose of the party's own use, open to this role, that covers most of the wanted fields.

    Of two that cover as many, the one that shows least besides. Empty when there is none: then disclosure refuses.
    """
    best, best_fit = "", (0, 0)
    for use in covenant.own_uses:
        if party not in covenant.members(use.by) or (use.roles and role not in use.roles):
            continue
        covered = covenant.fields_of(use.categories)
        fit = (len(covered & wanted), -len(covered - wanted))
        if fit[0] and (not best or fit > best_fit):
            best, best_fit = use.purpose, fit
    return best
