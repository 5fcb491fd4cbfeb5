"""Lint: terms that go beyond what the law, or the practice it refers to, allows at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tijdig.covenant.rules.document import CaseTerms, Period
from tijdig.covenant.rules.lint.subject import LintRule, Subject
from tijdig.problems import Problem, ProblemKind

TERM_TOO_LONG = ProblemKind(
    code="covenant.term-too-long",
    rule="R39",
    nl="De termijn {key} is {term}; het mag hooguit {longest} zijn ({rule}: {source}).",
    en="The term {key} is {term}; it may be at most {longest} ({rule}: {source}).",
    remedy_nl='Schrijf {key} = "{longest}" of korter.',
    remedy_en='Write {key} = "{longest}" or shorter.',
)
PAUSE_UNCLEAR = ProblemKind(
    code="covenant.pause-unclear",
    rule="R45",
    nl="De incassopauze is niet af: {what}.",
    en="The collection pause is not complete.",
    remedy_nl="Bij mogelijk = true horen duur (hooguit P30D) en een eerdere controle; bij false geen van beide.",
    remedy_en="mogelijk = true goes with duur (at most P30D) and an earlier controle; false with neither.",
)


@dataclass(frozen=True, slots=True)
class LegalMaximum:
    """The longest a term may be, with its rule and source (a jurist confirms those)."""

    key: str
    of: Callable[[CaseTerms], Period]
    longest: Period
    rule: str
    source: str


MAXIMA: tuple[LegalMaximum, ...] = (
    LegalMaximum(
        "eerste_gesprek", lambda t: t.first_conversation, Period(weeks=4), "R28", "Wgs art. 4 lid 1"
    ),
    LegalMaximum(
        "eerste_gesprek_dreigend",
        lambda t: t.first_conversation_threatened,
        Period(working_days=3),
        "R27",
        "Wgs art. 4 lid 2",
    ),
    LegalMaximum("informeren", lambda t: t.inform, Period(months=1), "R18", "AVG art. 14 lid 3"),
    LegalMaximum("besluit", lambda t: t.decide, Period(weeks=8), "R39", "Wgs art. 4a"),
    LegalMaximum("snelle_oplossing", lambda t: t.quick_fix, Period(days=30), "R40", "DDAS"),
    LegalMaximum("antwoord_rechten", lambda t: t.answer_rights, Period(months=1), "R55", "AVG art. 12 lid 3"),
    LegalMaximum(
        "verlenging_rechten", lambda t: t.extend_rights, Period(months=2), "R55", "AVG art. 12 lid 3"
    ),
)
LONGEST_PAUSE = Period(days=30)


def check_terms_stay_within_the_law(subject: Subject) -> Iterator[Problem]:
    """A covenant may promise more, never less, than the law (R18, R27, R28, R39, R40, R55)."""
    for maximum in MAXIMA:
        term = maximum.of(subject.covenant.terms)
        if _longer(term, maximum.longest):
            problem = TERM_TOO_LONG(
                key=maximum.key,
                term=term,
                longest=maximum.longest,
                rule=maximum.rule,
                source=maximum.source,
            )
            yield replace(problem, rule=maximum.rule).at(key=f"termijn.{maximum.key}")


def _longer(term: Period, longest: Period) -> bool:
    if longest.working_days:
        # Three calendar days may hold a weekend, but never more than three working days.
        return (term.working_days or term.most_days) > longest.working_days
    return term.most_days > longest.most_days


def check_pause_is_complete(subject: Subject) -> Iterator[Problem]:
    """A pause lasts at most thirty days and is checked before it ends (R45, R46)."""
    pause = subject.covenant.pause
    if not pause.possible:
        if pause.length or pause.check_after:
            yield PAUSE_UNCLEAR(what="er staat een duur of controle bij mogelijk = false").at(
                key="opschorting"
            )
        return
    if pause.length is None or pause.check_after is None:
        yield PAUSE_UNCLEAR(what="duur of controle ontbreekt").at(key="opschorting")
    elif pause.length.most_days > LONGEST_PAUSE.most_days:
        yield PAUSE_UNCLEAR(what="langer dan dertig dagen").at(key="opschorting.duur")
    elif pause.check_after.most_days >= pause.length.most_days:
        yield PAUSE_UNCLEAR(what="de controle komt te laat").at(key="opschorting.controle")


RULES: tuple[LintRule, ...] = (check_terms_stay_within_the_law, check_pause_is_complete)
