"""A party's signing key, sealed under the installation's secret, and proof that this installation made it.

Both are bound to controller, party and public key: moved to another row they are worth nothing.
"""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tijdig.covenant.rules.signing import b64, unb64
from tijdig.keyring import secret
from tijdig.problems import ProblemKind, Refused

SECRET = "party-signing-wrap"  # noqa: S105 - a name, not a secret
_NONCE_BYTES = 12

KEY_DOES_NOT_OPEN = ProblemKind(
    code="covenant.key-does-not-open",
    rule="C3",
    nl="De sleutel waarmee deze partij tekent, gaat niet open: hij is veranderd, of van een andere installatie.",
    en="The key with which this party signs does not open: it was altered, or is another installation's.",
    remedy_nl="Zet de sleutelmap en de database van dezelfde reservekopie terug.",
    remedy_en="Restore the key folder and the database from the same backup.",
)


def sealed(private_key: bytes, bound_to: tuple[str, ...]) -> str:
    """Return the private key sealed with AES-256-GCM under the installation's secret (base64url)."""
    nonce = os.urandom(_NONCE_BYTES)
    return b64(nonce + AESGCM(secret(SECRET)).encrypt(nonce, private_key, _bytes(bound_to)))


def opened(sealed_key: str, bound_to: tuple[str, ...]) -> bytes:
    """Return the private key; :class:`Refused` when it was altered, moved, or sealed under another secret."""
    try:
        content = unb64(sealed_key)
        return AESGCM(secret(SECRET)).decrypt(
            content[:_NONCE_BYTES], content[_NONCE_BYTES:], _bytes(bound_to)
        )
    except (InvalidTag, ValueError):
        raise Refused(KEY_DOES_NOT_OPEN()) from None


def attested(bound_to: tuple[str, ...]) -> str:
    """Return the proof that this installation made the key for this controller and party (HMAC-SHA-256)."""
    return b64(hmac.digest(secret(SECRET), b"attestation\0" + _bytes(bound_to), "sha256"))


def _bytes(bound_to: tuple[str, ...]) -> bytes:
    return "\0".join(bound_to).encode()
