"""Recognise a BSN where none may stand (R11); nothing here returns, keeps or words the number itself."""

from __future__ import annotations

import re

_SHAPE = re.compile(
    r"(?:\s*(?:bsn|sofi)\W*)?(?:\d{9}|\d{4}([ .\-])\d{2}\1\d{3}|\d{3}([ .\-])\d{3}\2\d{3})\s*", re.IGNORECASE
)
SHORTEST_BSN = 9  # signs; what is shorter need not be looked at
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def could_be_bsn(text: str) -> bool:
    """Whether this is nine digits (also as ``1234.56.782``) that pass the test of eleven."""
    if len(text) < SHORTEST_BSN or not _SHAPE.fullmatch(text):
        return False
    digits = [int(sign) for sign in text if sign.isdecimal()]
    return (
        any(digits) and sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
    )
