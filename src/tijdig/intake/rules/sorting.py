"""Sort accepted rows into new, corrected and unchanged against what this partner delivered before (K4).

Within a month the landlord's own reference tells which message a row is. Over months it does not: a tenant who is
still behind with the same amount is reported again, and that is a message, be it a repeat (R21). Only a delivery that
came before *as a whole* says nothing new in a later month.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from tijdig.intake.rules.identity import contents_of
from tijdig.intake.rules.rows import SignalRow


@dataclass(frozen=True, slots=True)
class EarlierDelivery:
    """What is remembered of a delivery: the SHA-256 of its file, and what its accepted rows said as a whole."""

    file: str
    contents: str


@dataclass(frozen=True, slots=True)
class Sorted[Key]:
    """The rows to add, the signals to correct with their row, and how many rows say nothing new."""

    new: tuple[SignalRow, ...]
    corrected: tuple[tuple[Key, SignalRow], ...]
    unchanged: int


def delivered_again(
    rows: Sequence[SignalRow],
    file: str,
    earlier: Collection[EarlierDelivery],
    fingerprints: Callable[[], Collection[str]],
) -> Collection[str]:
    """Return the fingerprints that say nothing new, because the whole delivery came before within the look-back.

    The same rows came before: none of them is new. The same file came before, of which other rows may be taken today
    (arrears grow old enough): none that was taken is new; only then are the partner's ``fingerprints`` asked for.
    """
    contents = contents_of(rows)
    if any(one.contents == contents for one in earlier):
        return frozenset(row.fingerprint for row in rows)
    return fingerprints() if any(one.file == file for one in earlier) else frozenset()


def sort_rows[Key](
    rows: Sequence[SignalRow], known: Mapping[str, tuple[Key, str]], delivered: Collection[str]
) -> Sorted[Key]:
    """Sort the rows.

    ``known`` gives per identity (reference within the month) the signal and its fingerprint; ``delivered`` are the
    fingerprints of rows that came before with the whole of this delivery (:func:`delivered_again`).
    """
    new: list[SignalRow] = []
    corrected: list[tuple[Key, SignalRow]] = []
    unchanged = 0
    for row in rows:
        before = known.get(row.identity)
        if before is None and row.fingerprint not in delivered:
            new.append(row)
        elif before is None or before[1] == row.fingerprint:
            unchanged += 1
        else:
            corrected.append((before[0], row))
    return Sorted(tuple(new), tuple(corrected), unchanged)
