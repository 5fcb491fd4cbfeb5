"""Filters that put values into words: problems, money, days, periods, register dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from tijdig.actors import Role
from tijdig.casework.rules.states import TASK_NAMES_NL, TaskKind
from tijdig.covenant.rules.period import Period
from tijdig.problems import Problem
from tijdig.web.context import ROLE_TITLES

register = template.Library()


def _english() -> bool:
    return (get_language() or "nl").startswith("en")


@register.filter
def sentence(problem: Problem) -> str:
    """Return what is wrong, in the reader's language."""
    return problem.en if _english() else problem.nl


@register.filter
def standard(value: str) -> str:
    """Return a word of the national standard (DDAS) in the reader's language; it is kept and exchanged in Dutch."""
    return gettext(str(value))


def in_language(params: Mapping[str, object], name: str) -> str:
    """Return what a problem was told with in the reader's language: ``name`` is Dutch, ``name_en`` English."""
    return str(params.get(f"{name}_en" if _english() else name, ""))


@register.filter
def remedy(problem: Problem) -> str:
    """Return what can be done about it, in the reader's language; empty when nothing can."""
    return problem.remedy_en if _english() else problem.remedy_nl


@register.filter
def with_rule(problem: Problem) -> SafeString | str:
    """Return what is wrong with the rule behind it: ``… (regel R27)``; the sentence alone where there is no rule."""
    if not problem.rule:
        return sentence(problem)
    return format_html("{} {}", sentence(problem), _rule_in_words(problem.rule, get_language()))


@lru_cache(maxsize=1024)  # a long list names the same few rules again and again
def _rule_in_words(rule: str, _language: str | None) -> SafeString:
    return format_html('<span class="tijdig-rule">({})</span>', gettext("regel %(rule)s") % {"rule": rule})


@register.filter
def euro(cents: int) -> str:
    """Return an amount in cents as people write it: ``€ 1.234,56``; English: ``€1,234.56``."""
    amount = f"{abs(cents) / 100:,.2f}"
    sign = "-" if cents < 0 else ""
    if _english():
        return f"{sign}€{amount}"
    return f"{sign}€\u00a0{amount.translate(str.maketrans(',.', '.,'))}"


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Return a day in words inside a ``<time>``: ``3 maart 2026``; a dash where there is none."""
    if value is None:
        return "–"
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _day_in_words(local, get_language())


@lru_cache(maxsize=2048)  # a long list names the same days again and again
def _day_in_words(day: date, _language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "j F Y"))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return a day and time in words inside a ``<time>``: ``3 maart 2026, 14:05``; a dash where there is none."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), date_format(local, "j F Y, H:i")
    )


@register.filter
def register_date(lo3: str) -> str:
    """Return a register date (``19630000``) in words; zeros are unknown parts."""
    if not lo3 or lo3 == "0" * 8:
        return gettext("onbekend")
    year, month, day_of_month = int(lo3[:4]), int(lo3[4:6]), int(lo3[6:])
    if not month:
        return gettext("%(year)s (dag en maand onbekend)") % {"year": year}
    if not day_of_month:
        return gettext("%(month)s (dag onbekend)") % {"month": date_format(date(year, month, 1), "F Y")}
    return date_format(date(year, month, day_of_month), "j F Y")


def task_in_words(kind: TaskKind, description: str) -> str:
    """Return what a task asks; words of the covenant or of a person stay as they are, our own are translated."""
    own = TASK_NAMES_NL[kind]
    words = gettext(own) if description in {"", own.capitalize()} else description
    return words[:1].upper() + words[1:]


@register.filter
def in_words(period: Period | None) -> str:
    """Return a period in words: ``6 maanden``, ``3 working days``; a dash where there is none."""
    if period is None:
        return "–"
    return period.in_english if _english() else period.in_dutch


@register.filter
def days_left(due: date, today: date) -> str:
    """Return how long until ``due``, in words: today, tomorrow, 3 days left, 2 days too late."""
    left = (due - today).days
    if left < 0:
        return ngettext("%(n)s dag te laat", "%(n)s dagen te laat", -left) % {"n": -left}
    if left == 0:
        return gettext("vandaag")
    return ngettext("nog %(n)s dag", "nog %(n)s dagen", left) % {"n": left}


@register.filter
def yes_no(value: bool | None) -> str:  # noqa: FBT001
    """Return ``ja``, ``nee`` or ``onbekend`` for True, False and None."""
    return {True: gettext("ja"), False: gettext("nee"), None: gettext("onbekend")}[value]


@register.filter
def role_title(role: Role) -> str:
    """Return a role in words: ``Regisseur``."""
    return str(ROLE_TITLES[role])
