"""The building blocks of pages. Each tag names its parameters; docs/for/page-builder.md shows each in use.

What stands in every row of a long table is made here and not in a template of its own: that costs a tenth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django import template
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    MultiWidget,
    RadioSelect,
)
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from tijdig.disclosure.services import Disclosed
from tijdig.problems import Decision, Problem
from tijdig.web.templatetags.wording import day, days_left, with_rule

register = template.Library()

# How many days before a term ends it is shown as urgent: what is left of a working week.
SOON_DAYS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A link of the breadcrumb, or (without address) the page itself."""

    label: str
    address: str = ""


@register.inclusion_tag("components/page_heading.html")
def page_heading(title: str, *trail: str, lead: str = "") -> dict[str, object]:
    """Show the page's ``<h1>``; ``trail`` is label, address, label, address … of the pages above it."""
    steps = [Step(str(label), address) for label, address in zip(trail[::2], trail[1::2], strict=True)]
    return {"title": title, "lead": lead, "steps": steps}


@register.inclusion_tag("components/alert.html")
def alert(text: str, level: str = "info", title: str = "") -> dict[str, object]:
    """Show a message: ``level`` is info, ok, warning or error (as ``django.contrib.messages`` names them too)."""
    kinds = {"success": "ok", "debug": "info"}
    return {"text": text, "level": kinds.get(level, level or "info"), "title": title}


@register.inclusion_tag("components/problems.html")
def problems(found: Iterable[Problem], title: str = "", level: str = "error") -> dict[str, object]:
    """Show problems: sentence, remedy, rule, and where there is one the row, column, line or key."""
    return {"problems": tuple(found), "title": title, "level": level}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    """Show above a form what is wrong in it, each with a link to its field; nothing when all is well."""
    fields = [form[name] for name in form.errors if name in form.fields]
    return {"form": form, "fields": fields, "anything": bool(form.errors)}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, row: bool = False, unmarked: bool = False) -> dict[str, object]:
    """Show one form field with label, help and errors; ``row`` sets its choices side by side.

    ``unmarked`` leaves out "(mag leeg blijven)", for a form that says once that all of it may stay empty.
    """
    widget = bound.field.widget
    return {
        "field": bound,
        "row": row,
        "unmarked": unmarked,
        "is_hidden": bound.is_hidden,
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple | MultiWidget),
        "is_checkbox": isinstance(widget, CheckboxInput),
        "help_id": f"{bound.auto_id}_helptext",
    }


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    decision: Decision | None = None,
    *,
    kind: str = "secondary",
    name: str = "",
    value: str = "",
    small: bool = False,
    about: str = "",
) -> dict[str, object]:
    """Show a submit button; with a ``decision`` that denies it is disabled and shows the decision's reasons.

    ``kind``: primary, secondary, subtle or danger. ``about`` is read aloud only ("Pak op" … "nummer 3").
    """
    refused = decision is not None and not decision.permitted
    return {
        "label": label,
        "refused": refused,
        "reasons": decision.reasons if decision is not None and refused else (),
        "kind": kind,
        "name": name,
        "value": value,
        "small": small,
        "about": about,
    }


@register.simple_tag
def why(reasons: Iterable[Problem | str], summary: str = "") -> SafeString:
    """Show the reasons of a decision, folded under "Waarom zie ik dit?"; nothing when there are none."""
    told = [(with_rule(reason) if isinstance(reason, Problem) else reason,) for reason in reasons]
    if not told:
        return SafeString("")
    return format_html(
        '<details class="tijdig-why"><summary>{}</summary><ul>{}</ul></details>',
        summary or gettext("Waarom zie ik dit?"),
        format_html_join("", "<li>{}</li>", told),
    )


@register.simple_tag
def withheld(decision: Decision) -> SafeString:
    """Say in the place of a value that it is withheld, and why."""
    return format_html(
        '<span class="tijdig-withheld">{}</span> {}',
        gettext("Niet voor u zichtbaar"),
        why(decision.reasons, gettext("Waarom niet?")),
    )


@register.inclusion_tag("components/fact.html")
def fact(label: str, value: object, source: str = "") -> dict[str, object]:
    """Show one row of a ``<dl class="tijdig-facts">``: term, value, and where it comes from."""
    return {"label": label, "value": value, "source": source, "decision": None}


