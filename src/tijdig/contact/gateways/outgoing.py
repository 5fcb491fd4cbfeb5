"""What a gateway gets, and what it says when it did not take it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: its own id (the same at each try), from which municipality, to whom, what it says."""

    message_id: UUID
    controller_id: str
    municipality: str
    to: str
    text: str


class NotTaken(Exception):
    """The gateway certainly did not take it; ``code`` says why and holds nothing of the message (L6)."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code
