"""Whether a number can be a BSN: nine digits that pass the test of eleven."""

from __future__ import annotations

from stdnum.nl import bsn


def is_bsn(text: str) -> bool:
    """Say whether this is a BSN as stdnum knows it, points and a missing zero in front included.

    Nine plain digits, which registers are full of, are counted here: forty times as fast.
    """
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        return bool(bsn.is_valid(text))
    a, b, c, d, e, f, g, h, last = map(int, text)
    return (9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - last) % 11 == 0 and int(text) > 0
