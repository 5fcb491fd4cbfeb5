"""The lines of the day in words: what, why, by when, and where on the page of the case it is done."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.casework.queries.lines import ShownLine
from tijdig.casework.rules.lines import Line
from tijdig.casework.rules.states import ReferralState
from tijdig.casework.rules.terms import Article, TermKind, TermState
from tijdig.web.templatetags.wording import task_in_words

register = template.Library()

TERMS = {
    TermKind.FIRST_CONVERSATION: _("Voer het eerste gesprek"),
    TermKind.INFORM: _("Informeer de inwoner"),
    TermKind.INVITE: _("Nodig samen met uw collega uit"),
    TermKind.DECIDE: _("Besluit op het verzoek om schuldhulp"),
    TermKind.PAUSE_CHECK: _("Controleer de incassopauze"),
    TermKind.ANSWER_REFERRAL: _("Vraag de hulpverlener om antwoord"),
}
REFERRALS = {
    ReferralState.OFFERED: _("%(party)s heeft nog niet geantwoord"),
    ReferralState.ACCEPTED: _("%(party)s neemt de zaak aan"),
    ReferralState.REFUSED: _("%(party)s weigert de zaak: kies een andere weg"),
    ReferralState.REPORTED: _("%(party)s meldt terug: bepaal wat nu volgt"),
    ReferralState.RETURNED: _("%(party)s geeft de zaak terug: kies een andere weg"),
}
# Where on the page of the case one does it.
PLACES = {
    TermKind.FIRST_CONVERSATION: "contact",
    TermKind.INFORM: "contact",
    TermKind.INVITE: "contact",
    TermKind.DECIDE: "hulp",
    TermKind.PAUSE_CHECK: "taken",
    TermKind.ANSWER_REFERRAL: "hulp",
}


@register.filter
def line_words(shown: ShownLine) -> str:
    """Return what there is to do, as an order to oneself."""
    line = shown.line
    if line.term is not None:
        return str(TERMS[line.term.kind])
    if line.referral is not None:
        return str(REFERRALS[line.referral]) % {"party": shown.party_name}
    if line.task is not None:
        return task_in_words(line.task, line.text)
    return gettext("Nieuwe zaak voor u: zoek contact")


@register.filter
def line_address(shown: ShownLine) -> str:
    """Return where one does it: the part of the page of the case."""
    return f"{reverse('municipality:case', args=[shown.case_id])}#{_place(shown.line)}"


def _place(line: Line) -> str:
    if line.term is not None:
        return PLACES[line.term.kind]
    if line.referral is not None:
        return "hulp"
    return "taken" if line.task is not None else "wie"


@register.filter
def line_article(shown: ShownLine) -> str:
    """Return where the term of a line is written; empty for a line that is no term."""
    return written_article(shown.line.term.article) if shown.line.term is not None else ""


@register.filter
def written_article(article: Article | None) -> str:
    """Return where a term is written: the article of the covenant, the law, and the number of the rule."""
    if article is None:
        return ""
    parts = (
        [gettext("convenant artikel %(article)s") % {"article": article.covenant}] if article.covenant else []
    )
    parts += [gettext(article.law)] if article.law else []
    parts += [] if parts else [gettext("convenant")]
    return f"{', '.join(parts)} ({gettext('regel %(rule)s') % {'rule': article.rule}})"


@register.filter
def row_class(shown: ShownLine) -> str:
    """Return how a line stands out: late, or not."""
    term = shown.line.term
    return "tijdig-row-urgent" if term is not None and term.state is TermState.LATE else ""
