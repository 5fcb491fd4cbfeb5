"""The keys of the parties in the embedded set-up: made at a party's first signature."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.models import PartyKey
from tijdig.covenant.rules.signing import b64, public_part, sign_statement, thumbprint
from tijdig.covenant.rules.statement import Statement
from tijdig.covenant.sealed_keys import attested, opened, sealed
from tijdig.covenant.verifying import bound_to
from tijdig.ledger.services import record_event


def sign_for_party(*, actor: Actor, said: Statement) -> tuple[str, PartyKey]:
    """Return the signature of the actor's own party over this statement, and the key that made it.

    The party's last key signs; without one it is made, and its fingerprint recorded, in the caller's transaction.
    """
    keys = PartyKey.objects.filter(controller_id=actor.controller_id, party_code=actor.party)
    key = keys.order_by("-made_at", "-id").first() or _make_key(actor=actor)
    private = opened(key.sealed_private, bound_to(key.controller_id, key.party_code, key.public_key))
    return sign_statement(said, private), key


def _make_key(*, actor: Actor) -> PartyKey:
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    public = public_part(private)
    bound = bound_to(actor.controller_id, actor.party, b64(public))
    key = PartyKey.objects.create(
        controller_id=actor.controller_id,
        party_code=actor.party,
        fingerprint=thumbprint(public),
        public_key=b64(public),
        sealed_private=sealed(private, bound),
        attestation=attested(bound),
        made_at=timezone.now(),
    )
    record_event(
        actor=actor,
        action="make-party-key",
        object_kind="party-key",
        object_id=str(key.id),
        details={"party": actor.party, "fingerprint": key.fingerprint},
    )
    return key
