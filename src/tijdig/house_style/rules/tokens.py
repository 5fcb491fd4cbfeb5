"""What a municipality may choose: a closed list of colours and shapes, and which of them stand on each other.

A name of the file is Dutch, as the people of the communication department know it; its token is the custom property
of the style sheet (``--tijdig-accent``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

COLOURS: Mapping[str, str] = {
    "inkt": "ink",
    "inkt-zacht": "ink-soft",
    "pagina": "page",
    "vlak": "surface",
    "vlak-verzonken": "surface-sunk",
    "lijn": "line",
    "lijn-sterk": "line-strong",
    "accent": "accent",
    "accent-sterk": "accent-strong",
    "accent-zacht": "accent-soft",
    "op-accent": "on-accent",
    "gevaar": "danger",
    "gevaar-zacht": "danger-soft",
    "waarschuwing": "warning",
    "waarschuwing-zacht": "warning-soft",
    "goed": "ok",
    "goed-zacht": "ok-soft",
    "neutraal-zacht": "neutral-soft",
    "focus": "focus",
    "focus-rand": "focus-halo",
}
CORNERS: Mapping[str, str] = {"recht": "0", "rond": "0.375rem", "zeer-rond": "0.75rem"}


class Pair(NamedTuple):
    """What is shown on what, and the least contrast: 4.5 for text (WCAG 1.4.3), 3 for lines and marks (1.4.11)."""

    front: str
    ground: str
    least: float


_TEXT, _MARK = 4.5, 3.0
PAIRS: tuple[Pair, ...] = (
    *(
        Pair("inkt", ground, _TEXT)
        for ground in ("pagina", "vlak", "vlak-verzonken", "accent-zacht", "neutraal-zacht")
    ),
    *(Pair("inkt", f"{tone}-zacht", _TEXT) for tone in ("gevaar", "waarschuwing", "goed")),
    *(Pair("inkt-zacht", ground, _TEXT) for ground in ("pagina", "vlak", "vlak-verzonken")),
    *(Pair("accent", ground, _TEXT) for ground in ("pagina", "vlak", "vlak-verzonken", "accent-zacht")),
    *(Pair("accent-sterk", ground, _TEXT) for ground in ("pagina", "vlak", "accent-zacht")),
    *(Pair("op-accent", ground, _TEXT) for ground in ("accent", "accent-sterk")),
    *(
        Pair(tone, ground, _TEXT)
        for tone in ("gevaar", "waarschuwing", "goed")
        for ground in (f"{tone}-zacht", "vlak")
    ),
    *(Pair("lijn-sterk", ground, _MARK) for ground in ("pagina", "vlak")),
    *(Pair("focus", ground, _MARK) for ground in ("pagina", "vlak")),
)

_GENERIC = "sans-serif|serif|system-ui"
_FAMILY = rf'(?:"[A-Za-z0-9][A-Za-z0-9 -]{{0,40}}"|{_GENERIC})'
_FONT = re.compile(rf"{_FAMILY}(?:, ?{_FAMILY}){{0,7}}")


def is_font(text: str) -> bool:
    """Whether ``text`` names fonts of the reader's own machine: ``"Name"`` or a generic family, with commas."""
    return _FONT.fullmatch(text) is not None
