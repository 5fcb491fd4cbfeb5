"""Put a version that all parties accepted into force: a second person of the municipality signs for it (C14)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.models import CovenantVersion, PartyKey
from tijdig.covenant.queries import CovenantStanding, covenants_in_force, standing_of
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.rules.statement import ACTIVATE, file_hash
from tijdig.covenant.services.certified import CERTIFICATE_NEEDED, Prepared, check_certified
from tijdig.covenant.services.holding import hold_versions
from tijdig.covenant.services.party_keys import sign_for_party
from tijdig.covenant.services.signing import PERSON_NEEDED, verdict_statement
from tijdig.covenant.signing import may_activate
from tijdig.covenant.verifying import trust_anchors
from tijdig.ledger.services import record_event
from tijdig.problems import Problem, Refused


@transaction.atomic
def activate_covenant(*, actor: Actor, version_id: UUID, person_name: str) -> CovenantVersion:
    """Put a version that all parties accepted into force, by a second person of the municipality (C14).

    Raises :class:`Refused` when a signature is missing or altered, the actor is not that second person, it is active
    already, or it overlaps another.
    """
    require(actor, Action.ACTIVATE_COVENANT)
    version, _ = _may(actor, version_id)
    if trust_anchors():
        raise Refused(CERTIFICATE_NEEDED())
    at = timezone.now()
    token, key = sign_for_party(
        actor=actor, said=verdict_statement(actor, version, ACTIVATE, person_name, at)
    )
    return _keep(actor=actor, version=version, person_name=person_name, at=at, token=token, key=key)


@transaction.atomic
def file_signed_activation(
    *, actor: Actor, version_id: UUID, person_name: str, prepared: Prepared
) -> CovenantVersion:
    """Put a version into force by a statement that the municipality signed with its own certificate (C14)."""
    require(actor, Action.ACTIVATE_COVENANT)
    version, standing = _may(actor, version_id)
    said = verdict_statement(actor, version, ACTIVATE, person_name, prepared.at)
    check_certified(prepared, said, version, standing, timezone.now())
    return _keep(
        actor=actor, version=version, person_name=person_name, at=prepared.at, token=prepared.token, key=None
    )


def _may(actor: Actor, version_id: UUID) -> tuple[CovenantVersion, CovenantStanding]:
    version = hold_versions(actor.controller_id, version_id)
    if actor.person_id is None:
        raise Refused(PERSON_NEEDED())
    today = timezone.localdate()
    standing = standing_of(version, today)
    decision = may_activate(actor, standing)
    if not decision.permitted:
        raise Refused(decision.reasons)
    _check_no_overlap(version, today)
    return version, standing


def _check_no_overlap(version: CovenantVersion, today: date) -> None:
    """Another covenant may have come into force since this one was proposed."""
    overlap: tuple[Problem, ...] = lint_covenant(
        read_covenant(version.text), others=covenants_in_force(version.controller_id, today)
    )
    if overlap:
        raise Refused(overlap)


def _keep(
    *,
    actor: Actor,
    version: CovenantVersion,
    person_name: str,
    at: datetime,
    token: str,
    key: PartyKey | None,
) -> CovenantVersion:
    version.activated_at = at
    version.activated_by = actor.person_id
    version.activated_for = actor.party
    version.activated_by_name = person_name.strip()
    version.activation_token = token
    version.activation_key = key
    version.save(
        update_fields=[
            "activated_at",
            "activated_by",
            "activated_for",
            "activated_by_name",
            "activation_token",
            "activation_key",
        ]
    )
    record_event(
        actor=actor,
        action=Action.ACTIVATE_COVENANT,
        object_kind="covenant",
        object_id=str(version.id),
        details={"hash": version.hash, "version": version.version, "signature": file_hash(token)},
    )
    return version
