"""Recognise a BSN where none may stand (R11); nothing here returns, keeps or words the number itself."""

from __future__ import annotations

import re
from collections.abc import Collection

_SHAPE = re.compile(
    r"(?:\s*(?:bsn|sofi)\W*)?(?:\d{9}|\d{4}([ .\-])\d{2}\1\d{3}|\d{3}([ .\-])\d{3}\2\d{3})\s*", re.IGNORECASE
)
# Nine digits that stand apart in a text: "Jansen 123456782". A number behind a letter is somebody's own number.
_WITHIN = re.compile(r"(?:(?<=[\s:(])|^)\d{9}(?=[\s,;.)]|$)")
_MAY_HOLD = re.compile(r"\d[\d .\-]{7}")  # nearly no cell does
_WITHOUT_ITS_ZERO = re.compile(r"\d{8}")
_ENOUGH = 3  # so many, and no other number of nine digits in the column: by chance once in a thousand columns
SHORTEST_BSN = 9  # signs; what is shorter need not be looked at
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def could_be_bsn(text: str) -> bool:
    """Whether this is nine digits (also as ``1234.56.782``) that pass the test of eleven."""
    if len(text) < SHORTEST_BSN or not _SHAPE.fullmatch(text):
        return False
    return _passes(text)


def _passes(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdecimal()]
    return (
        any(digits) and sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
    )


def without_bsns(text: str, instead: str) -> str:
    """Return the text with another number ``instead`` of each BSN that it is or holds."""
    if len(text) < SHORTEST_BSN:
        return text
    if could_be_bsn(text):
        return instead
    return _WITHIN.sub(lambda found: instead if _passes(found[0]) else found[0], text)


def bsns_among(cells: Collection[str]) -> frozenset[str]:
    """Return the cells of one column that are a BSN or hold one.

    Where a column holds BSNs, a number of eight digits is one that lost its zero in a spreadsheet.
    """
    found = {
        cell
        for cell in cells
        if len(cell) >= SHORTEST_BSN and _MAY_HOLD.search(cell) and without_bsns(cell, "") != cell
    }
    if len(found) < _ENOUGH:
        return frozenset(found)
    nine = {cell for cell in cells if len(cell) == SHORTEST_BSN and cell.isdecimal()}
    if len(nine) >= _ENOUGH and nine <= found:
        found |= {cell for cell in cells if _WITHOUT_ITS_ZERO.fullmatch(cell) and _passes("0" + cell)}
    return frozenset(found)
