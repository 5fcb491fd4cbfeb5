"""When two rows are the same message (K4): by the landlord's own reference within a month, and by contents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from tijdig.intake.rules.rows import ReadRow, SignalRow
from tijdig.months import Month

IDENTITY, CONTENTS = "signal.identity", "signal.contents"  # what the blind indexes are made for (E5)


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def identity_of(reference: str, received_on: date) -> str:
    """Return the identity of a signal: the landlord's reference, within the calendar month of receipt.

    The reference and nothing else: a corrected name or birth date is a correction, not a second signal.
    """
    return _digest(received_on.isoformat()[:7], reference.casefold())


def identities_since(reference: str, since: date, on: date) -> tuple[str, ...]:
    """Return the identities of a reference in each month from that of ``since`` to that of ``on``, both included."""
    month, found = Month.of(since), []
    while month <= Month.of(on):
        found.append(identity_of(reference, month.first))
        month = month.plus(1)
    return tuple(found)


def fingerprint_of(row: ReadRow) -> str:
    """Return the fingerprint of a row's contents as they are stored; its place in the file is not part of it."""
    return _digest(
        row.reference.casefold(), row.initials, row.prefix, row.surname, row.birth_date, row.street,
        row.house_number, row.house_letter, row.addition, row.postcode, row.town, row.phone, row.email,
        row.amount_cents, row.months, row.days, row.onset_on, row.contact_sought_on, row.pointed_to_help_on,
        row.reminder_on, row.offer_to_share_on, row.informed_on, row.crisis, row.warm_transfer,
    )  # fmt: skip


def contents_of(rows: Iterable[SignalRow]) -> str:
    """Return what a delivery says as a whole: the same rows in another order or another file give the same."""
    return _digest(*sorted(row.fingerprint for row in rows))
