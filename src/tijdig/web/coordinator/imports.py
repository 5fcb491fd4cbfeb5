"""Read in the register extract and the benefit list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tijdig.actors import Action, permission, require
from tijdig.linkage.queries_unlinked import asked_over_the_api
from tijdig.problems import Problem, Refused
from tijdig.residents.queries import benefits_of, register_of
from tijdig.residents.services import Import, import_benefit_facts, import_register_extract
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.coordinator.forms import ImportForm
from tijdig.web.posting import posted, posted_files

SERVICES = {"bewoners": import_register_extract, "uitkeringen": import_benefit_facts}
PROBLEMS_SHOWN = 200


@acting
@require_http_methods(["GET", "POST"])
def imports(request: ActingRequest) -> HttpResponse:
    """Show what was read in and when, and read in a new file: problems are listed by line and column."""
    require(request.actor, Action.IMPORT_RESIDENTS)
    form = ImportForm(posted(request), posted_files(request), initial={"on": timezone.localdate()})
    problems: tuple[Problem, ...] = ()
    done: Import | None = None
    status = 200
    if request.method == "POST":
        done, problems = _read_in(request, form)
        status = 200 if done else 422
        if done and not problems:
            return redirect("coordinator:imports")
    context = {
        "form": form,
        "done": done,
        "problems": problems[:PROBLEMS_SHOWN],
        "more_problems": max(0, len(problems) - PROBLEMS_SHOWN),
        "register": register_of(request.actor.controller_id),
        "benefits": benefits_of(request.actor.controller_id),
        "asked": asked_over_the_api(request.actor.controller_id),
        "may_import": permission(request.actor, Action.IMPORT_RESIDENTS),
    }
    return render(request, "coordinator/imports.html", context, status=status)


def _read_in(request: ActingRequest, form: ImportForm) -> tuple[Import | None, tuple[Problem, ...]]:
    if not form.is_valid():
        return None, ()
    service = SERVICES[form.cleaned_data["kind"]]
    try:
        done = service(
            actor=request.actor, content=form.cleaned_data["file"].read(), on=form.cleaned_data["on"]
        )
    except Refused as refusal:
        return None, refusal.problems
    messages.success(request, gettext("Ingelezen: %(people)s personen.") % {"people": done.people})
    return done, done.problems
