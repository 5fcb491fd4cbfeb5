"""The terms of a case in words: what each is, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy as _

from tijdig.casework.queries.shown import CaseTerm, ShownPause
from tijdig.casework.rules.term_pauses import ARTICLES
from tijdig.casework.rules.terms import TermKind, TermState
from tijdig.web.choices import Text
from tijdig.web.municipality.pausing import GROUNDS

register = template.Library()

NAMES: Mapping[TermKind, Text] = {
    TermKind.FIRST_CONVERSATION: _("Eerste gesprek"),
    TermKind.INFORM: _("Inwoner informeren"),
    TermKind.INVITE: _("Samen uitnodigen"),
    TermKind.DECIDE: _("Besluit op het verzoek"),
    TermKind.ANSWER_REFERRAL: _("Antwoord van de hulpverlener"),
    TermKind.PAUSE_CHECK: _("Controle van de incassopauze"),
}
STATES: Mapping[TermState, tuple[Text, str]] = {
    TermState.RUNNING: (_("loopt"), ""),
    TermState.PAUSED: (_("staat stil"), "warning"),
    TermState.MET: (_("gehaald"), "ok"),
    TermState.MET_LATE: (_("te laat gehaald"), "warning"),
    TermState.LATE: (_("te laat"), "danger"),
}


@register.filter
def term_name(term: CaseTerm) -> str:
    """Return what must be done, and by whom where it is a helper."""
    name = str(NAMES[term.kind])
    return f"{name}: {term.party}" if term.party else name


@register.filter
def state_words(term: CaseTerm) -> str:
    """Return how a term stands; empty when that is withheld."""
    return str(STATES[term.state][0]) if term.state is not None else ""


@register.filter
def state_kind(term: CaseTerm) -> str:
    """Return how the state of a term stands out."""
    return STATES[term.state][1] if term.state is not None else ""


@register.filter
def pause_ground(shown: ShownPause) -> str:
    """Return on what ground a term stands still, with its article."""
    return f"{GROUNDS[shown.pause.ground]} ({ARTICLES[shown.pause.ground]})"
