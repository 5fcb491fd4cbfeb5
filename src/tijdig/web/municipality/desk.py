"""What people set for their own desk: when they are away, who stands in, and reminders by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.actors import Action, Actor, Role, permission
from tijdig.casework.colleagues import Colleague, case_directors
from tijdig.casework.models import Desk
from tijdig.casework.queries.desk import desk_of, districts_of
from tijdig.casework.services import choose_reminders, end_leave, keep_districts, plan_leave
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import DayField
from tijdig.web.posting import status_of

REMINDERS = (
    (Desk.Reminders.DAILY.value, _("Elke werkdag")),
    (Desk.Reminders.WEEKLY.value, _("Eén keer per week")),
    (Desk.Reminders.NEVER.value, _("Nooit")),
)


class LeaveForm(forms.Form):
    """When someone is away, and who stands in; a coordinator chooses whose leave it is."""

    person = forms.ChoiceField(label=_("Wie is afwezig?"))
    first_day = DayField(_("Eerste dag"))
    last_day = DayField(_("Laatste dag"))
    replacement = forms.ChoiceField(
        label=_("Wie neemt waar?"),
        required=False,
        help_text=_("Deze collega ziet uw zaken in de eigen lijsten en kan eraan werken."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, actor: Actor, directors: tuple[Colleague, ...]
    ) -> None:
        """Make the form for who may be chosen by this actor."""
        super().__init__(data, initial={"person": str(actor.person_id)})
        everyone = [(str(one.person_id), one.name) for one in directors]
        own = [pair for pair in everyone if pair[0] == str(actor.person_id)]
        for name, choices in (
            ("person", everyone if actor.role is Role.COORDINATOR else own),
            ("replacement", [("", _("Niemand")), *everyone]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class RemindersForm(forms.Form):
    """How often one gets an e-mail of what waits."""

    reminders = forms.ChoiceField(
        label=_("Hoe vaak wilt u een e-mail met wat er wacht?"),
        choices=REMINDERS,
        widget=forms.RadioSelect,
        help_text=_("In de e-mail staan alleen aantallen en een link; nooit iets over een inwoner."),
    )


class DistrictsForm(forms.Form):
    """The districts of the municipality, one on a line."""

    districts = forms.CharField(
        label=_("Wijken en hun postcodes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Eén wijk per regel: de naam, een dubbele punt, en de postcodes. Bijvoorbeeld: Centrum: 6001-6003, 6005"
        ),
    )

    def by_name(self) -> dict[str, str]:
        """Return postcodes by name; a line without a colon has none, and is refused as such."""
        lines = [line for line in self.cleaned_data["districts"].splitlines() if line.strip()]
        pairs = (line.partition(":") for line in lines)
        return {name.strip(): postcodes.strip() for name, _between, postcodes in pairs}


@require_safe
@acting
def desk(request: ActingRequest) -> HttpResponse:
    """Show who is away, and what this person chose for their own desk."""
    return _page(request)


@require_POST
@acting
def leave(request: ActingRequest) -> HttpResponse:
    """Keep a leave; what cannot be planned comes back with what was typed."""
    form = LeaveForm(request.POST, actor=request.actor, directors=case_directors(request.actor.controller_id))
    if not form.is_valid():
        return _page(request, form)
    filled = form.cleaned_data
    try:
        plan_leave(
            actor=request.actor,
            person=UUID(filled["person"]),
            first_day=filled["first_day"],
            last_day=filled["last_day"],
            replacement=UUID(filled["replacement"]) if filled["replacement"] else None,
        )
    except Refused as refusal:
        return _page(request, form, refusal.problems)
    messages.success(request, _("De afwezigheid is vastgelegd."))
    return redirect("municipality:desk")


@require_POST
@acting
def leave_over(request: ActingRequest, leave_id: UUID) -> HttpResponse:
    """Take back a leave, or end it early."""
    end_leave(actor=request.actor, leave_id=leave_id)
    messages.success(request, _("De afwezigheid is voorbij."))
    return redirect("municipality:desk")


@require_POST
@acting
def reminders(request: ActingRequest) -> HttpResponse:
    """Keep how often this person is reminded."""
    form = RemindersForm(request.POST)
    if not form.is_valid():
        return _page(request)
    choose_reminders(actor=request.actor, reminders=Desk.Reminders(form.cleaned_data["reminders"]))
    messages.success(request, _("Uw keuze is bewaard."))
    return redirect("municipality:desk")


@require_POST
@acting
def districts(request: ActingRequest) -> HttpResponse:
    """Draw the districts anew; what cannot be read comes back with what was typed."""
    form = DistrictsForm(request.POST)
    if not form.is_valid():
        return _page(request, districts_form=form)
    try:
        placed = keep_districts(actor=request.actor, districts=form.by_name())
    except Refused as refusal:
        return _page(request, districts_form=form, problems=refusal.problems)
    messages.success(
        request, _("De wijken zijn bewaard. Ingedeelde open zaken: %(cases)s.") % {"cases": placed}
    )
    return redirect("municipality:desk")


def _page(
    request: ActingRequest,
    form: LeaveForm | None = None,
    problems: tuple[Problem, ...] = (),
    districts_form: DistrictsForm | None = None,
) -> HttpResponse:
    directors = case_directors(request.actor.controller_id)
    found = desk_of(request.actor)
    context = {
        "desk": found,
        "form": form or LeaveForm(None, actor=request.actor, directors=directors),
        "may_plan": request.actor.role is Role.COORDINATOR
        or any(one.person_id == request.actor.person_id for one in directors),
        "reminders": RemindersForm(initial={"reminders": found.reminders}),
        "problems": () if districts_form else problems,
        "district_problems": problems if districts_form else (),
        "districts": districts_form or DistrictsForm(initial={"districts": _written(request.actor)}),
        "may_draw": permission(request.actor, Action.SET_DISTRICTS),
        "today": timezone.localdate(),
        "actor": request.actor,
    }
    return render(
        request,
        "municipality/desk.html",
        context,
        status=status_of(problems, incomplete=bool(form or districts_form)),
    )


def _written(actor: Actor) -> str:
    return "\n".join(f"{name}: {postcodes}" for name, postcodes in districts_of(actor))
