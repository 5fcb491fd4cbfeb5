"""Whole numbers from an address or a form: of a page, of the version that somebody looked at."""

from __future__ import annotations


def whole_number[Default](text: str, default: Default) -> int | Default:
    """Return the number of at most six digits that ``text`` holds; ``default`` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default
