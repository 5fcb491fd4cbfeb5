"""The states of a delivery."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands: waiting for its columns, held for a decision, checked and kept, or withdrawn."""

    WAITING = "waiting"
    HELD = "held"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
