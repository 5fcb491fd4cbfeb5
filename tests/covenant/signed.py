"""Covenant versions, keys and verdicts that are really signed, in memory: for tests that need no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.rules.signing import b64, public_part, sign_statement, thumbprint
from tijdig.covenant.rules.statement import ACTIVATE
from tijdig.covenant.sealed_keys import attested, opened, sealed
from tijdig.covenant.verifying import bound_to, statement_about

NOW = datetime(2026, 9, 2, 9, tzinfo=UTC)


def unsigned_version(text: str) -> CovenantVersion:
    covenant = read_covenant(text).covenant
    assert covenant is not None
    return CovenantVersion(
        controller_id=covenant.controller_code, urn=covenant.id, version=covenant.version, hash=covenant.hash,
        replaces=covenant.replaces, text=text, created_at=NOW,
    )  # fmt: skip


def key_of(controller: str, party: str) -> PartyKey:
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    public = public_part(private)
    bound = bound_to(controller, party, b64(public))
    return PartyKey(
        controller_id=controller, party_code=party, fingerprint=thumbprint(public), public_key=b64(public),
        sealed_private=sealed(private, bound), attestation=attested(bound), made_at=NOW,
    )  # fmt: skip


def private_part(key: PartyKey) -> bytes:
    return opened(key.sealed_private, bound_to(key.controller_id, key.party_code, key.public_key))


def verdict_by(key: PartyKey, version: CovenantVersion, verdict: str, number: int = 1) -> Acceptance:
    """Return the ``number``-th verdict of this version, signed with this key for its party."""
    person, at = uuid4(), NOW + timedelta(minutes=number)
    said = statement_about(
        version,
        party=key.party_code,
        verdict=verdict,
        person_id=str(person),
        person_name="A. Tekenaar",
        at=at,
    )
    return Acceptance(
        pk=number, covenant_version=version, controller_id=version.controller_id, party_code=key.party_code,
        verdict=verdict, person_id=person, person_name="A. Tekenaar", at=at,
        token=sign_statement(said, private_part(key)), key=key,
    )  # fmt: skip


def activate(version: CovenantVersion, key: PartyKey, person: UUID | None = None) -> None:
    """Put the version into force with a signature by this key."""
    person = person or uuid4()
    said = statement_about(
        version,
        party=key.party_code,
        verdict=ACTIVATE,
        person_id=str(person),
        person_name="F. Tweede",
        at=NOW,
    )
    version.activated_at, version.activated_by = NOW, person
    version.activated_for, version.activated_by_name = key.party_code, "F. Tweede"
    version.activation_token, version.activation_key = sign_statement(said, private_part(key)), key
