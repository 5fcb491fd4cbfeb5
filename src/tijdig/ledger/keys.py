"""The two secrets of the log: one signs its checkpoints, the other vouches for a record until it is in the tree."""

from __future__ import annotations

import hmac
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tijdig.keyring import secret
from tijdig.ledger.rules.checkpoint import Checkpoint, VerifierKey, sign_checkpoint, sign_note


def origin_of(controller_id: str) -> str:
    """Return the name of a controller's log, which is also the name of its key: ``tijdig/0988``."""
    return f"tijdig/{controller_id}"


def key_of(controller_id: str) -> VerifierKey:
    """Return the public key of a controller's log; raises :class:`KeyUnusable` when the secret is not usable."""
    return VerifierKey(
        origin_of(controller_id), _signer(secret("log-signing")).public_key().public_bytes_raw()
    )


def signed(checkpoint: Checkpoint) -> str:
    """Return the checkpoint as a signed note."""
    signer = _signer(secret("log-signing"))
    return sign_checkpoint(checkpoint, signer.public_key().public_bytes_raw(), signer.sign)


def signed_note(controller_id: str, text: str) -> str:
    """Return a text that is no checkpoint as a note signed with the key of a controller's log."""
    return sign_note(text, key_of(controller_id), _signer(secret("log-signing")).sign)


def evidence_for(salt: bytes, canonical: bytes) -> bytes:
    """Return the evidence that a record was written by the application: HMAC-SHA-256 over salt and record.

    It bridges the time until the record is in the tree. Who can write to the database but does not hold the key
    cannot change a record in that time unnoticed.
    """
    return hmac.digest(secret("log-writing"), salt + canonical, "sha256")


def is_evidence(evidence: bytes, salt: bytes, canonical: bytes) -> bool:
    """Say whether this evidence belongs to the record."""
    return hmac.compare_digest(evidence, evidence_for(salt, canonical))


@cache
def _signer(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
