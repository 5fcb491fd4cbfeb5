"""Systems of organisations: an admin makes credentials and ends them, a system gets a token for some minutes (A8)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.ledger.services import record_event
from tijdig.parties.models import ApiClient, ApiToken
from tijdig.parties.rules import API_TOKEN_LASTS, API_WAIT, hash_of_token
from tijdig.parties.services.people import own_organisation, require_fitting_role
from tijdig.problems import NotFound, ProblemKind, Refused

KIND = "api-client"
NOT_FOR_A_SYSTEM = ProblemKind(
    code="parties.not-for-a-system",
    rule="A5",
    nl="Een systeem kan geen beheerder zijn: mensen beheert een mens.",
    en="A system cannot be an admin: people are managed by a person.",
    remedy_nl="Kies de rol waarin het systeem vragen stelt.",
    remedy_en="Choose the role in which the system asks.",
)


@dataclass(frozen=True, slots=True)
class MadeClient:
    """Credentials as they were made; ``secret`` is shown this once."""

    client_id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """An access token, and until when it holds."""

    token: str
    expires_at: datetime


@transaction.atomic
def make_api_client(*, actor: Actor, name: str, role: Role) -> MadeClient:
    """Make credentials for a system of the actor's own organisation, which comes in as if in this role.

    Refused for a role that does not fit the organisation, and for that of an admin.
    """
    require(actor, Action.MANAGE_PEOPLE)
    if actor.person_id is None:
        raise NotFound
    if role is Role.ORGANISATION_ADMIN:
        raise Refused(NOT_FOR_A_SYSTEM())
    organisation_id = own_organisation(actor)
    require_fitting_role(actor.controller_id, organisation_id, role)
    secret = secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        controller_id=actor.controller_id,
        organisation_id=organisation_id,
        name=name.strip(),
        role=role,
        secret_hash=hash_of_token(secret),
        made_by=actor.person_id,
        made_at=timezone.now(),
    )
    _record(actor, "make-api-client", client.pk, {"role": role})
    return MadeClient(client.pk, secret)


@transaction.atomic
def end_api_client(*, actor: Actor, client_id: UUID) -> None:
    """End credentials of the actor's organisation, and every token they gave, at once (A8); ``NotFound`` for others."""
    require(actor, Action.MANAGE_PEOPLE)
    clients = ApiClient.objects.filter(
        pk=client_id, controller_id=actor.controller_id, organisation_id=own_organisation(actor)
    )
    if not end_clients(actor=actor, controller_id=actor.controller_id, clients=[one.pk for one in clients]):
        raise NotFound
    _record(actor, "end-api-client", client_id, {})


@transaction.atomic
def end_clients(*, actor: Actor, controller_id: str, clients: list[UUID]) -> int:
    """End these credentials with their tokens; returns how many stood. The caller records why (A8)."""
    standing = ApiClient.objects.filter(controller_id=controller_id, pk__in=clients, ended_at__isnull=True)
    ApiToken.objects.filter(client__in=clients).delete()
    return standing.update(ended_at=timezone.now())


@transaction.atomic
def issue_api_token(*, actor: Actor, client_id: UUID) -> IssuedToken:
    """Give a system that showed its secret a token for some minutes; those of it that have passed are forgotten."""
    now = timezone.now()
    ApiClient.objects.filter(pk=client_id).update(failures=0, failed_at=None)
    ApiToken.objects.filter(client=client_id, expires_at__lte=now).delete()
    token = secrets.token_urlsafe(32)
    issued = IssuedToken(token, now + API_TOKEN_LASTS)
    ApiToken.objects.create(
        token_hash=hash_of_token(token), client_id=client_id, expires_at=issued.expires_at
    )
    _record(actor, "api-sign-in", client_id, {})
    return issued


@transaction.atomic
def record_failed_client(*, actor: Actor, client_id: UUID) -> None:
    """Count a wrong secret, and put it on record: after some in a row the system waits."""
    now = timezone.now()
    recent = ApiClient.objects.filter(pk=client_id, failed_at__gt=now - API_WAIT)
    if not recent.update(failures=F("failures") + 1, failed_at=now):
        ApiClient.objects.filter(pk=client_id).update(failures=1, failed_at=now)
    record_event(
        actor=actor, action="api-sign-in", object_kind=KIND, object_id=str(client_id), result="refused"
    )


def _record(actor: Actor, action: str, client_id: UUID, details: dict[str, str]) -> None:
    record_event(
        actor=actor, action=action, object_kind=KIND, object_id=str(client_id), details=dict(details)
    )
