"""The workshop of a file's columns: look, try, answer, confirm; and the layouts that are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tijdig.actors import Action, require
from tijdig.intake.mappings import remembered_layouts
from tijdig.intake.queries import columns_to_confirm
from tijdig.intake.rules.sheets import ALL
from tijdig.intake.services import (
    ReceivedDelivery,
    choose_sheet,
    confirm_columns,
    forget_columns,
    look_at_waiting_file,
    withdraw_delivery,
)
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.landlord.columns import told_columns, told_trial
from tijdig.web.landlord.forms import ColumnsForm
from tijdig.web.landlord.going_on import go_on
from tijdig.web.landlord.layouts import told_layout
from tijdig.web.landlord.questions import posted_answers, told_questions
from tijdig.web.posting import posted

TRY = "proberen"


@acting
@require_http_methods(["GET", "POST"])
def columns(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Show what each column was taken for, let it be corrected and tried, ask what is in doubt, read the rows."""
    waiting = columns_to_confirm(request.actor, delivery_id)
    if waiting.sheets:
        return redirect("landlord:sheets", delivery_id)
    form = ColumnsForm(posted(request), plan=waiting.plan)
    chosen = form.columns if form.is_valid() else None
    answers = posted_answers(request.POST, waiting.plan)
    problems: tuple[Problem, ...] = ()
    if chosen is not None and TRY not in request.POST:
        try:
            return go_on(request, _confirmed(request, delivery_id, chosen, answers))
        except Refused as refusal:
            problems = refusal.problems
    file = look_at_waiting_file(actor=request.actor, delivery_id=delivery_id, columns=chosen, answers=answers)
    context = {
        "waiting": waiting,
        "form": form,
        "problems": problems,
        "columns": told_columns(form, file),
        "questions": told_questions(file.questions, file.plan),
        "trial": told_trial(file.trial),
    }
    return render(request, "landlord/columns.html", context, status=422 if problems else 200)


@acting
@require_http_methods(["GET", "POST"])
def sheets(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Ask which sheet of a workbook is meant, and go on to its columns."""
    waiting = columns_to_confirm(request.actor, delivery_id)
    if not waiting.sheets:
        return redirect("landlord:columns", delivery_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            choose_sheet(actor=request.actor, delivery_id=delivery_id, sheet=request.POST.get("blad", ""))
            return redirect("landlord:columns", delivery_id)
        except Refused as refusal:
            problems = refusal.problems
    context = {"waiting": waiting, "problems": problems, "ALL": ALL}
    return render(request, "landlord/sheets.html", context, status=422 if problems else 200)


@acting
@require_POST
def withdraw(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Take back a delivery whose columns were not confirmed."""
    withdraw_delivery(actor=request.actor, delivery_id=delivery_id)
    messages.success(request, gettext("Het bestand is weggegooid. Er is niets van bewaard."))
    return redirect("landlord:deliveries")


@acting
@require_GET
def layouts(request: ActingRequest) -> HttpResponse:
    """Show the layouts that are remembered: what each column is read as, what was answered, who said so and when."""
    require(request.actor, Action.DELIVER_SIGNALS)
    context = {"layouts": [told_layout(layout) for layout in remembered_layouts(request.actor)]}
    return render(request, "landlord/layouts.html", context)


@acting
@require_POST
def forget(request: ActingRequest, mapping_id: UUID) -> HttpResponse:
    """Forget a layout: the next file that has it is asked about again."""
    forget_columns(actor=request.actor, mapping_id=mapping_id)
    messages.success(
        request,
        gettext("De indeling is vergeten. Bij het volgende bestand vragen we weer wat de kolommen zijn."),
    )
    return redirect("landlord:layouts")


def _confirmed(
    request: ActingRequest, delivery_id: UUID, chosen: Mapping[str, str], answers: Mapping[str, str]
) -> ReceivedDelivery:
    return confirm_columns(
        actor=request.actor,
        delivery_id=delivery_id,
        columns=chosen,
        answers=answers,
        on=timezone.localdate(),
    )
