"""A row on its way through the checks, and the three ways it can come out: accepted, refused, or objected to.

Rows are named tuples, since a delivery makes many and those are made three times as fast as frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tijdig.problems import Problem


class ReadRow(NamedTuple):
    """One data row as it was read: what could not be read is None or empty, with its problem in ``unreadable``.

    ``left_out`` holds the problems of values that a signal can do without; the row goes on without them. ``days`` is
    as delivered, ``age_days`` the days since ``onset_on`` where the file gives none. ``not_read`` says why
    nothing was read of this line: it is crooked, or no tenant's. ``bsn_columns`` are headings.
    """

    row: int
    reference: str = ""
    initials: str = ""
    prefix: str = ""
    surname: str = ""
    birth_date: str = ""
    street: str = ""
    house_number: int | None = None
    house_letter: str = ""
    addition: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    amount_cents: int | None = None
    months: int | None = None
    days: int | None = None
    onset_on: date | None = None
    contact_sought_on: date | None = None
    pointed_to_help_on: date | None = None
    reminder_on: date | None = None
    offer_to_share_on: date | None = None
    informed_on: date | None = None
    objection: bool | None = None
    crisis: bool = False
    warm_transfer: bool = False
    withdrawal: str = ""
    age_days: int | None = None
    not_read: Problem | None = None
    unreadable: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    bsn_columns: tuple[str, ...] = ()

    def misread(self, heading: str) -> bool:
        """Whether this column held something that could not be read, so that its absence is explained already."""
        return any(problem.place.column == heading for problem in self.unreadable)


class SignalRow(NamedTuple):
    """One accepted row: everything a signal keeps, in stored form.

    ``row`` counts data rows from 1. ``birth_date`` is LO3 (``19630000``) or empty, ``postcode`` is ``2573LJ`` or
    empty, ``phone`` international, ``amount_cents`` in cents. ``identity`` is the same for the same reference in the
    same month, ``fingerprint`` for the same contents (K4).
    """

    row: int
    reference: str
    initials: str
    prefix: str
    surname: str
    birth_date: str
    street: str
    house_number: int
    house_letter: str
    addition: str
    postcode: str
    town: str
    phone: str
    email: str
    amount_cents: int
    months: int | None
    days: int | None
    onset_on: date | None
    contact_sought_on: date | None
    pointed_to_help_on: date | None
    reminder_on: date | None
    offer_to_share_on: date | None
    informed_on: date | None
    crisis: bool
    warm_transfer: bool
    identity: str
    fingerprint: str


class WithdrawnRow(NamedTuple):
    """One row with news of an earlier message: its number, the landlord's reference, and what (``Withdrawal``)."""

    row: int
    reference: str
    kind: str
    eviction_on: date | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One reason why one row was refused; a row may have several. The reference is empty for R6 and R11 rows."""

    row: int
    reference: str
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class CheckedDelivery:
    """What the checks make of a whole delivery.

    ``problems`` refuse the delivery as a whole: then nothing is accepted. ``remarks`` tell what is worth knowing and
    refuses nothing. ``objected_rows`` are the rows of which nothing may be kept but their number (R6);
    ``bsn_cells`` names the columns per row that must be blanked (R11).
    """

    rows: int
    accepted: tuple[SignalRow, ...] = ()
    withdrawn: tuple[WithdrawnRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    objected_rows: frozenset[int] = frozenset()
    bsn_cells: Mapping[int, tuple[str, ...]] | None = None

    @property
    def refused_rows(self) -> int:
        """How many rows were refused, each counted once."""
        return len({refused.row for refused in self.refused})
