"""Deliveries that wait because they are not as expected: decide with a reason, and set what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tijdig.actors import Action, require
from tijdig.casework.tasks import work_up_controller
from tijdig.intake.expectations import decided_deliveries, expectations_of, held_deliveries
from tijdig.intake.services import set_expectations, waive_concerns
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.coordinator.expectations_form import ExpectationsForm
from tijdig.web.posting import posted, status_of


@dataclass(frozen=True, slots=True)
class Typed:
    """A reason that was refused: for which delivery, what stood there, and what is wrong with it."""

    delivery_id: UUID
    reason: str
    problems: tuple[Problem, ...]


@acting
@require_http_methods(["GET", "POST"])
def held(request: ActingRequest) -> HttpResponse:
    """Show which deliveries wait for a decision and why, and what is expected of a delivery; set that."""
    require(request.actor, Action.DECIDE_DELIVERIES)
    form = ExpectationsForm(posted(request), expected=expectations_of(request.actor.controller_id))
    if request.method == "POST" and form.is_valid():
        set_expectations(actor=request.actor, expected=form.expected)
        messages.success(request, gettext("Bewaard. Het geldt voor wat vanaf nu binnenkomt."))
        return redirect("coordinator:held")
    return _page(request, form)


@acting
@require_POST
def waive(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Take in a delivery that waits, for a reason."""
    try:
        kept = waive_concerns(
            actor=request.actor,
            delivery_id=delivery_id,
            reason=request.POST.get("reden", ""),
            on=timezone.localdate(),
        )
    except Refused as refusal:
        require(request.actor, Action.DECIDE_DELIVERIES)
        form = ExpectationsForm(None, expected=expectations_of(request.actor.controller_id))
        return _page(request, form, Typed(delivery_id, request.POST.get("reden", ""), refusal.problems))
    if kept.new or kept.corrected:
        work_up_controller.enqueue(request.actor.controller_id)
    messages.success(request, gettext("De aanlevering is aangenomen. Uw beslissing en reden zijn bewaard."))
    return redirect("coordinator:held")


def _page(request: ActingRequest, form: ExpectationsForm, typed: Typed | None = None) -> HttpResponse:
    context = {
        "waiting": held_deliveries(request.actor),
        "decided": decided_deliveries(request.actor),
        "form": form,
        "typed": typed,
    }
    status = status_of(typed.problems if typed else (), incomplete=bool(form.errors))
    return render(request, "coordinator/held.html", context, status=status)
