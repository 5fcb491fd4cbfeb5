"""The hash of a covenant: SHA-256 over the canonical JSON (RFC 8785) of everything the file says.

Layout, comments and the order of keys do not change it; any value does. Parties sign this hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import rfc8785

type _Json = bool | int | str | list[_Json] | dict[str, _Json]


def content_hash(content: Mapping[str, object]) -> str:
    """Return ``sha256:…`` (64 hex digits) of a parsed covenant file that passed the shape check."""
    return "sha256:" + hashlib.sha256(canonical_json(content)).hexdigest()


def canonical_json(content: Mapping[str, object]) -> bytes:
    """Return the canonical JSON: dates as ISO text, amounts with cents as text, so that no float is ever hashed."""
    return rfc8785.dumps(_plain(dict(content)))


def _plain(value: object) -> _Json:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 75 and 75.00 are the same amount, so they must give the same hash.
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    if isinstance(value, bool | int | str):
        return value
    raise TypeError(f"a covenant holds no {type(value).__name__}")
