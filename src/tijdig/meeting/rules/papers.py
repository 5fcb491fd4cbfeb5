"""The papers of a meeting: their kinds, and when a participant's copy is out of date (R47)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum


class PaperKind(StrEnum):
    """What a participant gets: before the meeting its pack, after it its minutes."""

    PACK = "pack"
    MINUTES = "minutes"


def mark_of(parts: Iterable[str]) -> str:
    """Return a mark that is another as soon as one of these ids and versions is, and tells nothing of them."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def next_version(number: int, mark: str, new_mark: str) -> int:
    """Return the version of a paper: the same while it holds the same, else one more; ``number`` 0 is none yet."""
    return number if number and mark == new_mark else number + 1
