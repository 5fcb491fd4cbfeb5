"""What a gateway gets, and what it says when it did not take it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: its own id (the same at each try), from which municipality, to whom, what it says.

    ``reply_to`` is the municipality's own address, where an answer to an e-mail goes; empty when it told none.
    """

    message_id: UUID
    controller_id: str
    municipality: str
    to: str
    text: str
    reply_to: str = ""


class NotTaken(Exception):
    """The gateway certainly did not take it; ``code`` says why and holds nothing of the message (L6)."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code
