"""On whose behalf a request is made: the person's chosen role, kept in the session; and once more when it must be."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from tijdig.actors import Actor
from tijdig.ledger.trace import nothing_is_kept
from tijdig.parties.models import Person
from tijdig.parties.queries import Assignment, assignments_of_person
from tijdig.storage import again_when_lost
from tijdig.web.addresses import address_of_page

ASSIGNMENT_KEY = "tijdig_assignment"
DEMO_KEY = "tijdig_demo"
SECOND_FACTOR_KEY = "tijdig_second_factor"


class ActingRequest(HttpRequest):
    """A request of a signed-in person in a chosen role; what views behind :func:`acting` receive."""

    actor: Actor
    user: Person  # never anonymous behind the decorator


def open_roles(request: HttpRequest, person_id: UUID) -> tuple[Assignment, ...]:
    """Return the person's open roles: read anew for each request (A8), and once for all that it asks for them."""
    kept: dict[UUID, tuple[Assignment, ...]] = vars(request).setdefault("open_roles", {})
    if person_id not in kept:
        kept[person_id] = assignments_of_person(person_id)
    return kept[person_id]


def acting[**P, R: HttpResponseBase](
    view: Callable[Concatenate[ActingRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let a view run for an actor only: others are sent to sign in, or to choose a role first.

    A request that lost from another in the database is done once more, a few times, unless something of it was kept
    already (K5).
    """

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "actor", None) is None:
            return to_sign_in_or_role(request)
        acting_request = cast("ActingRequest", request)

        def answered() -> R:
            _rewind(acting_request)
            return view(acting_request, *args, **kwargs)

        return again_when_lost(answered, nothing_is_kept)

    update_wrapper(guarded, view)
    return guarded


def _rewind(request: HttpRequest) -> None:
    """Let what was sent be read from its beginning."""
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def to_sign_in_or_role(request: HttpRequest) -> HttpResponseBase:
    """Send someone without an actor where one is made: the sign-in page, or the page to choose a role."""
    if request.user.is_authenticated:
        return redirect("account:role")
    return redirect_to_login(address_of_page(request))
