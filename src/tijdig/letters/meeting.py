"""The papers of a case meeting: before it a participant's pack, after it its minutes (R47). Only what it may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.letters.referral import GivenFact
from tijdig.letters.sender import CovenantMark, Municipality
from tijdig.letters.typesetting import typeset


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """What someone does, by which day, and whether it is done; ``about`` names the case where it may be named."""

    what: str
    who: str
    due_on: date
    standing: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class DiscussedCase:
    """A case as this participant may know it; ``decision`` is empty where it is kept from this participant."""

    title: str
    basis: str
    facts: tuple[GivenFact, ...]
    signals: tuple[tuple[GivenFact, ...], ...]
    decision: str
    actions: tuple[AgreedAction, ...]


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """A pack (``is_minutes`` False) or minutes, of one participant, in one version."""

    municipality: Municipality
    participant: str
    is_minutes: bool
    meeting_on: date
    version: int
    made_on: date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    earlier: tuple[AgreedAction, ...]
    cases: tuple[DiscussedCase, ...]
    purpose: str
    ground: str
    covenant: CovenantMark


@dataclass(frozen=True, slots=True)
class _Page:
    paper: MeetingPaper


def meeting_paper(paper: MeetingPaper) -> bytes:
    """Return the pack or minutes as PDF/UA."""
    title = "Verslag van het overleg" if paper.is_minutes else "Stukken voor het overleg"
    return typeset("meeting", _Page(paper), on=paper.made_on, title=title)
