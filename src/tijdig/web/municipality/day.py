"""The start of the day of a case director or coordinator, and what belongs to their desk: leave and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tijdig.actors import Role
from tijdig.casework.queries.day import Day, PartOfDay, day
from tijdig.casework.queries.late import PAGE_SIZE, late_terms
from tijdig.casework.rules.lines import Part
from tijdig.casework.services import begin_day
from tijdig.contact.queries.appointments import appointments_of
from tijdig.meeting.queries.actions import actions_of
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import Text
from tijdig.web.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its heading, what stands there when there is nothing, and where the rest is."""

    slug: str
    title: Text
    empty: Text
    rest: str
    rest_label: Text
    part: PartOfDay

    @property
    def has_free(self) -> bool:
        """Whether a case in it has nobody, so that it can be taken up from here."""
        return any(shown.is_free for shown in self.part.lines)


@dataclass(frozen=True, slots=True)
class _Words:
    title: Text
    empty: Text
    rest: str
    rest_label: Text


_WORDS: Mapping[Part, _Words] = {
    Part.THREAT: _Words(
        _("Eerst: hier dreigt iets"),
        _("Niemand wacht op u met een dreigende ontruiming of afsluiting."),
        "/werklijst/?toon=threatened",
        _("Alle zaken waarin iets dreigt"),
    ),
    Part.TERMS: _Words(
        _("Termijnen"),
        _(
            "Er loopt deze week geen termijn af. Hier komt wat binnen zeven dagen moet, met het artikel erbij."
        ),
        "/werklijst/?toon=overdue",
        _("Alle zaken die te laat zijn"),
    ),
    Part.NEW: _Words(
        _("Nieuw voor u"),
        _(
            "Niets nieuws. Krijgt u een zaak van een collega, of komt er een bericht binnen, dan ziet u dat hier."
        ),
        "/werklijst/?toon=to-look-at",
        _("Alle berichten om te bekijken"),
    ),
    Part.REFERRALS: _Words(
        _("Verwijzingen"),
        _("Geen hulpverlener hoeft u nog te antwoorden. Antwoorden van hulpverleners komen hier binnen."),
        "/werklijst/?toon=referred",
        _("Alle verwezen zaken"),
    ),
    Part.TASKS: _Words(
        _("Taken voor vandaag"),
        _("Alle taken tot en met vandaag zijn klaar."),
        "/werklijst/?toon=mine",
        _("Al uw zaken"),
    ),
    Part.WAITING: _Words(
        _("Zonder regisseur"),
        _(
            "Elke zaak heeft een regisseur. Nieuwe zaken komen hier, met bovenaan wie het eerst hulp nodig heeft."
        ),
        "/werklijst/?toon=to-take-up",
        _("Alle zaken om op te pakken"),
    ),
}
# The coordinator sees the work of all, and has no cases.
_WORDS_OF_COORDINATOR: Mapping[Part, _Words] = {
    **_WORDS,
    Part.NEW: _Words(
        _("Nieuw voor de regisseurs"),
        _("Niets nieuws. Komt er een bericht binnen in een zaak van een regisseur, dan ziet u dat hier."),
        "/werklijst/?toon=to-look-at",
        _("Alle berichten om te bekijken"),
    ),
    Part.TASKS: _Words(
        _("Taken voor vandaag, van iedereen"),
        _("Alle taken tot en met vandaag zijn klaar."),
        "/werklijst/",
        _("Alle open zaken"),
    ),
}
# What each role is there for comes first.
_ORDER: Mapping[Role, tuple[Part, ...]] = {
    Role.CASE_DIRECTOR: (Part.THREAT, Part.TERMS, Part.NEW, Part.TASKS, Part.REFERRALS, Part.WAITING),
    Role.COORDINATOR: (Part.THREAT, Part.WAITING, Part.TERMS, Part.TASKS, Part.NEW, Part.REFERRALS),
}


@require_safe
@acting
def today(request: ActingRequest) -> HttpResponse:
    """Show what waits today, in the order in which it wants attention."""
    on = timezone.localdate()
    found = day(request.actor, since=begin_day(actor=request.actor, on=on))
    context = {
        "day": found,
        "sections": _sections(request.actor.role, found),
        "actions": actions_of(request.actor),
        "appointments": appointments_of(request.actor, on),
        "today": on,
        "actor": request.actor,
        "is_coordinator": request.actor.role is Role.COORDINATOR,
    }
    return render(request, "municipality/day.html", context)


@require_safe
@acting
def late(request: ActingRequest) -> HttpResponse:
    """Show a coordinator every term that is late, with whose it is."""
    found = late_terms(request.actor, page=whole_number(request.GET.get("pagina", ""), 1))
    context = {
        "late": found,
        "page": Paginator(range(found.total), PAGE_SIZE).page(found.page),
        "today": timezone.localdate(),
    }
    return render(request, "municipality/late.html", context)


def _sections(role: Role, found: Day) -> list[Section]:
    """The parts in the order of this role; what is empty comes after what is not."""
    parts = sorted(_ORDER[role], key=lambda part: not found.parts[part].total)
    told = _WORDS_OF_COORDINATOR if role is Role.COORDINATOR else _WORDS
    return [
        Section(part.value, words.title, words.empty, words.rest, words.rest_label, found.parts[part])
        for part in parts
        for words in (told[part],)
    ]
