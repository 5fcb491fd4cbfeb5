"""The meetings of one's organisation, and their days: planned in the covenant's rhythm, movable until they end."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.actors import Action, permission
from tijdig.meeting import queries, services
from tijdig.meeting.queries.pack import attended
from tijdig.parties.queries import party_names
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.meeting.forms import AheadForm, PlanForm
from tijdig.web.meeting.sending import NOTHING_SENT, Sent, Step, carry_out
from tijdig.web.posting import status_of

OVERVIEW = "meeting:overview"
ONE, AHEAD = "one", "ahead"


@require_safe
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """Show one's open actions, and the meetings in which the actor's organisation takes part: to come, and held."""
    return _overview(request)


def _overview(request: ActingRequest, sent: Sent = NOTHING_SENT) -> HttpResponse:
    next_day, today = queries.next_meeting_day(request.actor), timezone.localdate()
    meetings = queries.meetings_of(request.actor)
    may_plan = permission(request.actor, Action.HOLD_MEETING)
    to_come = [one for one in reversed(meetings) if one.ended_at is None]
    context = {
        "to_come": [(one, _move_form(one.pk, one.on, sent), sent.problems_for(one.pk)) for one in to_come],
        "held": [one for one in meetings if one.ended_at is not None],
        "actions": queries.actions_of(request.actor),
        "names": party_names(request.actor.controller_id),
        "form": PlanForm(sent.data_for(ONE), initial={"on": next_day}),
        "ahead": AheadForm(sent.data_for(AHEAD)),
        "problems": (*sent.problems_for(ONE), *sent.problems_for(AHEAD)),
        "may_plan": may_plan,
        "next_day": next_day,
        "today": today,
    }
    return render(
        request,
        "meeting/overview.html",
        context,
        status=status_of(sent.problems, incomplete=bool(sent.about)),
    )


def _move_form(meeting_id: UUID, on: object, sent: Sent) -> PlanForm:
    return PlanForm(sent.data_for(meeting_id), initial={"on": on}, auto_id=f"{meeting_id}-%s")


@require_POST
@acting
def plan(request: ActingRequest) -> HttpResponse:
    """Plan a meeting."""
    form, sent = PlanForm(request.POST), Sent(ONE, request.POST.dict())
    if not form.is_valid():
        return _overview(request, sent)
    step = Step(
        lambda: services.plan_meeting(actor=request.actor, on=form.cleaned_data["on"]),
        _("Het overleg is gepland. Zet nu de zaken op de agenda."),
        OVERVIEW,
    )
    return carry_out(request, step, sent, lambda refused: _overview(request, refused))


@require_POST
@acting
def plan_ahead(request: ActingRequest) -> HttpResponse:
    """Plan the coming meetings in the covenant's rhythm."""
    form, sent = AheadForm(request.POST), Sent(AHEAD, request.POST.dict())
    if not form.is_valid():
        return _overview(request, sent)
    step = Step(
        lambda: services.plan_ahead(actor=request.actor, count=form.cleaned_data["count"]),
        _("De overleggen zijn gepland. U kunt elk nog verplaatsen."),
        OVERVIEW,
    )
    return carry_out(request, step, sent, lambda refused: _overview(request, refused))


@require_POST
@acting
def move(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Move a meeting to another day."""
    attended(request.actor, meeting_id)
    form, sent = PlanForm(request.POST), Sent(str(meeting_id), request.POST.dict())
    if not form.is_valid():
        return _overview(request, sent)
    step = Step(
        lambda: services.move_meeting(actor=request.actor, meeting_id=meeting_id, on=form.cleaned_data["on"]),
        _("Het overleg is verplaatst."),
        OVERVIEW,
    )
    return carry_out(request, step, sent, lambda refused: _overview(request, refused))
