"""Verify Ed25519 signatures (RFC 8032, section 5.1.7) with the standard library alone.

Whoever checks an export should need no more than Python. Where the ``cryptography`` package is installed it does the
work, a hundred times faster; without it the arithmetic below does. Signing never happens here.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha512

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # pragma: no cover - a bare Python
    HAS_LIBRARY = False
else:
    HAS_LIBRARY = True

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_DIGITS = 64  # of a scalar below 2**256, in hexadecimal
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)

type Point = tuple[int, int, int, int]  # extended coordinates (X, Y, Z, T), x = X/Z, y = Y/Z, x·y = T/Z

_NEUTRAL: Point = (0, 1, 1, 0)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` (64 bytes) is one of ``message`` under the public key (32 bytes)."""
    if not HAS_LIBRARY:
        return is_signed_plainly(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed_plainly(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say the same with plain integers: S·B − k·A = R. No secret is involved, so no constant time is needed."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key = _decode(public)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or scalar >= _ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    x, y, z, t = key
    found = _add(_times(scalar, _multiples(_BASE)), _times(challenge, _multiples((-x % _P, y, z, -t % _P))))
    return _encode(found) == signature[:32]


def _recover_x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _decode(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    x = _recover_x(y, sign) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _encode(point: Point) -> bytes:
    x, y, z, _t = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little")


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


@lru_cache(maxsize=4)
def _multiples(point: Point) -> tuple[tuple[Point, ...], ...]:
    """Return d·16ⁱ·point for every digit d at every place i: worked out once per key, a signature takes a sixth."""
    rows = []
    for _place in range(_DIGITS):
        row = [_NEUTRAL]
        for _digit in range(15):
            row.append(_add(row[-1], point))
        rows.append(tuple(row))
        point = _add(row[-1], point)
    return tuple(rows)


def _times(scalar: int, multiples: tuple[tuple[Point, ...], ...]) -> Point:
    total = _NEUTRAL
    for row in multiples:
        total = _add(total, row[scalar & 15])
        scalar >>= 4
    return total


_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE_X = _recover_x(_BASE_Y, 0) or 0
_BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)
