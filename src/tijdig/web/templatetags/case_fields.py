"""Fields that ``disclosure`` granted or withheld, as any audience's page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.translation import gettext

from tijdig.casework.queries import ShownField
from tijdig.covenant.rules.fields import FIELDS
from tijdig.disclosure.services import Disclosed
from tijdig.problems import Decision, Problem
from tijdig.web.templatetags.wording import day, euro, register_date, yes_no

register = template.Library()

FIRST_LOOK = {
    "signaal.bedrag",
    "signaal.maanden",
    "signaal.naam",
    "signaal.telefoon",
    "signaal.email",
    "signaal.crisis",
    "signaal.warme_overdracht",
}
COLLECTION = {
    "signaal.contact_gezocht",
    "signaal.gewezen_op_hulp",
    "signaal.herinnering",
    "signaal.aanbod_doorgeven",
    "signaal.geinformeerd",
}
EMPTY: tuple[object, ...] = (None, "", ())
AMOUNTS = {"signaal.bedrag"}
IN_WORDS = {"doorgeleiding.status", "signaal.status", "zaak.resultaat"}  # our own words, or the standard's


@register.filter
def shown(field: ShownField) -> object:
    """Return a granted field's value as people read it; amounts are in cents, birth dates may be partial."""
    value = field.value
    if value in EMPTY:
        return gettext("niet bekend")
    if isinstance(value, bool):
        return yes_no(value)
    if field.code in AMOUNTS and isinstance(value, int):
        return euro(value)
    if field.code == "signaal.geboortedatum" and isinstance(value, str):
        return register_date(value)
    if field.code in IN_WORDS and isinstance(value, str):
        return gettext(value)
    if isinstance(value, date):
        return day(value)
    return ", ".join(value) if isinstance(value, tuple) else value


@register.filter
def field_of(fields: Iterable[ShownField], code: str) -> ShownField | None:
    """Return the field with this code."""
    return next((field for field in fields if field.code == code), None)


@register.filter
def starting_with(fields: Iterable[ShownField], prefixes: str) -> list[ShownField]:
    """Return the fields whose code starts with one of these (comma-separated) prefixes."""
    return [field for field in fields if field.code.startswith(tuple(prefixes.split(",")))]


@register.filter
def granted(fields: Iterable[ShownField]) -> list[ShownField]:
    """Return the fields that may be seen."""
    return [field for field in fields if field.granted]


@register.filter
def known(fields: Iterable[ShownField]) -> list[ShownField]:
    """Return the granted fields that have a value."""
    return [field for field in fields if field.granted and field.value not in EMPTY]


@register.filter
def labels_not_known(fields: Iterable[ShownField]) -> str:
    """Return in one phrase which granted fields have no value; empty when all have one."""
    return ", ".join(gettext(field.label) for field in fields if field.granted and field.value in EMPTY)


@register.inclusion_tag("components/withheld_fields.html")
def withheld_fields(fields: Iterable[ShownField]) -> dict[str, object]:
    """Say once which fields are withheld and why, instead of once per field; nothing when all are granted."""
    hidden = [field for field in fields if not field.granted]
    told = {reason.nl: reason for field in hidden for reason in field.decision.reasons}
    return {"labels": [gettext(field.label) for field in hidden], "reasons": list(told.values())}


@dataclass(frozen=True, slots=True)
class AskedWhy:
    """Fields with the same answer to "why may I see this?" or "why not?"."""

    granted: bool
    labels: tuple[str, ...]
    reasons: tuple[Problem, ...]


@register.inclusion_tag("components/why_fields.html")
def why_fields(fields: Iterable[ShownField]) -> dict[str, object]:
    """Say of each field why it is shown or not: exchange, article, purpose, legal basis and term (C1)."""
    return _asked_why((gettext(field.label), field.decision) for field in fields)


@register.inclusion_tag("components/why_fields.html")
def why_disclosed(released: Disclosed) -> dict[str, object]:
    """Say the same of everything that was asked about one subject."""
    decisions = {**released.granted, **released.withheld}
    return _asked_why(
        (gettext(field.description), decisions[name]) for name, field in FIELDS.items() if name in decisions
    )


def _asked_why(asked: Iterable[tuple[str, Decision]]) -> dict[str, object]:
    found: dict[tuple[bool, tuple[tuple[str, str], ...]], tuple[list[str], Decision]] = {}
    for label, decision in asked:
        told = tuple((reason.code, reason.nl) for reason in decision.reasons)
        found.setdefault((decision.permitted, told), ([], decision))[0].append(label)
    groups = [
        AskedWhy(decision.permitted, tuple(dict.fromkeys(labels)), decision.reasons)
        for labels, decision in found.values()
    ]
    return {"groups": groups, "summary": gettext("Waarom zie ik dit, en wat niet?")}


@register.filter
def shown_or_nothing(field: ShownField | None) -> str:
    """Return a granted text; empty when it is withheld or not known."""
    return str(field.value) if field and field.granted and field.value else ""


@register.filter
def important(fields: Iterable[ShownField]) -> list[ShownField]:
    """Return the fields of a signal that one looks for first."""
    return [field for field in fields if field.code in FIRST_LOOK]


@register.filter
def collection_steps(fields: Iterable[ShownField]) -> list[ShownField]:
    """Return the dated steps of the partner's own social collection (R5, R17)."""
    return [field for field in fields if field.code in COLLECTION]


@register.filter
def less_important(fields: Iterable[ShownField]) -> list[ShownField]:
    """Return the other fields of a signal."""
    return [field for field in fields if field.code not in FIRST_LOOK | COLLECTION]
