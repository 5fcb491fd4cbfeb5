"""The referral letter: a case handed to social work, the credit bank or another helper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.letters.sender import Addressee, CovenantMark, Municipality
from tijdig.letters.typesetting import typeset


@dataclass(frozen=True, slots=True)
class GivenFact:
    """One fact that is handed over: its name in words and its value as text; only what disclosure permitted."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """A case handed to a helper: to whom, why, by when an answer is due, and the permitted facts only."""

    municipality: Municipality
    helper: Addressee
    reference: str
    written_on: date
    answer_by: date
    reason: str
    facts: tuple[GivenFact, ...]
    purpose: str
    ground: str
    covenant: CovenantMark


@dataclass(frozen=True, slots=True)
class _ReferralPage:
    letter: ReferralLetter


def referral_letter(letter: ReferralLetter) -> bytes:
    """Return the referral letter as PDF."""
    return typeset("referral", _ReferralPage(letter), on=letter.written_on, title="Verwijzing")
