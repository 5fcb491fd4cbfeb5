"""Draw a sample that anyone can draw again from the log and the seed (L9).

Each reading gets the HMAC-SHA-256 of its trace under the seed; the smallest are the sample. The order in which readings
are looked at does not matter, and who does not know the seed cannot know which reading will be drawn.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from heapq import nsmallest

from tijdig.oversight.rules.readings import Reading


def drawn(readings: Iterable[Reading], *, seed: bytes, size: int) -> tuple[Reading, ...]:
    """Return ``size`` of these readings, all of them when there are fewer, in the order of the draw."""

    def lot(reading: Reading) -> tuple[bytes, bytes]:
        return hmac.digest(
            seed, reading.trace_id.bytes + reading.person_id.bytes, "sha256"
        ), reading.trace_id.bytes

    return tuple(nsmallest(size, readings, key=lot))
