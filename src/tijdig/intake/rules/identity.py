"""When two rows are the same message (K4): by the landlord's own reference within a month, and by contents.

What is made here is plain text; what is stored of it is its blind index, exact to the letter (E5, T6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from tijdig.intake.rules.rows import SignalRow
from tijdig.months import Month

IDENTITY, CONTENTS = "signal.identity", "signal.contents"  # what the blind indexes are made for (E5)
_BETWEEN = "\x1f"  # which no cell can hold


def identity_of(reference: str, received_on: date) -> str:
    """Return the identity of a signal: the landlord's reference, within the calendar month of receipt.

    The reference and nothing else: a corrected name or birth date is a correction, not a second signal.
    """
    return identities_of([reference], received_on)[0]


def identities_since(reference: str, since: date, on: date) -> tuple[str, ...]:
    """Return the identities of a reference in each month from that of ``since`` to that of ``on``, both included."""
    month, found = Month.of(since), []
    while month <= Month.of(on):
        found.append(identity_of(reference, month.first))
        month = month.plus(1)
    return tuple(found)


def identities_of(references: Iterable[str], received_on: date) -> list[str]:
    """Return the identity (:func:`identity_of`) of each of these references."""
    month = received_on.isoformat()[:7]
    return [f"{month}{_BETWEEN}{reference.casefold()}" for reference in references]


def fingerprints_of(contents: Sequence[Sequence[object]]) -> list[str]:
    """Return the fingerprint of each row's contents as they are stored; its place in the file is not part of it.

    ``contents`` has a column for each field of a signal from the reference up to the fingerprints themselves.
    """
    references, *others = map(_written, contents)
    folded = [reference.casefold() for reference in references]
    return list(map(_BETWEEN.join, zip(folded, *others, strict=True)))


def _written(column: Sequence[object]) -> Sequence[str]:
    """Write the values of one field, each distinct one once: writing a day takes as long as the rest of a row."""
    if column and isinstance(column[0], str):
        return cast("Sequence[str]", column)  # a field that holds text holds nothing else
    texts = {value: str(value) for value in set(column)}
    return [texts[value] for value in column]


def contents_of(rows: Iterable[SignalRow]) -> str:
    """Return what a delivery says as a whole: the same rows in another order or another file give the same."""
    everything = _BETWEEN.join(sorted(row.fingerprint for row in rows))
    return hashlib.sha256(everything.encode()).hexdigest()
