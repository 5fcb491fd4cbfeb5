"""One-time sign-in links of the demo: they exist only where the operator started a demo."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.queries import covenant_for_party
from tijdig.ledger.services import record_event
from tijdig.parties.models import DemoLink, Person, RoleAssignment
from tijdig.parties.queries import Assignment, actor_in, assignments_of_person, party_code_of
from tijdig.parties.rules import hash_of_token
from tijdig.parties.services.organisations import require_operator
from tijdig.problems import NotFound
from tijdig.tenancy import under

DEMO_CODES = 3  # one to come in, and some for what asks for the second step again


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """How a visitor of the demo comes in: a link that works once, and codes for the second step, each good once."""

    token: str
    codes: tuple[str, ...]


@transaction.atomic
def make_demo_link(*, actor: Actor, assignment_id: UUID) -> DemoEntry:
    """Return a one-time link that signs in as this role, with codes; ``NotFound`` outside a demo.

    A demo knows no way past the second factor either (A1): the person gets an authenticator whose recovery codes are
    shown on the operator's screen, beside the link.
    """
    require_operator(actor)
    assignment = RoleAssignment.objects.filter(
        pk=assignment_id, controller_id=actor.controller_id, ended_at__isnull=True
    ).first()
    if not settings.DEMO or assignment is None:
        raise NotFound
    token = secrets.token_urlsafe(32)
    party = party_code_of(assignment.controller_id, assignment.organisation_id)
    covenant = covenant_for_party(actor.controller_id, party, timezone.localdate())
    DemoLink.objects.create(
        token_hash=hash_of_token(token),
        person_id=assignment.person_id,
        assignment=assignment,
        covenant_hash=covenant.hash if covenant else "",
    )
    record_event(
        actor=actor, action="make-demo-link", object_kind="person", object_id=str(assignment.person_id)
    )
    return DemoEntry(token, _codes_of(assignment.person))


def _codes_of(person: Person) -> tuple[str, ...]:
    mine = Authenticator.objects.filter(user=person)
    if not mine.filter(type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, generate_totp_secret())
    left = RecoveryCodes.activate(person).get_unused_codes()
    if len(left) < DEMO_CODES:
        mine.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
        left = RecoveryCodes.activate(person).get_unused_codes()
    return tuple(left[:DEMO_CODES])


@transaction.atomic
def use_demo_link(*, token: str) -> RoleAssignment:
    """Spend the link and return the role it signs in as; ``NotFound`` when spent, unknown or outside a demo.

    So too when the role was ended, or the organisation left the covenant, since the link was made (A8).
    """
    link = (
        DemoLink.objects.filter(token_hash=hash_of_token(token), used_at__isnull=True)
        .select_related("assignment__person")
        .first()
    )
    if not settings.DEMO or link is None:
        raise NotFound
    roles = assignments_of_person(link.person_id)
    standing = next((one for one in roles if one.id == link.assignment_id), None)
    if standing is None or _left(link, standing):
        raise NotFound
    if not DemoLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise NotFound
    assignment = link.assignment
    record_event(
        actor=actor_in(standing),
        action="use-demo-link",
        object_kind="person",
        object_id=str(assignment.person_id),
    )
    return assignment


def _left(link: DemoLink, standing: Assignment) -> bool:
    if not link.covenant_hash:
        return False
    with under(standing.controller_id):  # nobody is signed in yet, so no municipality is set (A7)
        return covenant_for_party(standing.controller_id, standing.party, timezone.localdate()) is None
