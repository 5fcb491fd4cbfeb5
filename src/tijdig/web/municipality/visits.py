"""House visits: choose whom, walk the round with a list on paper or screen, record each result (R35, R36)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tijdig.contact.queries.visits import doors_of_round, doors_to_choose, sheet_of_round
from tijdig.contact.services import plan_visits, record_visit
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.municipality.meanwhile import meanwhile_in
from tijdig.web.numbers import whole_number
from tijdig.web.posting import status_of


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest) -> HttpResponse:
    """Choose cases for a round of visits."""
    problems: tuple[Problem, ...] = ()
    doors = doors_to_choose(request.actor)
    if request.method == "POST":
        chosen = set(request.POST.getlist("zaak"))
        ids = [one.case_id for one in doors if str(one.case_id) in chosen]
        try:
            made = plan_visits(actor=request.actor, case_ids=ids)
        except Refused as refusal:
            problems = refusal.problems
        else:
            return redirect("municipality:visit_round", made.pk)
    context = {"doors": doors, "problems": problems}
    return render(request, "municipality/contact/visits.html", context, status=409 if problems else 200)


@acting
@require_safe
def visit_round(request: ActingRequest, round_id: UUID) -> HttpResponse:
    """Show a round in walking order."""
    return _round(request, round_id)


def _round(
    request: ActingRequest, round_id: UUID, stop_id: UUID | None = None, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    """Show the round; ``stop_id`` is the door of which the result could not be recorded."""
    doors = doors_of_round(request.actor, round_id)
    door = next((one for one in doors if one.stop_id == stop_id), None) if stop_id else None
    seen = request.POST.get("version", "")
    context = {
        "doors": doors,
        "round_id": round_id,
        "today": timezone.localdate(),
        "problems": problems,
        "about": door,
        "meanwhile": meanwhile_in(request, door.case_id, seen) if door else None,
    }
    status = status_of(problems, incomplete=False)
    return render(request, "municipality/contact/visit_round.html", context, status=status)


@acting
@require_safe
def sheet(request: ActingRequest, round_id: UUID) -> HttpResponse:
    """Send a round as PDF to print."""
    name = content_disposition_header(as_attachment=True, filename="huisbezoeken.pdf") or ""
    content = sheet_of_round(request.actor, round_id)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@acting
@require_POST
def result(request: ActingRequest, round_id: UUID, stop_id: UUID) -> HttpResponse:
    """Record what came of a visit."""
    try:
        record_visit(
            actor=request.actor,
            round_id=round_id,
            stop_id=stop_id,
            version=whole_number(request.POST.get("version", ""), 0),
            reached=request.POST.get("bereikt") == "ja",
        )
    except Refused as refusal:
        return _round(request, round_id, stop_id, refusal.problems)
    messages.success(request, _("Het bezoek is vastgelegd."))
    return redirect("municipality:visit_round", round_id)
