"""A doubtful link as its page shows it: the signal beside each candidate, from what disclosure released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor
from tijdig.disclosure.services import Disclosed, disclose
from tijdig.linkage.models import Link
from tijdig.linkage.queries import (
    SECRECY,
    CandidateInReview,
    LinkInReview,
    link_in_review,
    requests_for_review,
)
from tijdig.linkage.rules.people import Reason, Side
from tijdig.problems import Decision
from tijdig.web.coordinator.differences import Part, marked
from tijdig.web.templatetags.wording import register_date

# What stands beside what: label, field of the signal, field of the resident.
COMPARED: tuple[tuple[Promise, str, str], ...] = (
    (_("Naam"), "signaal.naam", "bewoner.naam"),
    (_("Geboortedatum"), "signaal.geboortedatum", "bewoner.geboortedatum"),
    (_("Adres"), "signaal.adres", "bewoner.adres"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One value in a comparison: its pieces, or the decision that withholds it."""

    parts: tuple[Part, ...]
    withheld: Decision | None = None


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line: what it is about, what the partner wrote, what the register says."""

    label: Promise
    signal: Shown
    resident: Shown


@dataclass(frozen=True, slots=True)
class ComparedCandidate:
    """A candidate beside the signal, with the reasons for and against, and whether the register asks for secrecy."""

    candidate: CandidateInReview
    released: Disclosed
    secrecy: bool
    lines: tuple[ComparedLine, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    aside: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the page of one doubtful link shows."""

    link: LinkInReview
    signal: Disclosed
    candidates: tuple[ComparedCandidate, ...]


def compare(actor: Actor, links: Sequence[Link]) -> tuple[Comparison, ...]:
    """Return the comparisons of these links; asks ``disclosure`` once, and shows only what it released."""
    answers = disclose(actor=actor, requests=requests_for_review(actor, links))
    released = {(answer.subject_kind, answer.subject_id): answer for answer in answers}
    return tuple(_comparison(link_in_review(link), released) for link in links)


def _comparison(link: LinkInReview, released: Mapping[tuple[str, str], Disclosed]) -> Comparison:
    signal = released["signal", str(link.signal_id)]
    return Comparison(
        link=link,
        signal=signal,
        candidates=tuple(
            _candidate(candidate, signal, released["candidate", str(candidate.id)])
            for candidate in link.candidates
            if ("candidate", str(candidate.id)) in released
        ),
    )


def _candidate(candidate: CandidateInReview, signal: Disclosed, resident: Disclosed) -> ComparedCandidate:
    def on(side: Side) -> tuple[Reason, ...]:
        return tuple(reason for reason in candidate.reasons if reason.side is side)

    return ComparedCandidate(
        candidate=candidate,
        released=resident,
        secrecy=SECRECY in _texts(resident, "bewoner.status"),
        lines=tuple(_line(label, signal, mine, resident, theirs) for label, mine, theirs in COMPARED),
        reasons_for=on(Side.FOR),
        reasons_against=on(Side.AGAINST),
        aside=on(Side.ASIDE),
    )


def _line(label: Promise, signal: Disclosed, mine: str, resident: Disclosed, theirs: str) -> ComparedLine:
    written, registered = _text(signal, mine), _text(resident, theirs)
    names = mine == "signaal.naam"
    return ComparedLine(
        label=label,
        signal=Shown(marked(written, registered, names=names), signal.withheld.get(mine)),
        resident=Shown(marked(registered, written, names=names), resident.withheld.get(theirs)),
    )


def _texts(answer: Disclosed, name: str) -> tuple[str, ...]:
    value = answer.values.get(name)
    return value if isinstance(value, tuple) else ()


def _text(answer: Disclosed, name: str) -> str:
    value = str(answer.values.get(name) or "")
    return register_date(value) if value and name.endswith("geboortedatum") else value
