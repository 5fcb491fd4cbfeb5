"""Does what is stored still carry the signature that was given? Asked at each look at a covenant (C3, C14).

Each stored row is turned into the statement that it claims to be, and the signature must be over exactly that. What
was verified once is remembered by its bytes, so that asking again costs a look-up and no arithmetic.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings

from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.rules.certificates import Numbers, is_certified
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import Activation
from tijdig.covenant.rules.signing import is_canonical, is_signed, thumbprint, unb64
from tijdig.covenant.rules.statement import ACTIVATE, Statement, file_hash
from tijdig.covenant.sealed_keys import attested

PUBLIC_KEY_BYTES = 32
_file_hash = lru_cache(maxsize=64)(file_hash)
_attested = lru_cache(maxsize=1024)(attested)


def trust_anchors() -> tuple[bytes, ...]:
    """Return the root certificates (DER) that the operator trusts; with any, only certificates sign."""
    return tuple(settings.SIGNING_ANCHORS)


def statement_about(
    version: CovenantVersion, *, party: str, verdict: str, person_id: str, person_name: str, at: datetime
) -> Statement:
    """Return the statement that this person makes of this version."""
    return Statement(
        covenant_hash=version.hash,
        file_hash=_file_hash(version.text),
        urn=version.urn,
        version=version.version,
        controller=version.controller_id,
        party=party,
        verdict=verdict,
        person_id=person_id,
        person_name=person_name,
        at=at.astimezone(UTC).isoformat(),
    )


def acceptance_holds(acceptance: Acceptance, version: CovenantVersion, covenant: Covenant) -> bool:
    """Say whether this stored verdict is the one that was signed, on this very text."""
    said = statement_about(
        version,
        party=acceptance.party_code,
        verdict=acceptance.verdict,
        person_id=str(acceptance.person_id),
        person_name=acceptance.person_name,
        at=acceptance.at,
    )
    belongs = acceptance.controller_id == version.controller_id
    return belongs and is_stated(acceptance.token, said, acceptance.key, covenant)


def activation_of(version: CovenantVersion, covenant: Covenant) -> Activation:
    """Say whether the version was put into force, by the municipality, and is signed for by it (C14)."""
    if version.activated_at is None:
        return Activation.ABSENT
    said = statement_about(
        version,
        party=version.activated_for,
        verdict=ACTIVATE,
        person_id=str(version.activated_by),
        person_name=version.activated_by_name,
        at=version.activated_at,
    )
    is_ours = version.activated_for == covenant.municipality.code
    holds = is_ours and is_stated(version.activation_token, said, version.activation_key, covenant)
    return Activation.SIGNED if holds else Activation.BROKEN


def is_stated(token: str, said: Statement, key: PartyKey | None, covenant: Covenant) -> bool:
    """Say whether the token is this party's signature: with its certificate, or in the embedded set-up its own key."""
    anchors = trust_anchors()
    if not anchors:
        return key is not None and is_of_party(key, said) and is_signed(token, said, unb64(key.public_key))
    party = covenant.parties.get(said.party)
    return party is not None and is_certified(token, said, Numbers(party.kvk, party.oin), anchors)


def is_of_party(key: PartyKey, said: Statement) -> bool:
    """Say whether this installation made this key, for this controller and party."""
    if not is_canonical(key.public_key) or len(unb64(key.public_key)) != PUBLIC_KEY_BYTES:
        return False
    if thumbprint(unb64(key.public_key)) != key.fingerprint:
        return False
    proof = _attested(bound_to(said.controller, said.party, key.public_key))
    return hmac.compare_digest(proof.encode(), key.attestation.encode())


def bound_to(controller_id: str, party: str, public_key: str) -> tuple[str, ...]:
    """Return to what a party's key is bound: its controller, its party and its public part."""
    return (controller_id, party, public_key)
