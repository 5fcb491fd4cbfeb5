"""One page per case, and what is done from it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.casework.queries import case_page
from tijdig.casework.queries.corrected import corrections_of_case
from tijdig.casework.rules.authority import NOT_YOUR_CASE, REASON_NAMES_NL, GlassReason
from tijdig.casework.services import break_glass
from tijdig.problems import NotFound, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.municipality.acts import ACTS, Target
from tijdig.web.municipality.arrears import arrears_plot
from tijdig.web.municipality.forms import Offered
from tijdig.web.municipality.meanwhile import meanwhile, typed_texts
from tijdig.web.municipality.page import (
    Filled,
    acts_on_page,
    history,
    keys_of,
    offered_by,
    tasks_on_page,
)
from tijdig.web.posting import status_of


@require_safe
@acting
def case(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Show one case, all that this viewer may see of it and all that may be done now."""
    try:
        return _case_page(request, case_id)
    except Refused as refusal:
        return _not_your_case(request, case_id, refusal)


@require_safe
@acting
def corrections(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Show what the signals of a case said before their partner corrected them."""
    try:
        found = corrections_of_case(request.actor, case_id)
    except Refused as refusal:
        return _not_your_case(request, case_id, refusal)
    return render(request, "municipality/corrections.html", {"case_id": case_id, "corrections": found})


def _not_your_case(
    request: ActingRequest, case_id: UUID, refusal: Refused, filled: Filled | None = None
) -> HttpResponse:
    """Say that a colleague has the case; what was typed meanwhile stands there to copy (K6). Else raise it again."""
    if all(problem.code != NOT_YOUR_CASE.code for problem in refusal.problems):
        raise refusal
    reasons = [(code.value, gettext(name)) for code, name in REASON_NAMES_NL.items()]
    context = {
        "problems": refusal.problems,
        "case_id": case_id,
        "reasons": reasons,
        "typed": typed_texts(filled),
    }
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
        filled = Filled(slug, request.POST.dict(), refusal.problems)
        try:
            return _case_page(request, case_id, filled)
        except Refused as closed:
            return _not_your_case(request, case_id, closed, filled)
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
        "tasks": tasks_on_page(page, offered, filled, acts),
        "arrears": arrears_plot(page.arrears, page.covenant),
        "history": told,
        "keys": keys_of(acts),
        "today": timezone.localdate(),
        "filled": filled,
        "meanwhile": meanwhile(page, filled),
        "typed": typed_texts(filled) if filled and not acts[filled.slug].decision.permitted else [],
    }
    return render(
        request,
        "municipality/case.html",
        context,
        status=status_of(filled.problems if filled else (), incomplete=filled is not None),
    )
