"""Data breaches (R60): from a selection in the log to a file with its clock, its steps and its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tijdig.actors import Action, require
from tijdig.letters.paper_setting import set_paper
from tijdig.oversight.models import Breach
from tijdig.oversight.queries import breaches as queries
from tijdig.oversight.rules.breach_paper import breach_paper
from tijdig.oversight.rules.breaches import Risk, is_running, still_to_do
from tijdig.oversight.services import breaches as services
from tijdig.oversight.services.reading import select_decisions, select_of_item
from tijdig.parties.queries import party_names
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.posting import posted, status_of
from tijdig.web.privacy.breach_forms import RISKS, AssessForm, AuthorityForm, BreachForm, SubjectsForm
from tijdig.web.privacy.lines import field_name
from tijdig.web.privacy.views import search_of

SELECTION_KEY = "tijdig_breach_selection"
LARGEST_ID = 2**63


@require_POST
@acting
def select(request: ActingRequest) -> HttpResponseBase:
    """Keep which lines of the log a breach is about: those that were ticked, or all that the search finds."""
    require(request.actor, Action.REPORT_BREACH)
    ticked = [int(one) for one in request.POST.getlist("regel") if one.isascii() and one.isdecimal()]
    if "alles" in request.POST:
        ticked = list(select_decisions(actor=request.actor, wanted=search_of(request)))
    kept = [one for one in ticked if one < LARGEST_ID][: queries.MOST_RECORDS]
    if not kept:
        messages.error(request, _("Kies eerst een of meer regels."))
        return redirect("privacy:log")
    request.session[SELECTION_KEY] = {"records": kept, "item": ""}
    return redirect("privacy:new_breach")


@require_POST
@acting
def select_item(request: ActingRequest, item_id: UUID) -> HttpResponseBase:
    """Keep the lines of the log behind an item of a review."""
    records = select_of_item(actor=request.actor, item_id=item_id)
    request.session[SELECTION_KEY] = {"records": list(records), "item": str(item_id)}
    return redirect("privacy:new_breach")


@require_http_methods(["GET", "POST"])
@acting
def new_breach(request: ActingRequest) -> HttpResponseBase:
    """Show how far the selection reaches, and open the file of the breach."""
    require(request.actor, Action.REPORT_BREACH)
    chosen = request.session.get(SELECTION_KEY) or {"records": [], "item": ""}
    form = BreachForm(posted(request))
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        try:
            return _open(request, form, chosen)
        except Refused as refused:
            problems = refused.problems
    extent = queries.extent_of(request.actor.controller_id, chosen["records"])
    context = {
        "form": form,
        "problems": problems,
        "extent": extent,
        "fields": [field_name(name) for name in extent.fields],
        "recipients": _names(request, extent.recipients),
    }
    return render(
        request, "privacy/new_breach.html", context, status=status_of(problems, incomplete=form.is_bound)
    )


def _open(request: ActingRequest, form: BreachForm, chosen: Mapping[str, object]) -> HttpResponseBase:
    records = chosen["records"]
    breach = services.open_breach(
        actor=request.actor,
        records=records if isinstance(records, list) else [],
        discovered_at=form.cleaned_data["discovered_at"],
        what=form.cleaned_data["what"],
        review_item=UUID(str(chosen["item"])) if chosen["item"] else None,
    )
    request.session.pop(SELECTION_KEY, None)
    messages.success(request, _("Het datalek is vastgelegd. De klok loopt vanaf de ontdekking."))
    return redirect("privacy:breach", breach_id=breach.pk)


@require_GET
@acting
def breaches(request: ActingRequest) -> HttpResponseBase:
    """List the breaches, open ones first."""
    found = [(one, is_running(queries.view_of(one))) for one in queries.breaches_of(request.actor)]
    return render(request, "privacy/breaches.html", {"breaches": found, "now": timezone.now()})


@require_GET
@acting
def breach(request: ActingRequest, breach_id: UUID) -> HttpResponseBase:
    """Show the file of one breach with the steps that are left."""
    return _page(request, queries.breach_of_actor(request.actor, breach_id), {})


def _page(
    request: ActingRequest, found: Breach, sent: Mapping[str, forms.Form], problems: tuple[Problem, ...] = ()
) -> HttpResponseBase:
    view = queries.view_of(found)
    kept = {"risk": found.risk, "assessment": found.assessment, "measures": found.measures}
    told = {"reference": found.authority_reference, "late_because": found.late_because}
    context = {
        "breach": found,
        "risk": RISKS[Risk(found.risk)] if found.risk else "",
        "runs": is_running(view) and found.closed_at is None,
        "is_late": is_running(view) and found.report_by < timezone.now(),
        "to_do": still_to_do(view) if found.closed_at is None else (),
        "fields": [field_name(name) for name in found.fields],
        "recipients": _names(request, found.recipients),
        "forms": {
            "assess": sent.get("assess") or AssessForm(initial=kept, auto_id="id_assess_%s"),
            "authority": sent.get("authority") or AuthorityForm(initial=told, auto_id="id_authority_%s"),
            "subjects": sent.get("subjects") or SubjectsForm(auto_id="id_subjects_%s"),
        },
        "problems": problems,
    }
    return render(request, "privacy/breach.html", context, status=status_of(problems, incomplete=bool(sent)))


@require_POST
@acting
def act(request: ActingRequest, breach_id: UUID) -> HttpResponseBase:
    """Take one step of a breach: its assessment, whom was told, its end."""
    found = queries.breach_of_actor(request.actor, breach_id)
    step = request.POST.get("step", "")
    kind = STEPS.get(step)
    if kind is None:
        return _page(request, found, {}, ())
    form = kind(request.POST, auto_id=f"id_{step}_%s")
    if not form.is_valid():
        return _page(request, found, {step: form})
    try:
        CARRY_OUT[step](actor=request.actor, breach_id=breach_id, **form.cleaned_data)
    except Refused as refused:
        return _page(request, found, {step: form}, refused.problems)
    messages.success(request, _("Vastgelegd."))
    return redirect("privacy:breach", breach_id=breach_id)


class CloseForm(forms.Form):
    """Nothing to fill in."""


STEPS: Mapping[str, type[forms.Form]] = {
    "assess": AssessForm,
    "authority": AuthorityForm,
    "subjects": SubjectsForm,
    "close": CloseForm,
}
CARRY_OUT: Mapping[str, Callable[..., Breach]] = {
    "assess": services.assess_breach,
    "authority": services.record_authority_told,
    "subjects": services.record_subjects_told,
    "close": services.close_breach,
}


@require_GET
@acting
def paper(request: ActingRequest, breach_id: UUID) -> HttpResponseBase:
    """Send the file as a document (PDF), to report with and to keep."""
    found = queries.breach_of_actor(request.actor, breach_id)
    headers = {"Content-Disposition": f'attachment; filename="datalek-{found.number}.pdf"'}
    content = set_paper(breach_paper(queries.file_of(found)))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _names(request: ActingRequest, codes: list[str] | tuple[str, ...]) -> list[str]:
    names = party_names(request.actor.controller_id)
    return [names.get(code, code) for code in codes]
