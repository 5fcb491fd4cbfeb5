"""The session remembers which of their roles a person has chosen."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest

from tijdig.actors import Actor
from tijdig.parties.models import Person
from tijdig.parties.queries import Assignment, actor_in, assignments_of_person
from tijdig.problems import NotFound
from tijdig.web.acting import ASSIGNMENT_KEY, open_roles
from tijdig.web.standing import has_left_its_covenant


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who acts in this request; None when signed out or when several roles are open and none is chosen.

    Ends the session of someone whose organisation left the covenant that it began under (A8).
    """
    assignment = chosen_assignment(request)
    if assignment is None:
        return None
    if has_left_its_covenant(request.session, assignment):
        logout(request)
        return None
    return actor_in(assignment)


def chosen_assignment(request: HttpRequest) -> Assignment | None:
    """Return the chosen role if it still stands, else the only one there is."""
    if not isinstance(request.user, Person):
        return None
    standing = open_roles(request, request.user.pk)
    chosen = request.session.get(ASSIGNMENT_KEY)
    if len(standing) == 1 and chosen is None:
        return standing[0]
    return next((assignment for assignment in standing if str(assignment.id) == chosen), None)


def choose_assignment(request: HttpRequest, assignment_id: UUID) -> Assignment | None:
    """Remember the choice; None, and nothing changes, when it is not an open role of this person."""
    if not isinstance(request.user, Person):
        return None
    standing = {assignment.id: assignment for assignment in assignments_of_person(request.user.pk)}
    if assignment_id in standing:
        remember_assignment(request, assignment_id)
    return standing.get(assignment_id)


def remember_assignment(request: HttpRequest, assignment_id: UUID) -> None:
    """Let the session act in this role from now on."""
    request.session[ASSIGNMENT_KEY] = str(assignment_id)


def person_of(request: HttpRequest) -> Person:
    """Return the signed-in person; ``NotFound`` when signed out (views guard against that first)."""
    if not isinstance(request.user, Person):
        raise NotFound
    return request.user
