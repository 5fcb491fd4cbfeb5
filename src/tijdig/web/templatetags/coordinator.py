"""Tags of the coordinator's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tijdig.casework.rules.progress import STEP_NAMES_NL, Progress
from tijdig.casework.rules.states import CaseState
from tijdig.disclosure.services import Disclosed
from tijdig.intake.rules.calendar import Punctuality
from tijdig.linkage.queries import DecidedLink, FirstLook, LinkInReview
from tijdig.linkage.rules.decision_table import line
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.linkage.rules.people import Reason
from tijdig.monitor.rules.gaps import Gap
from tijdig.months import Month
from tijdig.web.coordinator.comparing import Shown
from tijdig.web.coordinator.figures import PLOTS
from tijdig.web.templatetags.components import badge
from tijdig.web.templatetags.wording import register_date, sentence

register = template.Library()

PUNCTUALITY: dict[Punctuality, tuple[Promise, str]] = {
    Punctuality.NOT_YET: (_("kan nog niet"), ""),
    Punctuality.AWAITED: (_("wordt verwacht"), "accent"),
    Punctuality.IN_TIME: (_("op tijd"), "ok"),
    Punctuality.EARLY: (_("te vroeg"), "warning"),
    Punctuality.LATE: (_("te laat"), "warning"),
    Punctuality.MISSING: (_("niet aangeleverd"), "danger"),
}
GAPS: dict[Gap, tuple[Promise, str]] = {
    Gap.NEVER: (_("leverde nog niets aan"), "danger"),
    Gap.FELL_AWAY: (_("levert niet meer aan"), "danger"),
    Gap.MISSED: (_("sloeg maanden over"), "warning"),
    Gap.NONE: (_("levert aan"), "ok"),
}
STATES: dict[CaseState, Promise] = {
    CaseState.NEW: _("op te pakken"),
    CaseState.TAKEN_UP: _("opgepakt"),
    CaseState.SPOKEN: _("in gesprek"),
    CaseState.OFFERED: _("hulp aangeboden"),
    CaseState.ACCEPTED: _("hulp aanvaard"),
    CaseState.DECLINED: _("hulp niet gewenst"),
    CaseState.CLOSED: _("afgesloten"),
}


@register.filter
def month_name(first: date) -> str:
    """Return the month of a day in the reader's language: ``maart 2026``."""
    return date_format(first, "F Y")


@register.simple_tag
def punctuality_badge(punctuality: Punctuality) -> SafeString:
    """Show how a partner stands with its delivery."""
    text, kind = PUNCTUALITY[punctuality]
    return badge(str(text), kind)


@register.simple_tag
def gap_badge(gap: Gap) -> SafeString:
    """Show what the months of a partner come to."""
    text, kind = GAPS[gap]
    return badge(str(text), kind)


@register.simple_tag
def state_name(state: CaseState) -> str:
    """Return the state of a case in words."""
    return str(STATES[state])


@register.simple_tag
def work_list() -> str:
    """Return the address of the work list; empty when this installation has none."""
    try:
        return reverse("municipality:work_list")
    except NoReverseMatch:
        return ""


@register.inclusion_tag("coordinator/month_plot.html")
def month_plot(month: Month, name: str) -> dict[str, object]:
    """Show one plot as image, with its title as text."""
    address = reverse("coordinator:plot", args=[month, name])
    return {"address": address, "title": PLOTS[name].title}


REGISTER_STATES: dict[RegisterState, tuple[Promise, str]] = {
    RegisterState.RESIDENT: (_("woont hier"), "ok"),
    RegisterState.MOVED_WITHIN: (_("verhuisd binnen de gemeente"), "warning"),
    RegisterState.MOVED_AWAY: (_("verhuisd uit de gemeente"), "warning"),
    RegisterState.DECEASED: (_("overleden"), "danger"),
    RegisterState.UNKNOWN: (_("niet bekend"), ""),
}


@register.simple_tag
def register_badge(state: RegisterState) -> SafeString:
    """Show what the register says of a candidate."""
    text, kind = REGISTER_STATES[state]
    return badge(str(text), kind)


@register.filter
def reason_sentence(reason: Reason) -> str:
    """Return a reason of linkage in the reader's language."""
    return sentence(reason.said)


@register.simple_tag
def doubt_reason(link: LinkInReview) -> str:
    """Return in one sentence why a link is doubtful."""
    return sentence(link.reasons[0].said) if link.reasons else ""


@register.simple_tag
def rule_sentence(rule_id: str) -> str:
    """Return in words what a line of the decision table says; its id when the table of today has no such line."""
    try:
        return sentence(line(rule_id).said())
    except KeyError:
        return rule_id


@register.simple_tag
def decision_taken(decided: DecidedLink | FirstLook) -> str:
    """Return in words what a person decided, or chose at a first look, about a doubtful link."""
    if decided.candidate is None:
        return str(_("niemand uit de BRP"))
    return str(_("kandidaat %(position)s")) % {"position": decided.candidate}


@register.simple_tag
def party_name(names: Mapping[str, str], code: str) -> str:
    """Return the name of the organisation behind a party code; the code itself when it is no partner any more."""
    return names.get(code, code)


@register.inclusion_tag("coordinator/shown.html")
def shown(value: Shown) -> dict[str, object]:
    """Show one side of a comparison, with what differs marked."""
    return {"value": value}


@register.inclusion_tag("components/fact.html")
def disclosed_register_date(label: str, released: Disclosed, name: str) -> dict[str, object]:
    """Show a released register date as a fact in words, or that it is withheld."""
    if name in released.withheld:
        return {"label": label, "value": "", "source": "", "decision": released.withheld[name]}
    return {
        "label": label,
        "value": register_date(str(released.values[name] or "")),
        "source": "",
        "decision": None,
    }


@register.filter
def broken_off(run: Progress) -> bool:
    """Say whether the run must have been stopped."""
    return run.is_broken_off(timezone.now())


@register.filter
def told_progress(run: Progress) -> str:
    """Return how far the run is in words: the step, how much of it, and how long that still takes when it is known."""
    told = capfirst(gettext(STEP_NAMES_NL[run.step]))
    if run.total:
        counts = {"done": intcomma(run.done), "total": intcomma(run.total)}
        told += ": " + gettext("%(done)s van %(total)s") % counts
    left = run.remaining()
    if left is None:
        return f"{told}."
    minutes = ceil(left.total_seconds() / 60)
    about = ngettext("nog ongeveer %(count)s minuut", "nog ongeveer %(count)s minuten", minutes)
    return f"{told}, {about % {'count': minutes}}."
