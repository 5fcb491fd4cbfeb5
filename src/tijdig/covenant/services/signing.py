"""A party accepts, rejects or revokes a covenant version, and signs for it (R1, C3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.queries import CovenantStanding, standing_of
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.statement import Statement, file_hash
from tijdig.covenant.services.certified import CERTIFICATE_NEEDED, Prepared, check_certified
from tijdig.covenant.services.holding import hold_versions
from tijdig.covenant.services.party_keys import sign_for_party
from tijdig.covenant.signing import may_sign
from tijdig.covenant.verifying import statement_about, trust_anchors
from tijdig.ledger.services import record_event
from tijdig.problems import ProblemKind, Refused

PERSON_NEEDED = ProblemKind(
    code="covenant.person-needed",
    rule="C3",
    nl="Hiervoor is een mens nodig, met naam.",
    en="This takes a person, with a name.",
    remedy_nl="Log in en probeer het opnieuw.",
    remedy_en="Sign in and try again.",
)


@transaction.atomic
def sign_covenant(*, actor: Actor, version_id: UUID, verdict: Verdict, person_name: str) -> Acceptance:
    """Sign, with the party's key that is kept here, that the actor's own party accepts, rejects or revokes (R1, C3).

    Raises :class:`Refused` for an organisation that is no party, without a person, when the state of the covenant
    does not allow the verdict (revoking needs an earlier acceptance), and where certificates sign.
    """
    require(actor, Action.SIGN_COVENANT)
    version, standing = _may(actor, version_id, verdict, person_name)
    if trust_anchors():
        raise Refused(CERTIFICATE_NEEDED())
    at = timezone.now()
    said = verdict_statement(actor, version, verdict, person_name, at)
    token, key = sign_for_party(actor=actor, said=said)
    return _keep(actor=actor, version=version, standing=standing, said=said, at=at, token=token, key=key)


@transaction.atomic
def file_signed_verdict(
    *, actor: Actor, version_id: UUID, verdict: Verdict, person_name: str, prepared: Prepared
) -> Acceptance:
    """Record a verdict that the party signed on its own machine, with its own certificate.

    Raises :class:`Refused` as :func:`sign_covenant` does, and when the signature is not this organisation's over
    exactly this statement, or not of today.
    """
    require(actor, Action.SIGN_COVENANT)
    version, standing = _may(actor, version_id, verdict, person_name)
    said = verdict_statement(actor, version, verdict, person_name, prepared.at)
    check_certified(prepared, said, version, standing, timezone.now())
    return _keep(
        actor=actor,
        version=version,
        standing=standing,
        said=said,
        at=prepared.at,
        token=prepared.token,
        key=None,
    )


def verdict_statement(
    actor: Actor, version: CovenantVersion, verdict: str, person_name: str, at: datetime
) -> Statement:
    """Return what the actor states of this version by this verdict (or by putting it into force)."""
    if actor.person_id is None or not person_name.strip():
        raise Refused(PERSON_NEEDED())
    return statement_about(
        version,
        party=actor.party,
        verdict=verdict,
        person_id=str(actor.person_id),
        person_name=person_name.strip(),
        at=at,
    )


def _may(
    actor: Actor, version_id: UUID, verdict: Verdict, person_name: str
) -> tuple[CovenantVersion, CovenantStanding]:
    version = hold_versions(actor.controller_id, version_id)
    standing = standing_of(version, timezone.localdate())
    if actor.person_id is None or not person_name.strip():
        raise Refused(PERSON_NEEDED())
    decision = may_sign(actor, standing, verdict)
    if not decision.permitted:
        raise Refused(decision.reasons)
    return version, standing


def _keep(
    *,
    actor: Actor,
    version: CovenantVersion,
    standing: CovenantStanding,
    said: Statement,
    at: datetime,
    token: str,
    key: PartyKey | None,
) -> Acceptance:
    acceptance = Acceptance.objects.create(
        covenant_version=version,
        controller_id=actor.controller_id,
        party_code=said.party,
        verdict=said.verdict,
        person_id=said.person_id,
        person_name=said.person_name,
        at=at,
        token=token,
        key=key,
    )
    record_event(
        actor=actor,
        action=Action.SIGN_COVENANT,
        object_kind="covenant",
        object_id=str(version.id),
        details={
            "hash": standing.covenant.hash,
            "version": version.version,
            "verdict": said.verdict,
            # The log then also proves which signature it was, should the row ever be taken away.
            "signature": file_hash(token),
        },
    )
    return acceptance
