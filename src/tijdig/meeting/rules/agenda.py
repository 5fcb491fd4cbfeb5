"""The monthly case meeting: its day, its proposed agenda, and the basis that each item needs (R47, R48)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.casework.rules.atw import next_working_day
from tijdig.covenant.rules.conditions import evaluate, in_english, in_words
from tijdig.covenant.rules.document import Covenant, MeetingTerms, Period
from tijdig.covenant.rules.facts import Facts, usable_value
from tijdig.problems import Problem, ProblemKind

PERIOD_OF_RHYTHM: Mapping[str, Period] = {"maandelijks": Period(months=1)}
CONSENT_FACT = "toestemming.overleg"

MEETS_CRITERION = ProblemKind(
    code="meeting.meets-criterion",
    rule="R47",
    nl="Voorgesteld omdat: {condition}.",
    en="Proposed because a criterion of the covenant holds: {condition_en}.",
)
BASIS_NOT_AGREED = ProblemKind(
    code="meeting.basis-not-agreed",
    rule="R48",
    nl="Het convenant noemt deze grondslag niet voor het overleg.",
    en="The covenant does not name this basis for the meeting.",
    remedy_nl="Kies een van: {bases}.",
    remedy_en="Choose one of: {bases}.",
)
SENTENCE_MISSING = ProblemKind(
    code="meeting.sentence-missing",
    rule="R48",
    nl="Een zaak kan niet op de agenda zonder een zin die zegt waarom bespreken mag.",
    en="A case cannot be tabled without a sentence that says why it may be discussed.",
    remedy_nl="Schrijf in één zin op waarop het bespreken rust.",
    remedy_en="Write in one sentence what the discussion rests on.",
)
CONSENT_NOT_KNOWN = ProblemKind(
    code="meeting.consent-not-known",
    rule="R48",
    nl="Er is geen toestemming van de inwoner vastgelegd om de zaak te bespreken.",
    en="No consent of the resident to discuss the case has been recorded.",
    remedy_nl="Leg de toestemming vast in de zaak, of kies noodzaak en zeg waarom.",
    remedy_en="Record the consent in the case, or choose necessity and say why.",
)


class Basis(StrEnum):
    """On what ground an item may be discussed (R48)."""

    CONSENT = "toestemming"
    NECESSITY = "noodzaak"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that the covenant's criteria propose for the agenda, with the criteria that hold."""

    case_id: str
    reasons: tuple[Problem, ...]


def next_meeting(terms: MeetingTerms, last: date | None, today: date) -> date:
    """Return the day of the next meeting: one rhythm after the last, on a working day, and not in the past."""
    period = PERIOD_OF_RHYTHM[terms.rhythm]
    day = period.after(last) if last is not None else period.after(today)
    return next_working_day(max(day, today))


def propose(case_id: str, covenant: Covenant, facts: Facts, on: date) -> Proposal | None:
    """Propose the case when one of the covenant's criteria holds; None when none is known to hold."""
    reasons = tuple(
        MEETS_CRITERION(condition=in_words(condition), condition_en=in_english(condition))
        for condition in covenant.meeting.criteria
        if evaluate(condition, facts, on, covenant.freshness)
    )
    return Proposal(case_id, reasons) if reasons else None


def check_basis(
    covenant: Covenant, *, basis: Basis, sentence: str, facts: Facts, on: date
) -> tuple[Problem, ...]:
    """Return why an item may not be tabled on this basis; empty when it may (R48)."""
    problems = []
    if basis not in covenant.meeting.bases:
        problems.append(BASIS_NOT_AGREED(bases=", ".join(covenant.meeting.bases)))
    if not sentence.strip():
        problems.append(SENTENCE_MISSING())
    if basis is Basis.CONSENT and usable_value(CONSENT_FACT, facts, on, covenant.freshness) is not True:
        problems.append(CONSENT_NOT_KNOWN())
    return tuple(problems)


def takes_part(covenant: Covenant, party: str) -> bool:
    """Say whether the party is a participant of the covenant's meeting."""
    return any(party in covenant.members(selector) for selector in covenant.meeting.participants)
