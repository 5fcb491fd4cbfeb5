"""The case director's day: whom to help first and why, and one page per case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.casework.queries import case_page
from tijdig.casework.queries.worklist import PAGE_SIZE, WorkFilter
from tijdig.casework.queries.worklist import work_list as read_work_list
from tijdig.casework.rules.authority import NOT_YOUR_CASE, REASON_NAMES_NL, GlassReason
from tijdig.casework.services import break_glass
from tijdig.problems import NotFound, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import Text
from tijdig.web.municipality.acts import ACTS, Target
from tijdig.web.municipality.arrears import arrears_plot
from tijdig.web.municipality.forms import Offered
from tijdig.web.municipality.page import (
    Filled,
    acts_on_page,
    forms_of_tasks,
    history,
    keys_of,
    offered_by,
)

FILTERS: dict[WorkFilter, Text] = {
    WorkFilter.ALL: _("Alle open zaken"),
    WorkFilter.MINE: _("Mijn zaken"),
    WorkFilter.TO_TAKE_UP: _("Op te pakken"),
    WorkFilter.OVERDUE: _("Te laat"),
    WorkFilter.THREATENED: _("Er dreigt iets"),
    WorkFilter.FIND_OUT: _("Eerst uitzoeken"),
    WorkFilter.REFERRED: _("Verwezen"),
    WorkFilter.TO_CLOSE: _("Voorstel om te sluiten"),
    WorkFilter.TO_LOOK_AT: _("Bericht bekijken"),
}


@require_safe
@acting
def work_list(request: ActingRequest) -> HttpResponse:
    """Show one page of open cases in the order in which they want help."""
    found = read_work_list(
        request.actor, shown=_filter(request.GET.get("toon", "")), page=_page(request.GET.get("pagina", ""))
    )
    context = {
        "list": found,
        "choices": {one.value: (str(name), found.counts[one]) for one, name in FILTERS.items()},
        "page": Paginator(range(found.counts[found.shown]), PAGE_SIZE).page(found.page),
        "offset": (found.page - 1) * PAGE_SIZE,
        "today": timezone.localdate(),
        "actor": request.actor,
    }
    return render(request, "municipality/work_list.html", context)


def _filter(text: str) -> WorkFilter:
    return WorkFilter(text) if text in set(WorkFilter) else WorkFilter.ALL


def _page(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


@require_safe
@acting
def case(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Show one case, all that this viewer may see of it and all that may be done now."""
    try:
        return _case_page(request, case_id)
    except Refused as refusal:
        if all(problem.code != NOT_YOUR_CASE.code for problem in refusal.problems):
            raise
        reasons = [(code.value, gettext(name)) for code, name in REASON_NAMES_NL.items()]
        context = {"problems": refusal.problems, "case_id": case_id, "reasons": reasons}
        return render(request, "municipality/not_your_case.html", context, status=403)


@require_POST
@acting
def open_with_reason(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Open a colleague's case for a while, with a reason; others are told at once (A5)."""
    reason = request.POST.get("reden", "")
    if reason not in set(GlassReason):
        raise NotFound
    until = break_glass(actor=request.actor, case_id=case_id, reason=GlassReason(reason))
    told = date_format(timezone.localtime(until), "H:i")
    messages.success(
        request, _("U kunt deze zaak openen tot %(until)s. Uw collega's zien dat.") % {"until": told}
    )
    return redirect("municipality:case", case_id)


@require_POST
@acting
def act(request: ActingRequest, case_id: UUID, slug: str) -> HttpResponse:
    """Carry out one act on a case; what cannot be done comes back on the page with what was typed."""
    if slug not in ACTS:
        raise NotFound
    chosen = ACTS[slug]
    actor = request.actor
    offered = offered_by(case_page(actor, case_id), actor) if chosen.form.choose_from else Offered()
    form = chosen.form(request.POST, offered=offered, name=slug, version=0)
    if not form.is_valid():
        return _case_page(request, case_id, Filled(slug, request.POST.dict()))
    try:
        chosen.run(
            Target(actor=actor, case_id=case_id, version=form.cleaned_data["version"]), form.cleaned_data
        )
    except Refused as refusal:
        return _case_page(request, case_id, Filled(slug, request.POST.dict(), refusal.problems))
    messages.success(request, chosen.done)
    return redirect("municipality:case", case_id)


def _case_page(request: ActingRequest, case_id: UUID, filled: Filled | None = None) -> HttpResponse:
    page = case_page(request.actor, case_id)
    offered = offered_by(page, request.actor)
    acts = acts_on_page(page, offered, filled)
    told = history(page.timeline)
    context = {
        "page": page,
        "acts": acts,
        "not_now": [one for one in acts.values() if not one.decision.permitted],
        "tasks": forms_of_tasks(page, offered, filled),
        "arrears": arrears_plot(page.arrears, page.covenant),
        "history": told,
        "keys": keys_of(acts),
        "today": timezone.localdate(),
        "filled": filled,
    }
    return render(request, "municipality/case.html", context, status=409 if filled else 200)