@register.inclusion_tag("components/fact.html")
def disclosed_fact(label: str, released: Disclosed, name: str, source: str = "") -> dict[str, object]:
    """Show a disclosed field as a fact, or say that it is withheld; a field not asked for is an error.

    Raises ``KeyError`` for a field that the request did not name, so that a page never shows a silent gap.
    """
    if name in released.values:
        return {"label": label, "value": _shown(released.values[name]), "source": source, "decision": None}
    return {"label": label, "value": "", "source": source, "decision": released.withheld[name]}


def _shown(value: object) -> object:
    if value is None or value == "":
        return gettext("niet bekend")
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    return ", ".join(value) if isinstance(value, tuple) else value


@register.simple_tag
def badge(text: str, kind: str = "") -> SafeString:
    """Show a status in a word or two; ``kind``: ok, warning, danger, accent or nothing."""
    classes = f"utrecht-data-badge utrecht-data-badge--{kind}" if kind else "utrecht-data-badge"
    return format_html('<span class="{}">{}</span>', classes, text)


@register.simple_tag
def term(due: date, today: date, article: str = "") -> SafeString:
    """Show when something must be done, how many days are left, and under which article."""
    return _term_in_words(due, today, article, get_language())


@lru_cache(maxsize=2048)  # a long list names the same days again and again
def _term_in_words(due: date, today: date, article: str, _language: str | None) -> SafeString:
    left = (due - today).days
    kind = "danger" if left < 0 else "warning" if left <= SOON_DAYS else ""
    return format_html(
        '<span class="tijdig-term">{}</span> {} {}',
        day(due),
        badge(days_left(due, today), kind),
        format_html('<span class="tijdig-source">{}</span>', article) if article else "",
    )


@register.simple_tag
def rank_reasons(reasons: Iterable[str], empty: str = "") -> SafeString:
    """Show in words why a case stands where it stands."""
    told = tuple(reasons)
    if not told:
        return format_html('<p class="tijdig-soft">{}</p>', empty or gettext("Op volgorde van binnenkomst."))
    others = format_html_join("\n", "<li>{}</li>", ((reason,) for reason in told[1:]))
    return format_html('<ol class="tijdig-rank"><li><strong>{}</strong></li>\n{}</ol>', told[0], others)


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[object], empty: str = "") -> dict[str, object]:
    """Show what happened; each entry has ``at`` (datetime), ``title`` and may have ``text`` and ``who``."""
    return {"entries": tuple(entries), "empty": empty or gettext("Er is nog niets gebeurd.")}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str, action: str = "", address: str = "") -> dict[str, object]:
    """Teach what will stand here and what brings it about, with one next step where there is one."""
    return {"title": title, "text": text, "action": action, "address": address}


@register.inclusion_tag("components/steps.html")
def steps(current: int, *labels: str) -> dict[str, object]:
    """Show where someone is in a task of several pages; ``current`` counts from 1."""
    states = [(label, number < current, number == current) for number, label in enumerate(labels, 1)]
    return {"steps": states}


@register.inclusion_tag("components/key_figure.html")
def key_figure(label: str, value: object, note: str = "", address: str = "") -> dict[str, object]:
    """Show one figure of a ``<dl class="tijdig-figures">`` with what it counts, and a link to the rows behind it."""
    return {"label": label, "value": value, "note": note, "address": address}


@register.inclusion_tag("components/plot.html")
def plot(
    svg: str, caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> dict[str, object]:
    """Show a plot (SVG made by ``monitor``) with the table of its figures folded under it."""
    return {"svg": svg, "caption": caption, "headings": headings, "rows": rows}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[object]) -> dict[str, object]:
    """Show the pages of a long list, with ``?pagina=``; nothing when there is one page."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("components/tabs.html")
def tabs(label: str, current: str, choices: Mapping[str, tuple[str, int | None]]) -> dict[str, object]:
    """Show views of one list as links ``?toon=<key>``; ``choices``: key → (label, count or None)."""
    entries = [(key, text, count, key == current) for key, (text, count) in choices.items()]
    return {"label": label, "entries": entries}


@register.inclusion_tag("components/sort_heading.html")
def sort_heading(label: str, key: str, current: str) -> dict[str, object]:
    """Show a column heading that sorts with ``?volgorde=<key>``; ``-key`` is the other way round."""
    ascending, descending = current == key, current == f"-{key}"
    state = "ascending" if ascending else "descending" if descending else ""
    return {"label": label, "state": state, "target": f"-{key}" if ascending else key}
