"""The monthly case meeting: its day, its proposed agenda, and the basis that each item needs (R47, R48)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.casework.rules.atw import next_working_day, term_end
from tijdig.covenant.rules.conditions import evaluate, in_english, in_words
from tijdig.covenant.rules.document import Condition, Covenant, MeetingTerms, Period, RankFactor
from tijdig.covenant.rules.facts import Facts, usable_value
from tijdig.problems import Problem, ProblemKind

PERIOD_OF_RHYTHM: Mapping[str, Period] = {"maandelijks": Period(months=1)}
CONSENT_FACT = "toestemming.overleg"
THREAT_FACTS = ("ontruiming.dreigt", "signaal.crisis")  # either, when it is so, makes a case threatened (R27)

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


HAS_RANK_FACTOR = ProblemKind(
    code="meeting.has-rank-factor",
    rule="R47",
    nl="Voorgesteld omdat deze voorrang geldt: {factor}.",
    en="Proposed because a rank factor of the covenant holds: {factor}.",
)
OPEN_TOO_LONG = ProblemKind(
    code="meeting.open-too-long",
    rule="R47",
    nl="Voorgesteld omdat de zaak langer open is dan {period}.",
    en="Proposed because the case has been open for longer than {period_en}.",
)
ACTION_NOT_DONE = ProblemKind(
    code="meeting.action-not-done",
    rule="R47",
    nl="Voorgesteld omdat een actie uit een eerder overleg nog niet klaar is.",
    en="Proposed because an action of an earlier meeting is not done yet.",
)
ASKED_BY_PARTICIPANT = ProblemKind(
    code="meeting.asked-by-participant",
    rule="R47",
    nl="{party} vraagt om deze zaak te bespreken.",
    en="{party} asks to discuss this case.",
)


class Basis(StrEnum):
    """On what ground an item may be discussed (R48)."""

    CONSENT = "toestemming"
    NECESSITY = "noodzaak"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the agenda looks at of a case: its facts, since when it is open, what earlier meetings left.

    ``asked_by`` holds the names of the participants who want to discuss it.
    """

    facts: Facts
    received_on: date
    has_open_action: bool = False
    asked_by: tuple[str, ...] = ()


def next_meeting(terms: MeetingTerms, last: date | None, today: date) -> date:
    """Return the day of the next meeting: one rhythm after the last, on a working day, and not in the past."""
    return planned_days(terms, last, today, 1)[0]


def planned_days(terms: MeetingTerms, last: date | None, today: date, count: int) -> tuple[date, ...]:
    """Return the days of the next ``count`` meetings, each one rhythm after the one before it.

    The rhythm counts from the day that it names, not from the working day to which a meeting was moved.
    """
    period = PERIOD_OF_RHYTHM[terms.rhythm]
    day = max(period.after(last) if last is not None else period.after(today), today)
    days = []
    for _ in range(count):
        days.append(next_working_day(day))
        day = period.after(day)
    return tuple(days)


def reasons_to_discuss(covenant: Covenant, case: Standing, on: date) -> tuple[Problem, ...]:
    """Return why the covenant proposes this case for the agenda; empty when nothing is known to propose it (R47)."""
    terms = covenant.meeting.proposals
    reasons = [
        MEETS_CRITERION(condition=in_words(condition), condition_en=in_english(condition))
        for condition in covenant.meeting.criteria
        if evaluate(condition, case.facts, on, covenant.freshness)
    ]
    reasons += [
        HAS_RANK_FACTOR(factor=factor.explanation)
        for factor in covenant.rank_factors
        if factor.name in terms.rank_factors and _holds(factor, covenant, case.facts, on)
    ]
    longest = terms.open_longer_than
    if longest is not None and term_end(case.received_on, longest) < on:
        reasons.append(OPEN_TOO_LONG(period=longest.in_dutch, period_en=longest.in_english))
    if terms.open_actions and case.has_open_action:
        reasons.append(ACTION_NOT_DONE())
    if terms.on_request:
        reasons += [ASKED_BY_PARTICIPANT(party=name) for name in case.asked_by]
    return tuple(reasons)


def proposes_threats_only(covenant: Covenant) -> bool:
    """Say whether every criterion and factor by which this covenant proposes can only hold under a threat.

    Then no case without one needs to be looked at for them: a case keeps in the open whether something threatens.
    """
    factors = [one for one in covenant.rank_factors if one.name in covenant.meeting.proposals.rank_factors]
    asked = [(criterion,) for criterion in covenant.meeting.criteria] + [one.conditions for one in factors]
    return all(any(_asks_for_threat(condition) for condition in conditions) for conditions in asked)


def _asks_for_threat(condition: Condition) -> bool:
    return condition.fact in THREAT_FACTS and condition.operator == "=" and condition.value is True


def _holds(factor: RankFactor, covenant: Covenant, facts: Facts, on: date) -> bool:
    return all(evaluate(condition, facts, on, covenant.freshness) is True for condition in factor.conditions)


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


def participants(covenant: Covenant) -> tuple[str, ...]:
    """Return the codes of the parties that take part, in the order of the covenant's parties."""
    taking_part = {code for one in covenant.meeting.participants for code in covenant.members(one)}
    return tuple(code for code in covenant.parties if code in taking_part)
