"""The privacy officer's first page: what asks attention first, and where everything is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_GET

from tijdig.actors import Action, require
from tijdig.ledger.queries import alarms_of
from tijdig.oversight.queries.duties import Duty, DutyKind, duties_of
from tijdig.web.acting import ActingRequest, acting

# What each duty asks, for one and for many; `name` is what it is about.
TEXTS: Mapping[DutyKind, object] = {
    DutyKind.BREACH: _("Datalek %(name)s is nog niet afgehandeld."),
    DutyKind.POLICY: _(
        "Stel in hoe uw gemeente het logboek controleert. Tot dan wordt er niets gecontroleerd."
    ),
    DutyKind.REVIEW: _("De logcontrole over %(name)s is nog niet ondertekend. Zonder oordeel: %(count)s."),
    DutyKind.QUESTION: ngettext_lazy(
        "Bij de logcontrole over %(name)s staat nog %(count)s vraag open.",
        "Bij de logcontrole over %(name)s staan nog %(count)s vragen open.",
        "count",
    ),
    DutyKind.RIGHTS: _("Beantwoord het verzoek %(name)s van een inwoner."),
    DutyKind.INFORM: ngettext_lazy(
        "%(count)s huishouden had al geïnformeerd moeten zijn. De regisseurs hebben er een taak voor.",
        "%(count)s huishoudens hadden al geïnformeerd moeten zijn. De regisseurs hebben er een taak voor.",
        "count",
    ),
    DutyKind.ERASE: ngettext_lazy(
        "%(count)s zaak had gewist moeten zijn. Vraag de beheerder of het dagelijkse werk loopt.",
        "%(count)s zaken hadden gewist moeten zijn. Vraag de beheerder of het dagelijkse werk loopt.",
        "count",
    ),
    DutyKind.EVALUATE: _("Leg vast dat de evaluatie van %(name)s is gehouden."),
    DutyKind.COVENANT_ENDS: _("%(name)s loopt bijna af. Daarna worden er geen gegevens gedeeld."),
    DutyKind.NO_COVENANT: _("Er is geen convenant in werking. Er worden geen gegevens gedeeld."),
}
RULES: Mapping[DutyKind, str] = {
    DutyKind.BREACH: "R60",
    DutyKind.POLICY: "L9",
    DutyKind.REVIEW: "L9",
    DutyKind.QUESTION: "L9",
    DutyKind.RIGHTS: "R55",
    DutyKind.INFORM: "R18",
    DutyKind.ERASE: "R53",
    DutyKind.EVALUATE: "R4",
    DutyKind.COVENANT_ENDS: "R4",
    DutyKind.NO_COVENANT: "R1",
}
_PAGES: Mapping[DutyKind, str] = {
    DutyKind.BREACH: "privacy:breach",
    DutyKind.POLICY: "privacy:policy",
    DutyKind.REVIEW: "privacy:review",
    DutyKind.QUESTION: "privacy:review",
    DutyKind.RIGHTS: "privacy:requests",
    DutyKind.EVALUATE: "privacy:evaluations",
    DutyKind.COVENANT_ENDS: "covenants:covenant",
    DutyKind.NO_COVENANT: "covenants:overview",
}


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that asks attention, in words, with its day, its rule, and the page where it is done."""

    text: str
    rule: str
    due_on: date | None
    late: bool
    address: str


@require_GET
@acting
def desk(request: ActingRequest) -> HttpResponseBase:
    """Show what waits, late things first."""
    require(request.actor, Action.READ_LOG)
    today = timezone.localdate()
    waiting = tuple(_told(duties_of(request.actor, today)))
    context = {"waiting": waiting, "today": today, "alarms": alarms_of(request.actor.controller_id)}
    return render(request, "privacy/desk.html", context)


def _told(duties: tuple[Duty, ...]) -> Iterator[Attention]:
    for duty in duties:
        page = _PAGES.get(duty.kind, "")
        yield Attention(
            text=str(TEXTS[duty.kind] % {"name": duty.name, "count": duty.count}),  # type: ignore[operator]
            rule=RULES[duty.kind],
            due_on=duty.due_on,
            late=duty.late,
            address=reverse(page, args=[duty.about] if duty.about else []) if page else "",
        )
