"""News from the landlord on its own signal: paid, or a step on the way to eviction."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tijdig.actors import Action, Actor, require
from tijdig.casework.services import report_eviction, report_paid
from tijdig.casework.services.news import CASE_ENDED
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.feedback.queries import own_signal
from tijdig.problems import Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.landlord.forms import PAID, NewsForm
from tijdig.web.posting import posted

RECEIVED = _(
    "Ontvangen. Dreigt ontruiming en had u daar nog geen crisissignaal voor gedaan? "
    "Lever dat dan ook aan; dat kan elke dag."
)


@acting
@require_http_methods(["GET", "POST"])
def news(request: ActingRequest, signal_id: UUID) -> HttpResponse:
    """Let the landlord tell what happened; the answer is the same whether the case is open or closed (C8)."""
    require(request.actor, Action.DELIVER_SIGNALS)
    line = own_signal(request.actor, signal_id)
    form = NewsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        pass_on(request.actor, signal_id, form)
        messages.success(request, str(RECEIVED))
        return redirect("landlord:feedback")
    return render(
        request, "landlord/news.html", {"line": line, "form": form}, status=422 if form.errors else 200
    )


def pass_on(actor: Actor, signal_id: UUID, form: NewsForm) -> None:
    """Hand the news to casework.

    That a case has ended is not the landlord's to know (R43, C8): its refusal is not told.
    """
    today = timezone.localdate()
    what = form.cleaned_data["what"]
    try:
        if what == PAID:
            report_paid(actor=actor, signal_id=signal_id, on=today)
        else:
            report_eviction(
                actor=actor,
                signal_id=signal_id,
                stage=EvictionStage(what),
                on=today,
                eviction_on=form.cleaned_data["eviction_on"],
            )
    except Refused as refusal:
        if {problem.code for problem in refusal.problems} != {CASE_ENDED.code}:
            raise
