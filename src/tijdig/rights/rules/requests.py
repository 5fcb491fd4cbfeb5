"""By when a resident's request is answered, and when that may take longer (R55, GDPR article 12(3))."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from tijdig.casework.rules.atw import term_end
from tijdig.covenant.rules.terms import CaseTerms
from tijdig.problems import Problem, ProblemKind


class RequestKind(StrEnum):
    """What is asked for: GDPR articles 15, 16, 17, 18 and 21 (R56)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


# What is asked for lets contact stand still until a person weighed it (R56).
FREEZING = frozenset({RequestKind.RESTRICTION, RequestKind.OBJECTION})

FREEZES_NOTHING = ProblemKind(
    code="rights.freezes-nothing",
    rule="R56",
    nl="Alleen bij bezwaar of een verzoek om beperking staat het contact stil.",
    en="Contact stands still only after an objection or a request for restriction.",
)
TOO_LATE_TO_EXTEND = ProblemKind(
    code="rights.too-late-to-extend",
    rule="R55",
    nl="Verlengen kan alleen als de inwoner dat uiterlijk op {answer_by} hoort.",
    en="The term can be extended only when the resident hears so by {answer_by}.",
    remedy_nl="Beantwoord het verzoek zo snel mogelijk, en zeg waarom het te laat is.",
    remedy_en="Answer the request as soon as possible, and say why it is late.",
)
EXTENDED_BEFORE = ProblemKind(
    code="rights.extended-before",
    rule="R55",
    nl="De termijn van dit verzoek is al één keer verlengd.",
    en="The term of this request was extended once already.",
    remedy_nl="Beantwoord het verzoek uiterlijk op {answer_by}.",
    remedy_en="Answer the request by {answer_by}.",
)
REQUEST_ANSWERED = ProblemKind(
    code="rights.request-answered",
    rule="R55",
    nl="Dit verzoek is al beantwoord.",
    en="This request was answered already.",
)
DAY_NOT_POSSIBLE = ProblemKind(
    code="rights.day-not-possible",
    rule="R55",
    nl="Deze dag kan niet: kies een dag vanaf de ontvangst tot en met vandaag.",
    en="This day is not possible: choose one from receipt up to and including today.",
)
REFERENCE_TAKEN = ProblemKind(
    code="rights.reference-taken",
    rule="R55",
    nl="Er staat al een verzoek met dit kenmerk.",
    en="There is a request with this reference already.",
)
NO_TERM = ProblemKind(
    code="rights.no-term",
    rule="R55",
    nl="Er is geen convenant dat zegt binnen welke tijd een verzoek beantwoord wordt.",
    en="There is no covenant that says within what time a request is answered.",
    remedy_nl="De wet geeft een maand. Leg het verzoek vast als er een convenant in werking is.",
    remedy_en="The law gives a month. Record the request once a covenant is in force.",
)


def first_answer_by(terms: CaseTerms, received_on: date) -> date:
    """Return the last day on which a request that came on this day is answered in time."""
    return term_end(received_on, terms.answer_rights)


def extended_answer_by(terms: CaseTerms, answer_by: date) -> date:
    """Return the last day once the term was extended."""
    return term_end(answer_by, terms.extend_rights)


def check_may_extend(
    *, answer_by: date, extended_on: date | None, answered_on: date | None, told_on: date
) -> Problem | None:
    """Return a problem unless the resident hears of the extension within the first term, once."""
    if answered_on is not None:
        return REQUEST_ANSWERED()
    if extended_on is not None:
        return EXTENDED_BEFORE(answer_by=f"{answer_by:%d-%m-%Y}")
    return TOO_LATE_TO_EXTEND(answer_by=f"{answer_by:%d-%m-%Y}") if told_on > answer_by else None
