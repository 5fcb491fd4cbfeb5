"""Read which systems come in over the API, and as whom."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from tijdig.actors import Actor, Role
from tijdig.parties.models import ApiClient, ApiToken
from tijdig.parties.rules import hash_of_token, must_wait


@dataclass(frozen=True, slots=True)
class ApiSystem:
    """A system that was recognised: its id, and the actor as which it comes in."""

    client_id: UUID
    actor: Actor


@dataclass(frozen=True, slots=True)
class Claim:
    """What became of an id and a secret: the system that they belong to, whether the id is known, whether it waits."""

    system: ApiSystem | None
    right: bool
    must_wait: bool


def api_clients_of(controller_id: str, organisation_id: UUID) -> QuerySet[ApiClient]:
    """Return the systems of an organisation under this controller that can come in, by name."""
    return ApiClient.objects.filter(
        controller_id=controller_id, organisation_id=organisation_id, ended_at__isnull=True
    )


def claim_of(client_id: str, secret: str) -> Claim:
    """Return whether this secret is that of the system with this id; in constant time, whoever it is."""
    known = _uuid(client_id)
    client = _standing().filter(pk=known).first() if known else None
    right = hmac.compare_digest(hash_of_token(secret), client.secret_hash if client else hash_of_token(""))
    if client is None:
        return Claim(None, right=False, must_wait=False)
    waits = must_wait(client.failures, client.failed_at, timezone.now())
    return Claim(_system(client), right=right, must_wait=waits)


def system_with_token(token: str) -> ApiSystem | None:
    """Return the system that holds this access token, as long as it and the partnership of its organisation stand."""
    found = ApiToken.objects.filter(token_hash=hash_of_token(token), expires_at__gt=timezone.now())
    client = _standing().filter(pk__in=found.values("client")).first()
    return _system(client) if client else None


def _standing() -> QuerySet[ApiClient]:
    """Systems that were not ended, of organisations that take part now (A8)."""
    return ApiClient.objects.filter(
        ended_at__isnull=True,
        organisation__partnerships__controller=F("controller"),
        organisation__partnerships__ended_on__isnull=True,
    ).annotate(party=F("organisation__partnerships__party_code"))


def _system(client: ApiClient) -> ApiSystem:
    party: str = client.party  # type: ignore[attr-defined] # annotated
    actor = Actor(None, client.organisation_id, client.controller_id, party, Role(client.role))
    return ApiSystem(client.pk, actor)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
