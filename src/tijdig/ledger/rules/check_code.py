"""The code under a receipt (T4): short enough to type over from paper, with a sign that finds mistakes.

Sixteen signs of Crockford's alphabet in groups of four: fifteen are the first 75 bits of the commitment to the content,
the last is a check over GF(32): it finds every wrong sign and every two that changed places, wherever they stand.
"""

from __future__ import annotations

import re

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")  # as they are mistaken for one another on paper
_BITS, _FIRST = 5, 15
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1: its root runs through all 31 elements
_NOT_TYPED = re.compile(r"[\s-]+")


def check_code(commitment: bytes) -> str:
    """Return the code of a commitment (32 bytes), as it is printed: ``4F7K-9QXM-2RTB-6PX3``."""
    number = int.from_bytes(commitment) >> len(commitment) * 8 - _FIRST * _BITS
    values = [number >> _BITS * at & 31 for at in reversed(range(_FIRST))]
    signs = "".join(_SIGNS[value] for value in (*values, _remainder(values)))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def read_check_code(typed: str) -> str | None:
    """Return the code as it is printed from what someone typed, or None when it cannot be one."""
    signs = _NOT_TYPED.sub("", typed).upper().translate(_READ_AS)
    if len(signs) != _FIRST + 1 or not set(signs) <= set(_SIGNS):
        return None
    *values, last = (_SIGNS.index(sign) for sign in signs)
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4)) if _remainder(values) == last else None


def _remainder(values: list[int]) -> int:
    total = 0
    for value in values:
        total = (total ^ value) << 1
        total ^= _POLYNOMIAL if total > 31 else 0
    return total
