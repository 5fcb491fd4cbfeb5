"""The states of a delivery."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands: waiting for its columns to be confirmed, checked and kept, or withdrawn."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
