"""Find a sealed value again without opening every row: a keyed hash of it stands beside the ciphertext (E5).

HMAC-SHA-256 under a key of its own per controller and purpose, over normalised *compound* values: postcode and house
number together, never the postcode alone. Cut to 128 bits, written in 22 characters. Without the key nothing can be
tried out, a BSN no more than an address (T6). What still shows is told in ``docs/vault.md``: which rows hold the same
value, and how many there are of each.
"""

from __future__ import annotations

import base64
import hmac
import unicodedata

LENGTH = 22  # of the text that is stored
_BYTES = 16
_BETWEEN = "\x1f"


def derived_key(secret: bytes, purpose: str) -> bytes:
    """Return the key of one purpose (``resident.bsn``), derived from the controller's secret (RFC 5869, expand)."""
    return hmac.digest(secret, b"tijdig blind index\x1f" + purpose.encode() + b"\x01", "sha256")


def normalised(part: object) -> str:
    """Return a value as it is indexed: composed letters, capitals folded, single spaces; empty for None."""
    if part is None:
        return ""
    text = str(part)
    if text.isascii() and text.isalnum():
        return text.casefold()
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def blind_index(key: bytes, *parts: object) -> str:
    """Return the index of a compound value; equal for values that are equal after :func:`normalised`."""
    return exact_index(key, _BETWEEN.join([normalised(part) for part in parts]))


def exact_index(key: bytes, text: str) -> str:
    """Return the index of a text as it stands: one that differs in a capital or a space has another."""
    digest = hmac.digest(key, text.encode(), "sha256")[:_BYTES]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
