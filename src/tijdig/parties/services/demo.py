"""One-time sign-in links of the demo: they exist only where the operator started a demo."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor, Role
from tijdig.ledger.services import record_event
from tijdig.parties.models import DemoLink, RoleAssignment
from tijdig.parties.queries import party_code_of
from tijdig.parties.rules import hash_of_token
from tijdig.parties.services.organisations import require_operator
from tijdig.problems import NotFound


@transaction.atomic
def make_demo_link(*, actor: Actor, assignment_id: UUID) -> str:
    """Return the token of a one-time link that signs in as this role; ``NotFound`` outside a demo."""
    require_operator(actor)
    assignment = RoleAssignment.objects.filter(
        pk=assignment_id, controller_id=actor.controller_id, ended_at__isnull=True
    ).first()
    if not settings.DEMO or assignment is None:
        raise NotFound
    token = secrets.token_urlsafe(32)
    DemoLink.objects.create(
        token_hash=hash_of_token(token), person_id=assignment.person_id, assignment=assignment
    )
    record_event(
        actor=actor, action="make-demo-link", object_kind="person", object_id=str(assignment.person_id)
    )
    return token


@transaction.atomic
def use_demo_link(*, token: str) -> RoleAssignment:
    """Spend the link and return the role it signs in as; ``NotFound`` when spent, unknown or outside a demo."""
    link = (
        DemoLink.objects.filter(
            token_hash=hash_of_token(token),
            used_at__isnull=True,
            assignment__ended_at__isnull=True,
            person__is_active=True,
        )
        .select_related("assignment__person")
        .first()
    )
    spent = link and DemoLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now())
    if not settings.DEMO or link is None or not spent:
        raise NotFound
    assignment = link.assignment
    party = party_code_of(assignment.controller_id, assignment.organisation_id)
    record_event(
        actor=Actor(
            assignment.person_id,
            assignment.organisation_id,
            assignment.controller_id,
            party,
            Role(assignment.role),
        ),
        action="use-demo-link",
        object_kind="person",
        object_id=str(assignment.person_id),
    )
    return assignment
