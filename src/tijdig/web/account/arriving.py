"""The two ways in besides signing in: an invitation, and a link of the demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from tijdig.actors import Role
from tijdig.parties.models import Invitation, Person
from tijdig.parties.queries import demo_assignment, invitation_of_token, person_with_address
from tijdig.parties.rules import INVITATION_NOT_USABLE
from tijdig.parties.services import accept_invitation, accept_invitation_as, use_demo_link
from tijdig.parties.services.invitations import SIGN_IN_FIRST
from tijdig.problems import NotFound, Refused
from tijdig.web.account.demo import is_loopback, start_demo_session
from tijdig.web.account.forms import ChoosePassword
from tijdig.web.account.sessions import remember_assignment
from tijdig.web.context import ROLE_TITLES

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show an invitation and take it: with a new password, or as the person who is signed in already."""
    invited = invitation_of_token(token, timezone.now())
    if invited is None:
        raise Refused(INVITATION_NOT_USABLE())
    known = person_with_address(invited.email)
    if known is None:
        return _as_someone_new(request, token, invited)
    if request.user != known:
        raise Refused(SIGN_IN_FIRST())
    if request.method == "POST":
        remember_assignment(request, accept_invitation_as(token=token, person_id=known.pk).pk)
        return redirect("start")
    return render(request, "account/invitation.html", _told(invited, None))


def _as_someone_new(request: HttpRequest, token: str, invited: Invitation) -> HttpResponseBase:
    person = Person(email=invited.email, name=invited.name)
    form = ChoosePassword(request.POST or None, person=person)
    if form.is_valid():
        login(request, accept_invitation(token=token, password=form.cleaned_data["password"]), BACKEND)
        return redirect("mfa_index")
    return render(request, "account/invitation.html", _told(invited, form))


def _told(invited: Invitation, form: ChoosePassword | None) -> dict[str, object]:
    until = date_format(timezone.localtime(invited.expires_at), "j F Y, H:i")
    return {
        "invitation": invited,
        "role_title": ROLE_TITLES[Role(invited.role)],
        "until": until,
        "form": form,
    }


@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest, token: str) -> HttpResponseBase:
    """Offer to sign in as someone of the demo; only the POST spends the link, so a link scanner does not."""
    if not settings.DEMO or not is_loopback(request):
        raise NotFound
    if request.method == "POST":
        assignment = use_demo_link(token=token)
        login(request, assignment.person, BACKEND)
        start_demo_session(request, assignment.pk)
        return redirect("start")
    found = demo_assignment(token)
    context = {"person_name": found.person.name, "role_title": ROLE_TITLES[Role(found.role)]}
    return render(request, "account/demo.html", context)
