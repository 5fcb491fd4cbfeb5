"""Sort accepted rows into new, corrected and unchanged against what this partner delivered before (K4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tijdig.intake.rules.rows import SignalRow


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows to add, the signals to correct with their row, and how many rows say nothing new."""

    new: tuple[SignalRow, ...]
    corrected: tuple[tuple[UUID, SignalRow], ...]
    unchanged: int


def sort_rows(
    rows: Sequence[SignalRow], known: Mapping[str, tuple[UUID, str]], delivered: Collection[str]
) -> Sorted:
    """Sort the rows.

    ``known`` gives per identity (reference within the month) the signal and its fingerprint; ``delivered`` are the
    fingerprints of all that was delivered within the covenant's look-back. The same contents are the same message,
    also when an old file is sent again in a later month; a repeat has other dates at least.
    """
    new, corrected, unchanged = [], [], 0
    for row in rows:
        signal, contents = known.get(row.identity, (None, ""))
        if contents == row.fingerprint or (signal is None and row.fingerprint in delivered):
            unchanged += 1
        elif signal is None:
            new.append(row)
        else:
            corrected.append((signal, row))
    return Sorted(tuple(new), tuple(corrected), unchanged)
