"""Page numbers from an address."""

from __future__ import annotations


def whole_number(text: str, default: int = 1) -> int:
    """Return the number that ``text`` holds; ``default`` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default
