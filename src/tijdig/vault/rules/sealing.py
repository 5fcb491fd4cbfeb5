"""Seal bytes to the place where they belong: AES-256-GCM-SIV with that place as associated data (E1, RFC 8452).

Associated data is not secret and not stored: whoever opens says where the ciphertext stands. A ciphertext that was
moved to another row, table, column or controller, or was altered, does not open.
"""

from __future__ import annotations

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = 1
_PREFIX = bytes([VERSION])
_BETWEEN = "\x1f"  # no code, table or id holds it


class SealBroken(Exception):
    """What is stored does not open: altered, moved, or sealed under another key. Tells nothing of the content."""


class Place(NamedTuple):  # one is made for everything that is sealed or opened, and a tuple is made fastest
    """Where a ciphertext stands: CBS code of the controller (empty: the installation), table, row id, column."""

    controller: str
    table: str
    row: str
    column: str

    def associated_data(self, version: int) -> bytes:
        """Return the bytes that bind a ciphertext of this format version to this place."""
        parts = (self.controller, self.table, self.row, self.column, str(version))
        return _BETWEEN.join(parts).encode()


def cipher_for(key: bytes) -> AESGCMSIV:
    """Return the cipher of a key of 32 bytes; ``ValueError`` for another length."""
    if len(key) != KEY_BYTES:
        raise ValueError("a key is 32 bytes")
    return AESGCMSIV(key)


def seal(cipher: AESGCMSIV, plaintext: bytes, place: Place, *, nonce: bytes) -> bytes:
    """Return version, nonce and ciphertext. ``nonce`` is 12 random bytes; one used twice shows equal texts, no more."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError("a nonce is 12 bytes")
    return _PREFIX + nonce + cipher.encrypt(nonce, plaintext, place.associated_data(VERSION))


def unseal(cipher: AESGCMSIV, sealed: bytes, place: Place) -> bytes:
    """Return what was sealed at this place with this key; :class:`SealBroken` when it does not open."""
    version, nonce, ciphertext = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if version != _PREFIX:
        raise SealBroken
    try:
        return cipher.decrypt(nonce, ciphertext, place.associated_data(VERSION))
    except (InvalidTag, ValueError):
        raise SealBroken from None
