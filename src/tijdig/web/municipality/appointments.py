"""Appointments with the tenant: make, move, cancel, and take one along in a calendar (R28, R30)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tijdig.actors import Action, require
from tijdig.casework.colleagues import inviting_people
from tijdig.casework.loading import case_of_actor
from tijdig.casework.rules.atw import next_working_day
from tijdig.contact.calendar_file import calendar_file
from tijdig.contact.queries import ShownAppointment, appointment_to_change, calendar_entry
from tijdig.contact.rules.appointments import NEEDS_PLACE, WHERE_NAMES_NL, Where
from tijdig.contact.services import cancel_appointment, move_appointment, plan_appointment
from tijdig.contact.services.appointments import Meeting
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import DayField, choices_of
from tijdig.web.municipality.meanwhile import about_the_case_as_it_is, meanwhile_in
from tijdig.web.numbers import whole_number
from tijdig.web.posting import posted, status_of


class AppointmentForm(forms.Form):
    """When, where and with whom; ``version`` is that of the case that the person looked at (K6)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(_("Welke dag?"))
    starts = forms.TimeField(label=_("Van"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Tot"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    where = forms.ChoiceField(label=_("Waar?"), choices=choices_of(WHERE_NAMES_NL), widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Welke plek?"),
        max_length=120,
        required=False,
        help_text=_("Alleen bij een afspraak op kantoor of ergens anders. Dit staat ook in de brief."),
    )

    def meeting(self) -> Meeting:
        """Return what was filled in; only for a valid form."""
        filled = self.cleaned_data
        starts, ends = (
            timezone.make_aware(datetime.combine(filled["on"], filled[name])) for name in ("starts", "ends")
        )
        return Meeting(starts, ends, Where(filled["where"]), filled["place"])


class PlanForm(AppointmentForm):
    """The same, with a colleague for the joint conversation (R30)."""

    second_person = forms.ChoiceField(label=_("Met welke collega?"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, people: list[tuple[str, str]], initial: Any
    ) -> None:
        """Make the form; ``people`` are the colleagues who can be there."""
        super().__init__(data, initial=initial)
        self.fields["second_person"].choices = [("", _("Niemand, alleen ik")), *people]  # type: ignore[attr-defined]


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Make an appointment in a case."""
    require(request.actor, Action.WORK_CASE)
    case = case_of_actor(request.actor, case_id)
    tomorrow = timezone.localdate() + timedelta(days=1)
    initial = {
        "version": case.version,
        "on": next_working_day(tomorrow),
        "starts": "10:00",
        "ends": "11:00",
        "where": Where.OFFICE.value,
        "second_person": str(case.second_owner or ""),
    }
    form = PlanForm(posted(request), people=_colleagues(request), initial=initial)

    def carry_out() -> object:
        second = form.cleaned_data["second_person"]
        return plan_appointment(
            actor=request.actor,
            case_id=case_id,
            version=form.cleaned_data["version"],
            meeting=form.meeting(),
            second_person=UUID(second) if second else None,
        )

    return _sent(request, form, case_id, carry_out)


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActingRequest, appointment_id: UUID) -> HttpResponse:
    """Give an appointment another moment or place."""
    require(request.actor, Action.WORK_CASE)
    found = appointment_to_change(request.actor, appointment_id)
    if found.is_cancelled and request.method != "POST":
        raise NotFound
    form = _form_of(found, posted(request))

    def carry_out() -> object:
        version = form.cleaned_data["version"]
        return move_appointment(
            actor=request.actor, appointment_id=appointment_id, version=version, meeting=form.meeting()
        )

    return _sent(request, form, found.case_id, carry_out, found)


@acting
@require_POST
def cancel(request: ActingRequest, appointment_id: UUID) -> HttpResponse:
    """Cancel an appointment."""
    require(request.actor, Action.WORK_CASE)
    found = appointment_to_change(request.actor, appointment_id)
    seen = whole_number(request.POST.get("version", ""), 0)
    try:
        cancel_appointment(actor=request.actor, appointment_id=appointment_id, version=seen)
    except Refused as refusal:
        return _page(request, _form_of(found), found.case_id, found, refusal.problems)
    messages.success(request, _("De afspraak is afgezegd. Laat het ook de inwoner weten."))
    return redirect("municipality:case", found.case_id)


@acting
@require_safe
def calendar(request: ActingRequest, appointment_id: UUID) -> HttpResponse:
    """Send an appointment as an iCalendar file."""
    content = calendar_file(calendar_entry(request.actor, appointment_id))
    name = content_disposition_header(as_attachment=True, filename=f"afspraak-{appointment_id}.ics") or ""
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


def _colleagues(request: ActingRequest) -> list[tuple[str, str]]:
    return [
        (str(one.person_id), f"{one.name} ({one.discipline})" if one.discipline else one.name)
        for one in inviting_people(request.actor.controller_id)
        if one.person_id != request.actor.person_id
    ]


def _form_of(found: ShownAppointment, data: Mapping[str, Any] | None = None) -> AppointmentForm:
    initial = {
        "version": found.case_version,
        "on": found.starts_at.date(),
        "starts": found.starts_at.time(),
        "ends": found.ends_at.time(),
        "where": found.where.value,
        "place": found.place if found.where in NEEDS_PLACE else "",
    }
    return AppointmentForm(data, initial=initial)


def _sent(
    request: ActingRequest,
    form: AppointmentForm,
    case_id: UUID,
    carry_out: Callable[[], object],
    found: ShownAppointment | None = None,
) -> HttpResponse:
    """Carry out what was sent; what cannot be done comes back with what was typed."""
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, case_id, found)
    try:
        carry_out()
    except Refused as refusal:
        return _page(request, form, case_id, found, refusal.problems)
    messages.success(request, _("De afspraak staat. U kunt hem in uw eigen agenda zetten."))
    return redirect("municipality:case", case_id)


def _page(
    request: ActingRequest,
    form: AppointmentForm,
    case_id: UUID,
    found: ShownAppointment | None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    since = meanwhile_in(request, case_id, request.POST.get("version", "")) if problems else None
    if form.is_bound:
        about_the_case_as_it_is(form, since)
    context = {
        "form": form,
        "case_id": case_id,
        "problems": problems,
        "standing": None if found is None or found.is_cancelled else found,
        "meanwhile": since,
    }
    status = status_of(problems, incomplete=bool(form.errors))
    return render(request, "municipality/contact/appointment.html", context, status=status)
