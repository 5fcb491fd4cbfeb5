"""A reading: what one person was shown in one go, as the log tells of it. What reviews are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tijdig.actors import Role


@dataclass(frozen=True, slots=True)
class Reading:
    """One request of one person that asked for personal data.

    ``at`` is in local time. ``cases`` are the ids of the cases that it was about, ``unplaced`` how many subjects are in
    no case (a signal that waits, or one whose case is gone).
    """

    trace_id: UUID
    person_id: UUID
    role: Role
    party: str
    at: datetime
    cases: frozenset[str]
    unplaced: int = 0

    @property
    def day(self) -> date:
        """The day of the reading."""
        return self.at.date()

    @property
    def opened(self) -> str:
        """The case that was opened; empty for a list of several, and for what is in no case."""
        return next(iter(self.cases)) if len(self.cases) == 1 and not self.unplaced else ""
