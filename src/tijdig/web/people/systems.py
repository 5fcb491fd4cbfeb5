"""An organisation's admin gives its systems credentials for the API, and ends them; the secret is shown once (A8)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tijdig.actors import Action, Role, permission, require
from tijdig.parties.queries import roles_to_give
from tijdig.parties.queries_api import api_clients_of
from tijdig.parties.services import MadeClient, end_api_client, make_api_client
from tijdig.problems import NotFound
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.context import ROLE_TITLES


class SystemForm(forms.Form):
    """What the system is called, and in which of the organisation's roles it asks."""

    name = forms.CharField(
        label=gettext_lazy("Naam van het systeem"),
        max_length=60,
        help_text=gettext_lazy("Zo herkent u het later, bijvoorbeeld de naam van uw pakket."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Rol"))

    def __init__(self, data: object, *, roles: Sequence[Role]) -> None:
        super().__init__(data)  # type: ignore[arg-type] # as Django's own forms take it
        choices = [(role.value, ROLE_TITLES[role]) for role in roles]
        self.fields["role"] = forms.ChoiceField(label=gettext_lazy("Rol"), choices=choices)


@require_http_methods(["GET", "POST"])
@acting
def systems(request: ActingRequest) -> HttpResponse:
    """List the systems of the admin's own organisation; make credentials for another, shown on this answer only."""
    require(request.actor, Action.MANAGE_PEOPLE)
    controller_id, organisation_id = request.actor.controller_id, request.actor.organisation_id
    if organisation_id is None:
        raise NotFound
    roles = [
        one for one in roles_to_give(controller_id, organisation_id) if one is not Role.ORGANISATION_ADMIN
    ]
    form, made = SystemForm(request.POST or None, roles=roles), None
    if form.is_valid():
        made = _made(request, form)
    context = {
        "systems": api_clients_of(controller_id, organisation_id),
        "may_manage": permission(request.actor, Action.MANAGE_PEOPLE),
        "form": SystemForm(None, roles=roles) if made else form,
        "made": made,
    }
    status = 422 if form.is_bound and made is None else 200
    return render(request, "people/systems.html", context, status=status)


def _made(request: ActingRequest, form: SystemForm) -> MadeClient:
    given = form.cleaned_data
    return make_api_client(actor=request.actor, name=given["name"], role=Role(given["role"]))


@require_POST
@acting
def end_system(request: ActingRequest, client_id: UUID) -> HttpResponse:
    """End the credentials of a system, and its tokens, at once (A8)."""
    end_api_client(actor=request.actor, client_id=client_id)
    messages.success(request, _("Dit systeem komt er niet meer in."))
    return redirect("people:systems")
