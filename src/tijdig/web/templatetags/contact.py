"""Seeking contact, on the page of a case: the next step, the quick log, the appointments."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.casework.queries import CasePage
from tijdig.casework.queries.withheld import withholdings_of_case
from tijdig.casework.rules.covenant_fields import BENEFIT, CONTACT, TASKS
from tijdig.casework.rules.task_requirements import withholding_tasks
from tijdig.casework.rules.transitions import Act
from tijdig.contact.queries import contact_panel as read_panel
from tijdig.contact.queries import messages_of_case
from tijdig.contact.rules.messages import (
    CHANNEL_NAMES_NL,
    KIND_NAMES_NL,
    STATE_NAMES_NL,
    Channel,
    MessageKind,
    MessageState,
)
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.letters.markup import Run, plain_text, read_blocks
from tijdig.problems import problem_kinds, retell
from tijdig.web.municipality.forms import KINDS
from tijdig.web.templatetags.wording import remedy, sentence

register = template.Library()

STEPS: dict[AttemptKind, str | Promise] = {
    AttemptKind.PHONE: _("bellen"),
    AttemptKind.HOME_VISIT: _("langsgaan"),
    AttemptKind.LETTER: _("een brief sturen"),
    AttemptKind.CARD: _("een kaartje in de bus doen"),
    AttemptKind.MAIL: _("mailen"),
    AttemptKind.MESSAGE: _("een bericht sturen"),
    AttemptKind.APPOINTMENT: _("afspreken"),
}


@register.filter
def step_in_words(kind: AttemptKind) -> str | Promise:
    """Return what is done in a step, as one says it."""
    return STEPS.get(kind, kind.value)


@register.filter
def message_kind(kind: MessageKind) -> str:
    """Return what was written, with a capital."""
    name = gettext(KIND_NAMES_NL[kind])
    return f"{name[:1].upper()}{name[1:]}"


@register.inclusion_tag("municipality/contact/letter_text.html")
def letter_text(text: str, *, on_paper: bool) -> dict[str, object]:
    """Show a text as it leaves: in its form on paper, without its marks in a message."""
    return {"blocks": read_blocks(text) if on_paper else (), "plain": "" if on_paper else plain_text(text)}


@register.filter
def in_form(line: Iterable[Run]) -> SafeString:
    """Return a line of a letter, its emphasis as ``<strong>``."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<strong>{}</strong>", run.text) if run.strong else run.text,) for run in line),
    )


@register.filter
def message_channel(channel: Channel) -> str:
    """Return how it goes."""
    return gettext(CHANNEL_NAMES_NL[channel])


@register.filter
def message_state(state: MessageState) -> str:
    """Return where a message stands."""
    return gettext(STATE_NAMES_NL[state])


@register.filter
def told_problem(code: str) -> str:
    """Return the sentence and the remedy of a reason for not sending; empty for a code of a gateway."""
    if code not in problem_kinds():
        return ""
    problem = retell(code, {})
    return f"{sentence(problem)} {remedy(problem)}".strip()


@register.inclusion_tag("municipality/contact/messages.html", takes_context=True)
def case_messages(context: template.Context) -> dict[str, object]:
    """Show what was written in this case, and the way to write more, to who may know of contact."""
    page: CasePage = context["page"]
    granted = any(field.code == CONTACT and field.granted for field in page.fields)
    actor = context["request"].actor
    found = messages_of_case(actor.controller_id, page.head.case_id) if granted else ()
    may_write = page.possible.acts[Act.WRITE_MESSAGE].permitted
    return {"found": found, "may_write": may_write, "case_id": page.head.case_id}


@register.inclusion_tag("municipality/contact/withholdings.html", takes_context=True)
def withholdings(context: template.Context) -> dict[str, object]:
    """Show what rent is withheld, to who may know of the benefit and of the tasks (R30)."""
    page: CasePage = context["page"]
    granted = {field.code for field in page.fields if field.granted}
    if not withholding_tasks(page.covenant) or not granted.issuperset({BENEFIT, TASKS}):
        return {"withholdings": ()}
    return {"withholdings": withholdings_of_case(context["request"].actor, page.head.case_id)}


@register.inclusion_tag("municipality/contact/panel.html", takes_context=True)
def contact_panel(context: template.Context) -> dict[str, object]:
    """Show what comes next, what worked here, and the appointments; nothing where the covenant withholds contact."""
    page: CasePage = context["page"]
    actor = context["request"].actor
    panel = read_panel(actor, page)
    if panel is None:
        return {"panel": None, "may_seek": False}
    acts = page.possible.acts
    return {
        "panel": panel,
        "may_seek": acts[Act.LOG_ATTEMPT].permitted and not panel.stands_still,
        "may_plan": acts[Act.PLAN_APPOINTMENT].permitted,
        "case_id": page.head.case_id,
        "version": page.head.version,
        "today": context["today"],
        "kinds": [kind.value for kind in KINDS],
        "chosen_kind": (panel.coming.kind if panel.coming else AttemptKind.PHONE).value,
        "parts": [part.value for part in PartOfDay],
        "csrf_token": context.get("csrf_token"),
    }
