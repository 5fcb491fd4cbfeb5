"""An organisation's admin manages its people: who has which role. Never a case, never data of tenants (A5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tijdig.actors import Action, Role, permission, require
from tijdig.covenant.queries import covenant_for_party
from tijdig.parties import queries
from tijdig.parties.services import disable_person, end_assignment, invite_person, withdraw_invitation
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.people.forms import InvitePerson
from tijdig.web.people.mail import send_invitation
from tijdig.web.posting import status_of


@require_http_methods(["GET", "POST"])
@acting
def people(request: ActingRequest) -> HttpResponseBase:
    """List the people and open invitations of the admin's own organisation; take an invitation."""
    require(request.actor, Action.MANAGE_PEOPLE)
    form = _form(request)
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        try:
            return _invite(request, form)
        except Refused as refused:
            problems = refused.problems
    return _page(request, form, problems)


def _form(request: ActingRequest) -> InvitePerson:
    controller_id, organisation_id = request.actor.controller_id, _organisation(request)
    covenant = covenant_for_party(controller_id, request.actor.party, timezone.localdate())
    party = covenant.parties.get(request.actor.party) if covenant else None
    return InvitePerson(
        request.POST or None,
        roles=queries.roles_to_give(controller_id, organisation_id),
        disciplines=party.disciplines if party else (),
    )


def _organisation(request: ActingRequest) -> UUID:
    if request.actor.organisation_id is None:
        raise NotFound
    return request.actor.organisation_id


def _invite(request: ActingRequest, form: InvitePerson) -> HttpResponseBase:
    given = form.cleaned_data
    invited = invite_person(
        actor=request.actor,
        email=given["email"],
        name=given["name"],
        role=Role(given["role"]),
        discipline=given.get("discipline", ""),
    )
    if send_invitation(request, invited, given["email"]):
        messages.success(request, _("De uitnodiging is verstuurd. De link werkt een week."))
    else:
        withdraw_invitation(actor=request.actor, invitation_id=invited.invitation_id)
        messages.error(
            request, _("De e-mail kon niet weg. Er is niemand uitgenodigd; probeer het later opnieuw.")
        )
    return redirect("people:people")


def _page(request: ActingRequest, form: InvitePerson, problems: tuple[Problem, ...]) -> HttpResponseBase:
    controller_id, organisation_id = request.actor.controller_id, _organisation(request)
    context = {
        "people": queries.people_of_organisation(controller_id, organisation_id),
        "invitations": queries.open_invitations(controller_id, organisation_id, timezone.now()),
        "may_manage": permission(request.actor, Action.MANAGE_PEOPLE),
        "form": form,
        "problems": problems,
    }
    return render(
        request, "people/people.html", context, status=status_of(problems, incomplete=form.is_bound)
    )


@require_POST
@acting
def end_role(request: ActingRequest, assignment_id: UUID) -> HttpResponseBase:
    """End one role at once (A8)."""
    end_assignment(actor=request.actor, assignment_id=assignment_id)
    messages.success(request, _("De rol is beëindigd. De persoon is meteen uitgelogd."))
    return redirect("people:people")


@require_POST
@acting
def disable(request: ActingRequest, person_id: UUID) -> HttpResponseBase:
    """Shut someone out at once (A8)."""
    disable_person(actor=request.actor, person_id=person_id)
    messages.success(request, _("Deze persoon kan niet meer inloggen."))
    return redirect("people:people")


@require_POST
@acting
def withdraw(request: ActingRequest, invitation_id: UUID) -> HttpResponseBase:
    """Withdraw an open invitation."""
    withdraw_invitation(actor=request.actor, invitation_id=invitation_id)
    messages.success(request, _("De uitnodiging is ingetrokken."))
    return redirect("people:people")
