"""Link what waits and open the cases that follow; and how far that is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from tijdig.actors import Action, require
from tijdig.casework.queries.progress import progress_of_run
from tijdig.casework.rules.progress import PEOPLE_TO_WAIT_FOR
from tijdig.casework.services import work_up_signals
from tijdig.casework.tasks import work_up_controller
from tijdig.residents.queries import register_of
from tijdig.web.acting import ActingRequest, acting


@acting
@require_POST
def process(request: ActingRequest) -> HttpResponse:
    """Link the signals that wait, and open the cases that follow: at once, or in the background in a large town."""
    require(request.actor, Action.LINK_SIGNALS)
    register = register_of(request.actor.controller_id)
    if register is not None and register.people > PEOPLE_TO_WAIT_FOR:
        work_up_controller.enqueue(request.actor.controller_id)
        messages.success(request, gettext("Het koppelen begint. Op deze pagina ziet u hoe ver het is."))
        return redirect("coordinator:month")
    done = work_up_signals(actor=request.actor, on=timezone.localdate())
    linked = done.links
    text = gettext("%(certain)s signalen gekoppeld, %(doubt)s twijfels, %(cases)s nieuwe zaken.")
    doubt = linked.review + linked.none - linked.decided_before
    counts = {"certain": linked.certain, "doubt": doubt, "cases": done.cases.cases}
    messages.success(request, text % counts)
    return redirect("coordinator:month")


@acting
@require_safe
def progress(request: ActingRequest) -> HttpResponse:
    """Show how far the run is, for the part of the month's page that asks it; when it is over the page is made anew."""
    require(request.actor, Action.READ_MONTH)
    run = progress_of_run(request.actor.controller_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("coordinator:month")
    return render(request, "coordinator/progress.html", {"run": run}) if run else HttpResponseClientRefresh()
