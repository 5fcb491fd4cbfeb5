"""Invitations: the only way in. The link is good once, for a week; only its hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.ledger.services import record_event
from tijdig.parties.models import Invitation, Person, RoleAssignment
from tijdig.parties.queries import party_code_of
from tijdig.parties.rules import (
    INVITATION_LASTS,
    INVITATION_NOT_USABLE,
    check_invitation_usable,
    hash_of_token,
)
from tijdig.parties.services.people import (
    create_person,
    open_assignment,
    own_organisation,
    require_fitting_role,
)
from tijdig.problems import NotFound, ProblemKind, Refused

SIGN_IN_FIRST = ProblemKind(
    code="parties.sign-in-first",
    rule="A1",
    nl="U hebt al een account bij Tijdig.",
    en="You already have an account with Tijdig.",
    remedy_nl="Log in en open daarna de link uit de uitnodiging opnieuw.",
    remedy_en="Sign in, then open the link of the invitation again.",
)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as it was made; ``token`` is shown this once and goes into the link."""

    invitation_id: UUID
    token: str


@transaction.atomic
def invite_person(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    discipline: str = "",
    organisation_id: UUID | None = None,
) -> Invited:
    """Invite someone to a role at the actor's own organisation; the operator names the organisation.

    Returns the token for the link. Refused when the role does not fit the organisation's kind; ``NotFound`` for an
    organisation that is not the actor's.
    """
    require(actor, Action.MANAGE_PEOPLE)
    at = organisation_id or own_organisation(actor)
    if actor.role is not Role.SYSTEM and at != actor.organisation_id:
        raise NotFound
    require_fitting_role(actor.controller_id, at, role)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation = Invitation.objects.create(
        controller_id=actor.controller_id,
        organisation_id=at,
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        discipline=discipline,
        token_hash=hash_of_token(token),
        invited_by=actor.person_id,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    record_event(
        actor=actor,
        action="invite-person",
        object_kind="invitation",
        object_id=str(invitation.pk),
        details={"role": role, "organisation": str(at)},
    )
    return Invited(invitation.pk, token)


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation_id: UUID) -> None:
    """Withdraw an open invitation of the actor's organisation; ``NotFound`` for any other."""
    require(actor, Action.MANAGE_PEOPLE)
    withdrawn = Invitation.objects.filter(
        pk=invitation_id,
        controller_id=actor.controller_id,
        organisation_id=own_organisation(actor),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=timezone.now())
    if not withdrawn:
        raise NotFound
    record_event(
        actor=actor, action="withdraw-invitation", object_kind="invitation", object_id=str(invitation_id)
    )


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> Person:
    """Make the account of someone new, with this password, and the role they were invited to.

    The second factor comes next: nothing else opens without it (A1). Refused when the link cannot be used (any more),
    or when the address already has an account: that person signs in and calls :func:`accept_invitation_as`.
    """
    invitation = _take(token)
    if Person.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(SIGN_IN_FIRST())
    actor = _system_for(invitation)
    person = create_person(actor=actor, email=invitation.email, name=invitation.name, password=password)
    _open_role(invitation, person)
    return person


@transaction.atomic
def accept_invitation_as(*, token: str, person_id: UUID) -> RoleAssignment:
    """Give the signed-in person the role they were invited to; refused when the invitation is someone else's."""
    invitation = _take(token)
    person = Person.objects.filter(pk=person_id, email__iexact=invitation.email, is_active=True).first()
    if person is None:
        raise Refused(INVITATION_NOT_USABLE())
    return _open_role(invitation, person)


def _take(token: str) -> Invitation:
    """Mark the invitation as accepted, once: of two at the same time one is refused."""
    now = timezone.now()
    invitation = Invitation.objects.filter(token_hash=hash_of_token(token)).first()
    if invitation is None:
        raise Refused(INVITATION_NOT_USABLE())
    problem = check_invitation_usable(
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        now=now,
    )
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True)
    if problem is not None or not still_open.update(accepted_at=now):
        raise Refused(INVITATION_NOT_USABLE())
    return invitation


def _open_role(invitation: Invitation, person: Person) -> RoleAssignment:
    assignment = open_assignment(
        actor=_system_for(invitation),
        person_id=person.pk,
        organisation_id=invitation.organisation_id,
        role=Role(invitation.role),
        discipline=invitation.discipline,
    )
    party = party_code_of(invitation.controller_id, invitation.organisation_id)
    record_event(
        actor=Actor(
            person.pk, invitation.organisation_id, invitation.controller_id, party, Role(invitation.role)
        ),
        action="accept-invitation",
        object_kind="invitation",
        object_id=str(invitation.pk),
    )
    return assignment


def _system_for(invitation: Invitation) -> Actor:
    return Actor(None, None, invitation.controller_id, "", Role.SYSTEM)
