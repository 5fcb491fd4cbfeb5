"""How far a run is, and how long it still takes: measured from what is done, or not said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """What a run is doing, in this order."""

    READING = "reading"
    COMPARING = "comparing"
    KEEPING = "keeping"


STEP_NAMES_NL: Mapping[Step, str] = {
    Step.READING: "inwoners lezen",
    Step.COMPARING: "vergelijken",
    Step.KEEPING: "zaken openen en vastleggen",
}
# So many people are compared while one waits: some ten seconds. More is done behind the pages.
PEOPLE_TO_WAIT_FOR = 100_000
# Before this much is done, what is left is a guess.
ENOUGH = 0.05
# A run tells about every second how far it is, but not while it keeps what it found: that is one transaction.
SILENT_TOO_LONG = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of a run: ``done`` of ``total`` (0: nobody knows how much it is), begun and last told at these moments."""

    step: Step
    done: int
    total: int
    began_at: datetime
    told_at: datetime

    def is_broken_off(self, now: datetime) -> bool:
        """Say whether nothing was told for so long that the run must have been stopped."""
        return now - self.told_at > SILENT_TOO_LONG

    def remaining(self) -> timedelta | None:
        """Return how long this step still takes at its pace so far; None as long as that would be a guess."""
        if not self.total or self.done < ENOUGH * self.total:
            return None
        return (self.told_at - self.began_at) * ((self.total - self.done) / self.done)
