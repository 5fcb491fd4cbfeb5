"""The review queue: doubtful matches, and different people on one address, for a person to decide (R22, R24)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from tijdig.actors import Action, permission, require
from tijdig.casework.services import work_up_signals
from tijdig.linkage.models import Link
from tijdig.linkage.queries import (
    decided_link,
    link_in_review,
    link_of_actor,
    links_of_notification,
    next_in_review,
    notifications_with_different_people,
    recently_decided,
    review_queue,
)
from tijdig.linkage.queries_figures import review_figures
from tijdig.linkage.services import decide_link, settle_different_people, undo_link
from tijdig.linkage.services.deciding import is_settled
from tijdig.paging import page_of
from tijdig.parties.queries import party_names
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.coordinator.comparing import compare
from tijdig.web.coordinator.forms import AddressForm, DecisionForm, UndoForm
from tijdig.web.posting import posted

PAGE_SIZE = 25
SUGGESTED_REASONS = (
    _("Schrijffout in de geboortedatum; de rest past"),
    _("Naam van de partner gebruikt"),
    _("Toevoeging bij het huisnummer ontbreekt"),
    _("Pas verhuisd; de verhuurder heeft het oude adres"),
    _("Niemand in de BRP past bij naam en adres"),
)


@acting
@require_GET
def doubts(request: ActingRequest) -> HttpResponse:
    """List what waits for a person, crisis first; no names here: they are shown on the page of each."""
    require(request.actor, Action.REVIEW_LINKS)
    controller = request.actor.controller_id
    page = page_of(review_queue(controller), PAGE_SIZE, request.GET.get("pagina"))
    context = {
        "page": page,
        "links": [link_in_review(link) for link in page.object_list],
        "first": next_in_review(request.actor),
        "names": party_names(controller),
        "addresses": notifications_with_different_people(controller),
        "decided": recently_decided(controller),
        "may_process": permission(request.actor, Action.LINK_SIGNALS),
    }
    return render(request, "coordinator/doubts.html", context)


@acting
@require_GET
def doubt_figures(request: ActingRequest) -> HttpResponse:
    """Show how often what the machine proposed was chosen, line by line of the decision table: counts only."""
    require(request.actor, Action.REVIEW_LINKS)
    context = {"figures": review_figures(request.actor.controller_id)}
    return render(request, "coordinator/doubt_figures.html", context)


@acting
@require_http_methods(["GET", "POST"])
def doubt(request: ActingRequest, link_id: UUID) -> HttpResponse:
    """Show a signal beside its candidates and take the decision; then go on to the next one."""
    require(request.actor, Action.REVIEW_LINKS)
    link = link_of_actor(request.actor, link_id)
    (comparison,) = compare(request.actor, [link])
    form = DecisionForm(posted(request), candidates=comparison.candidates)
    if request.method == "POST" and form.is_valid():
        candidate, reason = form.decision
        link = decide_link(actor=request.actor, link_id=link_id, candidate_id=candidate, reason=reason)
        return _decided(request, link)
    context = {
        "comparison": comparison,
        "form": form,
        "settled": is_settled(link),
        "waits_for_another": link.first_looked_at is not None
        and link.first_look_by == request.actor.person_id,
        "decided": decided_link(link),
        "names": party_names(request.actor.controller_id),
        "suggestions": SUGGESTED_REASONS,
    }
    return render(request, "coordinator/doubt.html", context, status=422 if form.errors else 200)


@acting
@require_http_methods(["GET", "POST"])
def undo(request: ActingRequest, link_id: UUID) -> HttpResponse:
    """Take back what was decided about a signal, with the reason; then it is looked at anew (R24)."""
    require(request.actor, Action.REVIEW_LINKS)
    link = link_of_actor(request.actor, link_id)
    form = UndoForm(posted(request))
    if request.method == "POST" and form.is_valid():
        again = undo_link(actor=request.actor, link_id=link_id, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("De beslissing is ongedaan gemaakt. Beslis opnieuw."))
        return redirect("coordinator:doubt", again.pk)
    context = {
        "form": form,
        "link": link_in_review(link),
        "decided": decided_link(link),
        "names": party_names(request.actor.controller_id),
    }
    return render(request, "coordinator/undo.html", context, status=422 if form.errors else 200)


@acting
@require_http_methods(["GET", "POST"])
def address(request: ActingRequest, notification_id: UUID) -> HttpResponse:
    """Show the people on one address side by side, and settle whether they are worked together (R22)."""
    require(request.actor, Action.REVIEW_LINKS)
    links = links_of_notification(request.actor, notification_id)
    form = AddressForm(posted(request))
    if request.method == "POST" and form.is_valid():
        together = form.cleaned_data["together"] == "samen"
        settle_different_people(actor=request.actor, notification_id=notification_id, together=together)
        work_up_signals(actor=request.actor, on=timezone.localdate())
        messages.success(request, gettext("Uw beslissing is vastgelegd."))
        return redirect("coordinator:doubts")
    context = {
        "people": compare(request.actor, links),
        "form": form,
        "notification": links[0].notification,
        "names": party_names(request.actor.controller_id),
    }
    return render(request, "coordinator/address.html", context, status=422 if form.errors else 200)


def _decided(request: ActingRequest, link: Link) -> HttpResponse:
    if is_settled(link):
        work_up_signals(actor=request.actor, on=timezone.localdate())
        messages.success(request, gettext("Uw beslissing is vastgelegd."))
    else:
        messages.success(request, gettext("Uw keuze is bewaard. Een collega kijkt ook, en beslist."))
    return _next(request)


def _next(request: ActingRequest) -> HttpResponse:
    following = next_in_review(request.actor)
    return redirect("coordinator:doubt", following.pk) if following else redirect("coordinator:doubts")
