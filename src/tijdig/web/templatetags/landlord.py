"""Tags of the landlord's pages."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.rules.feedback_codes import ExternalCode
from tijdig.disclosure.services import Disclosed
from tijdig.feedback.queries import FeedbackLine

register = template.Library()

FEEDBACK_SENTENCES: dict[str, Promise] = {
    ExternalCode.UNJUSTIFIED: _("Het signaal voldeed niet aan de afspraken"),
    ExternalCode.REPEAT: _("Herhaalde melding van dezelfde achterstand"),
    ExternalCode.NO_RESIDENT: _("Persoon is geen inwoner (meer) van deze gemeente"),
    ExternalCode.DECEASED: _("Persoon is overleden"),
    ExternalCode.OFFER_ACCEPTED: _("Inwoner heeft het hulpaanbod aanvaard"),
    ExternalCode.OFFER_DECLINED: _("Inwoner heeft het hulpaanbod niet aanvaard"),
    ExternalCode.NOT_TAKEN_UP: _("Het signaal is niet opgepakt"),
    ExternalCode.NO_CONTACT: _("Er is geen contact met de inwoner gekregen"),
    "": _("Nog geen terugkoppeling"),
}


@register.filter
def month_name(first: date) -> str:
    """Return the month of a day in the reader's language: ``maart 2026``."""
    return date_format(first, "F Y")


@register.inclusion_tag("landlord/released.html")
def released(answer: Disclosed, name: str) -> dict[str, object]:
    """Show a released value, or that it is withheld and why; ``KeyError`` for a field that was not asked."""
    if name in answer.values:
        return {"value": answer.values[name], "decision": None}
    return {"value": "", "decision": answer.withheld[name]}


@register.inclusion_tag("landlord/feedback_of.html")
def feedback_of(line: FeedbackLine) -> dict[str, object]:
    """Show the projected code of a signal in words with the pause it may bring, or that it is withheld and why."""
    decision = line.released.withheld.get("terugkoppeling.code")
    return {
        "sentence": FEEDBACK_SENTENCES[line.code],
        "told": bool(line.code),
        "decision": decision,
        "pause": line.pause,
        "today": timezone.localdate(),
    }


@register.simple_tag
def in_language(dutch: str, english: str) -> str:
    """Return the sentence of the two that is in the reader's language."""
    return english if (get_language() or "nl").startswith("en") else dutch
