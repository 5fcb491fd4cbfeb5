"""The covenant workshop: begin a next version, write it with the linter beside it, send it out for signature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tijdig.actors import Action, require
from tijdig.covenant import services
from tijdig.covenant.drafting import draft_of, drafts_of, inspect, may_send
from tijdig.covenant.models import CovenantDraft
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.covenants.choosing import standing_for, standings_of
from tijdig.web.covenants.form_editing import part_links
from tijdig.web.posting import status_of


class DraftForm(forms.Form):
    """The text of a covenant file, and the revision that it was written on top of."""

    text = forms.CharField(
        label=gettext_lazy("De tekst van het convenant"),
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 40, "spellcheck": "false", "class": "tijdig-source-text", "wrap": "off"}
        ),
    )
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """The revision that someone looked at when pressing the button."""

    revision = forms.IntegerField(min_value=1)


@require_safe
@acting
def drafts(request: ActingRequest) -> HttpResponse:
    """List the drafts of the municipality, and the versions that a next one can begin with."""
    require(request.actor, Action.DRAFT_COVENANT)
    context = {"drafts": drafts_of(request.actor.controller_id), "standings": standings_of(request.actor)}
    return render(request, "covenants/drafts.html", context)


@require_POST
@acting
def start(request: ActingRequest, version_id: UUID) -> HttpResponse:
    """Begin a draft with the text of a version."""
    require(request.actor, Action.DRAFT_COVENANT)
    standing_for(request.actor, version_id)
    begun = services.start_draft(actor=request.actor, based_on=version_id)
    return redirect("covenants:draft", begun.pk)


@require_http_methods(["GET", "POST"])
@acting
def draft(request: ActingRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft with what the linter finds beside it; a post saves the text first."""
    require(request.actor, Action.DRAFT_COVENANT)
    found = draft_of(request.actor.controller_id, draft_id)
    if request.method != "POST":
        return _page(request, found)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    text, revision = form.cleaned_data["text"], form.cleaned_data["revision"]
    try:
        services.save_draft(actor=request.actor, draft_id=draft_id, text=text, revision=revision)
    except Refused as refusal:
        # What was written stays on the page: the colleague's text is behind the link to the draft.
        return _page(request, found, form=form, refused=refusal.problems)
    messages.success(request, _("De tekst is bewaard en nagekeken."))
    return redirect("covenants:draft", draft_id)


def _page(
    request: ActingRequest,
    found: CovenantDraft,
    *,
    form: DraftForm | None = None,
    refused: Sequence[Problem] = (),
) -> HttpResponse:
    inspection = inspect(found)
    context = {
        "inspection": inspection,
        "draft": found,
        "form": form or DraftForm(initial={"text": found.text, "revision": found.revision}),
        "refused": refused,
        "links": part_links(inspection),
        "may_send": may_send(request.actor, inspection),
    }
    status = status_of(refused, incomplete=form is not None)
    return render(request, "covenants/draft.html", context, status=status)


@require_POST
@acting
def send(request: ActingRequest, draft_id: UUID) -> HttpResponse:
    """Send the saved text out for signature; a refusal comes back on the draft's page."""
    require(request.actor, Action.PROPOSE_COVENANT)
    found = draft_of(request.actor.controller_id, draft_id)
    try:
        version = services.send_draft(actor=request.actor, draft_id=draft_id, revision=_revision(request))
    except Refused as refusal:
        return _page(request, found, refused=refusal.problems)
    messages.success(request, _("De partijen kunnen nu tekenen. U ziet hier wie dat deed."))
    return redirect("covenants:covenant", version.pk)


@require_POST
@acting
def discard(request: ActingRequest, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    require(request.actor, Action.DRAFT_COVENANT)
    found = draft_of(request.actor.controller_id, draft_id)
    try:
        services.discard_draft(actor=request.actor, draft_id=draft_id, revision=_revision(request))
    except Refused as refusal:
        return _page(request, found, refused=refusal.problems)
    messages.success(request, _("Het concept is weg."))
    return redirect("covenants:drafts")


def _revision(request: HttpRequest) -> int:
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise NotFound
    revision: int = form.cleaned_data["revision"]
    return revision
