"""Where a person starts, in which role they act, and what is theirs."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from tijdig.actors import Role
from tijdig.parties.queries import assignments_of_person
from tijdig.problems import NotFound
from tijdig.web.account.second_factor import has_second_factor
from tijdig.web.account.sessions import choose_assignment, chosen_assignment, person_of
from tijdig.web.acting import ActingRequest, acting

FIRST_PAGE = {
    Role.LANDLORD_CLERK: "landlord:deliveries",
    Role.CASE_DIRECTOR: "municipality:day",
    Role.SOCIAL_WORKER: "partner:referrals",
    Role.COORDINATOR: "municipality:day",
    Role.PRIVACY_OFFICER: "privacy:desk",
    Role.ORGANISATION_ADMIN: "people:people",
}


@acting
def start(request: ActingRequest) -> HttpResponseBase:
    """Send each role to its first page."""
    try:
        return redirect(reverse(FIRST_PAGE[request.actor.role]))
    except NoReverseMatch:
        return redirect("account:role")


@login_required
@require_http_methods(["GET", "POST"])
def role(request: HttpRequest) -> HttpResponseBase:
    """Show the person's open roles; choosing one switches everything to it, so nothing of another shows (R2)."""
    if request.method == "POST":
        if choose_assignment(request, _uuid(request.POST.get("assignment", ""))) is None:
            raise NotFound
        return redirect("start")
    assignments = assignments_of_person(person_of(request).pk)
    context = {"assignments": assignments, "chosen": chosen_assignment(request)}
    return render(request, "account/role.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@login_required
def profile(request: HttpRequest) -> HttpResponseBase:
    """Show the person's own name, roles and second factor."""
    person = person_of(request)
    context = {
        "person": person,
        "assignments": assignments_of_person(person.pk),
        "has_second_factor": has_second_factor(request),
    }
    return render(request, "account/profile.html", context)
