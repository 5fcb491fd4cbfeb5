"""The state of a covenant version in words and colour."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.queries import CovenantStanding
from tijdig.covenant.rules.comparing import Change
from tijdig.covenant.rules.in_force import CovenantState

register = template.Library()

STATES = {
    CovenantState.ALTERED: (_("Ongeldig: een handtekening klopt niet meer"), "danger"),
    CovenantState.REVOKED: (_("Ingetrokken door een partij"), "danger"),
    CovenantState.REJECTED: (_("Afgewezen door een partij"), "danger"),
    CovenantState.REPLACED: (_("Vervangen door een nieuwere versie"), "danger"),
    CovenantState.EXPIRED: (_("Verlopen"), "danger"),
    CovenantState.NOT_ACCEPTED: (_("Wacht op akkoord van partijen"), "warning"),
    CovenantState.NOT_ACTIVATED: (_("Wacht op de gemeente"), "warning"),
    CovenantState.NOT_YET: (_("Nog niet ingegaan"), "accent"),
    CovenantState.IN_FORCE: (_("In werking"), "ok"),
}


@register.filter
def state_name(state: CovenantState) -> str:
    """Return where a covenant version stands, in a few words."""
    return str(STATES[state][0])


@register.filter
def state_kind(state: CovenantState) -> str:
    """Return the kind of badge for it."""
    return STATES[state][1]


@register.filter
def names_to_sign(standing: CovenantStanding) -> tuple[str, ...]:
    """Return the names of the parties that must still sign."""
    return tuple(standing.covenant.parties[code].name for code in standing.to_sign)


@register.filter
def told(change: Change) -> str:
    """Return a difference between two versions as a sentence, in the reader's language."""
    return change.en if (get_language() or "nl").startswith("en") else change.nl
