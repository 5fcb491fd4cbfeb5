"""Letters to the tenant: the informing letter (R18) and the joint invitation (R30), in plain Dutch.

Everything that a covenant decides (source, purpose, ground, categories, recipients, retention) comes in as values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.letters.dutch import enumeration, weekday_date
from tijdig.letters.sender import Addressee, CovenantMark, Municipality
from tijdig.letters.typesetting import typeset


@dataclass(frozen=True, slots=True)
class UsedCategory:
    """A kind of data that is used: its name and the facts in it, in words a tenant knows."""

    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InformingLetter:
    """GDPR art. 14 in one letter (R18): who reported what, why we may use it, who sees it, how long, your rights.

    ``ground`` names the articles of law; ``recipients`` are names of organisations; ``retention`` is one sentence per
    term; ``objection_until_text`` and such do not exist on purpose: objecting is possible at any time.
    """

    municipality: Municipality
    tenant: Addressee
    reference: str
    written_on: date
    sources: tuple[str, ...]
    reported_on: date
    purpose: str
    ground: str
    categories: tuple[UsedCategory, ...]
    recipients: tuple[str, ...]
    retention: tuple[str, ...]
    covenant: CovenantMark


@dataclass(frozen=True, slots=True)
class CaseDirector:
    """One of the two who invite: name, what they do, how to reach them."""

    name: str
    discipline: str
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class JointInvitation:
    """One invitation by both case directors for one conversation (R30); the tenant is free not to come (R37)."""

    municipality: Municipality
    tenant: Addressee
    reference: str
    written_on: date
    sources: tuple[str, ...]
    conversation_on: date
    conversation_at: str
    place: str
    directors: tuple[CaseDirector, ...]


@dataclass(frozen=True, slots=True)
class _InformingPage:
    letter: InformingLetter
    sources: str
    recipients: str


@dataclass(frozen=True, slots=True)
class _InvitationPage:
    letter: JointInvitation
    sources: str
    day: str
    names: str


def informing_letter(letter: InformingLetter) -> bytes:
    """Return the letter that informs the tenant, as PDF (R18)."""
    page = _InformingPage(letter, enumeration(letter.sources), enumeration(letter.recipients))
    return typeset(
        "informing", page, on=letter.written_on, title="Wij hebben bericht over uw betalingsachterstand"
    )


def joint_invitation(letter: JointInvitation) -> bytes:
    """Return the invitation by both case directors, as PDF (R30); ``ValueError`` unless there are two or more."""
    if len(letter.directors) < 2:
        raise ValueError("a joint invitation is made by both case directors (R30)")
    page = _InvitationPage(
        letter,
        enumeration(letter.sources),
        weekday_date(letter.conversation_on),
        enumeration(tuple(director.name for director in letter.directors)),
    )
    return typeset("invitation", page, on=letter.written_on, title="Uitnodiging voor een gesprek")
