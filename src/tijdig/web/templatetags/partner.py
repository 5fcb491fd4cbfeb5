"""Referrals in words, as the helper that has them sees them."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tijdig.casework.rules.states import ReferralState
from tijdig.web.templatetags.components import badge

register = template.Library()

STATES = {
    ReferralState.OFFERED: (_("Wacht op uw antwoord"), "accent"),
    ReferralState.ACCEPTED: (_("Bij u in behandeling"), "ok"),
}
OVER = (_("Teruggemeld"), "")


@register.simple_tag
def referral_badge(state: ReferralState) -> SafeString:
    """Show where a referral stands, in a few words."""
    words, kind = STATES.get(state, OVER)
    return badge(str(words), kind)
