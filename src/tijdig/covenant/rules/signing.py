"""Sign a statement and check a signature: compact JWS (RFC 7515) with Ed25519 (RFC 8037, RFC 9864).

A signature counts only for exactly this statement, under exactly this key, written in exactly one way: base64 can spell
the same bytes in several ways, and a signature that may be respelled is one whose bytes may be flipped unseen (C3).
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from tijdig.covenant.rules.statement import Statement

ALGORITHM = "Ed25519"
TYPE = "tijdig-covenant+jws"


def sign_statement(statement: Statement, private_key: bytes) -> str:
    """Return the compact JWS over the statement; ``private_key`` is the 32-byte seed of an Ed25519 key."""
    key = OKPKey.import_key(
        {"kty": "OKP", "crv": "Ed25519", "x": b64(public_part(private_key)), "d": b64(private_key)}
    )
    header = {"alg": ALGORITHM, "kid": key.thumbprint(), "typ": TYPE}
    return jws.serialize_compact(header, statement.to_bytes(), key, algorithms=[ALGORITHM])


@lru_cache(maxsize=8192)
def is_signed(token: str, statement: Statement, public_key: bytes) -> bool:
    """Say whether the token is this key's signature over this statement; any other byte anywhere makes it False.

    Kept by its arguments, all of which are immutable: a page that looks at a covenant does not check again what was
    checked before, and a changed byte is another question.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(is_canonical(part) for part in parts):
        return False
    if parts[1] != b64(statement.to_bytes()):
        return False
    if header_of(token) != {"alg": ALGORITHM, "kid": thumbprint(public_key), "typ": TYPE}:
        return False
    try:
        jws.deserialize_compact(token, _public(public_key), algorithms=[ALGORITHM])
    except JoseError:
        return False
    return True


def header_of(token: str) -> dict[str, object]:
    """Return what the token says of itself, unchecked; empty when it cannot be read."""
    try:
        header = json.loads(unb64(token.split(".", maxsplit=1)[0]))
    except (RecursionError, ValueError):  # brackets nested a thousand deep are valid JSON
        return {}
    return header if isinstance(header, dict) else {}


@lru_cache(maxsize=1024)
def thumbprint(public_key: bytes) -> str:
    """Return the fingerprint of an Ed25519 public key (32 bytes) as people compare it (RFC 7638, SHA-256)."""
    return _public(public_key).thumbprint()


def public_part(private_key: bytes) -> bytes:
    """Return the public part (32 bytes) of an Ed25519 seed."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def _public(public_key: bytes) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64(public_key)})


def b64(data: bytes) -> str:
    """Return base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64(text: str) -> bytes:
    """Read base64url without padding; ``ValueError`` for what is no base64url."""
    if not {"+", "/", "="}.isdisjoint(text):  # the library takes both alphabets, and padding
        raise ValueError("no base64url")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def is_canonical(part: str) -> bool:
    """Say whether this is how :func:`b64` writes these bytes, and not another spelling of them."""
    try:
        return b64(unb64(part)) == part
    except ValueError:
        return False
