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
from tijdig.casework.rules.partner_news import PaymentNews
from tijdig.casework.services import report_eviction, report_paid
from tijdig.casework.tasks import work_up_controller
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.feedback.queries import own_signal
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.landlord.forms import NewsForm
from tijdig.web.posting import posted

RECEIVED = _(
    "Ontvangen. Dreigt ontruiming en had u daar nog geen crisissignaal voor gedaan? "
    "Lever dat dan ook aan; dat kan elke dag."
)


@acting
@require_http_methods(["GET", "POST"])
def news(request: ActingRequest, signal_id: UUID) -> HttpResponse:
    """Let the landlord tell what happened; the answer is the same whatever became of the signal (C8)."""
    require(request.actor, Action.DELIVER_SIGNALS)
    line = own_signal(request.actor, signal_id)
    form = NewsForm(posted(request), with_pause=line.pause is not None)
    if request.method == "POST" and form.is_valid():
        pass_on(request.actor, signal_id, form)
        messages.success(request, str(RECEIVED))
        return redirect("landlord:feedback")
    return render(
        request, "landlord/news.html", {"line": line, "form": form}, status=422 if form.errors else 200
    )


def pass_on(actor: Actor, signal_id: UUID, form: NewsForm) -> None:
    """Hand the news to casework, which keeps it whatever became of the signal and tells nothing of it (R43, C8)."""
    today = timezone.localdate()
    what = form.cleaned_data["what"]
    if what in set(PaymentNews):
        report_paid(actor=actor, signal_id=signal_id, on=today, payment=PaymentNews(what))
    else:
        report_eviction(
            actor=actor,
            signal_id=signal_id,
            stage=EvictionStage(what),
            on=today,
            eviction_on=form.cleaned_data["eviction_on"],
        )
    # Asked each time, so that neither the answer nor the queue tells whether there was anything to do.
    work_up_controller.enqueue(actor.controller_id)
