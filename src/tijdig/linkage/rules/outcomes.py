"""What linkage can conclude about a signal, and what the register says of the person it found."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How sure we are. ``REVIEW`` and ``NONE`` both wait for a person: a signal is never dropped (R24)."""

    CERTAIN = "certain"
    REVIEW = "review"
    NONE = "none"


class RegisterState(StrEnum):
    """What the resident register says of the person a signal was matched with (R23, R25, R26)."""

    RESIDENT = "resident"
    MOVED_WITHIN = "moved-within"
    MOVED_AWAY = "moved-away"
    DECEASED = "deceased"
    UNKNOWN = "unknown"
