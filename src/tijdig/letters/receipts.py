"""Receipts for the landlord: per signal (R15) and per delivery.

A receipt proves *that* and *when* arrears were reported, and what the landlord did before. It holds no outcome: what
the municipality found or did is not the landlord's business, nor the court's in this document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from tijdig.letters.dutch import euros
from tijdig.letters.sender import CovenantMark, Municipality
from tijdig.letters.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Effort:
    """One of the landlord's duties before a signal (R5), in words, and the day on which it says it did it."""

    what: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Arrears:
    """The arrears as reported: cents, whole months, the day they began; None = not reported."""

    amount_cents: int
    months: int | None = None
    onset_on: date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The arrears in words, one fact a line."""
        age = () if self.months is None else (f"{self.months} maanden achterstand",)
        return (euros(self.amount_cents), *age)


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the municipality's log holds a receipt (T4): check code, day of recording, place from 0."""

    code: str
    recorded_on: date
    place: int


@dataclass(frozen=True, slots=True)
class SignalReceipt:
    """What a receipt for one signal says (R15). ``collection_agent`` is empty when the landlord delivered itself."""

    number: str
    municipality: Municipality
    landlord: str
    collection_agent: str
    reference: str
    received_on: date
    arrears: Arrears
    efforts: tuple[Effort, ...]
    covenant: CovenantMark
    issued_on: date
    seal: Seal | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """What a receipt for a whole delivery says: counts only, and the fingerprint of the file that came."""

    number: str
    municipality: Municipality
    landlord: str
    collection_agent: str
    received_on: date
    file_name: str
    content_sha256: str
    rows: int
    accepted: int
    unchanged: int
    corrected: int
    refused: int
    covenant: CovenantMark
    issued_on: date
    seal: Seal | None = None


@dataclass(frozen=True, slots=True)
class _SignalPage:
    receipt: SignalReceipt
    arrears_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _DeliveryPage:
    receipt: DeliveryReceipt


def receipt_number(controller_id: str, received_on: date, subject_id: UUID) -> str:
    """Return the number of the receipt for this signal or delivery: the same every time it is issued.

    Municipality, month of receipt and 12 characters that follow from the subject (48 bits: among a million a month the
    chance that any two share a number is below one in 500; the number identifies, the signal's id decides).
    """
    mark = sha256(f"{controller_id}:{subject_id}".encode()).hexdigest()[:12].upper()
    return f"{controller_id}-{received_on:%Y%m}-{mark[:4]}-{mark[4:8]}-{mark[8:]}"


def signal_receipt(receipt: SignalReceipt) -> bytes:
    """Return the receipt for one signal as PDF (R15)."""
    page = _SignalPage(receipt, receipt.arrears.lines)
    title = f"Ontvangstbewijs signaal {receipt.number}"
    return typeset("signal_receipt", page, on=receipt.issued_on, title=title, takes_file=True)


def delivery_receipt(receipt: DeliveryReceipt) -> bytes:
    """Return the receipt for one delivery as PDF (R1, R15)."""
    title = f"Ontvangstbewijs aanlevering {receipt.number}"
    return typeset(
        "delivery_receipt", _DeliveryPage(receipt), on=receipt.issued_on, title=title, takes_file=True
    )
