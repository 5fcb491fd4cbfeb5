"""From the ranked candidates of one signal to a conclusion, with every reason for and against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tijdig.linkage.rules.decision_table import CLOSE_WITHIN, DOUBLE, NO_LINE, NOT_CONFIRMED, VERSION, line
from tijdig.linkage.rules.levels import (
    AddressLevel,
    BirthDateLevel,
    InitialsLevel,
    Level,
    NameLevel,
    meaning,
)
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import Candidate, LinkResult, Reason, Side
from tijdig.problems import ProblemKind

CLOSE_SECOND = ProblemKind(
    code="linkage.close-second",
    rule="R24",
    nl="Er is nog iemand die bijna even goed past.",
    en="There is someone else who fits almost as well.",
)
DOUBLE_NEARBY = ProblemKind(
    code="linkage.double-nearby",
    rule="R24",
    nl="Vlakbij staat nog iemand ingeschreven met deze naam, geboortedatum en voorletters.",
    en="Someone else with this name, birth date and initials is registered close by.",
)
UNDER_AGE = ProblemKind(
    code="linkage.under-age",
    rule="R24",
    nl="Deze persoon is jonger dan achttien jaar en kan geen huurder met een schuld zijn.",
    en="This person is under eighteen and cannot be a tenant in debt.",
)
SWITCHED_OFF = ProblemKind(
    code="linkage.line-switched-off",
    rule="R24",
    nl="Deze regel van de beslistabel ging te vaak fout, of is nog niet gemeten. Daarom beslist een mens.",
    en="This line of the decision table went wrong too often, or has not been measured yet: so a person decides.",
)
NOBODY_FITS = ProblemKind(
    code="linkage.nobody-fits",
    rule="R24",
    nl="Niemand in de BRP past bij deze naam, geboortedatum en dit adres.",
    en="Nobody in the resident register fits this name, birth date and address.",
)
NAME_NOT_CONFIRMED = ProblemKind(
    code="linkage.name-not-confirmed",
    rule="R24",
    nl="Op dit adres staan mensen ingeschreven, maar de naam past bij niemand van hen. Er is niet gekoppeld.",
    en="People are registered at this address, but the name fits none of them. Nothing was linked.",
)
HAS_DIED = ProblemKind(
    code="linkage.has-died",
    rule="R26",
    nl="Deze persoon is volgens de BRP overleden.",
    en="According to the register this person has died.",
)
LEFT_TOWN = ProblemKind(
    code="linkage.left-town",
    rule="R25",
    nl="Deze persoon staat niet (meer) in deze gemeente ingeschreven.",
    en="This person is not registered in this municipality (any more).",
)
MOVED_IN_TOWN = ProblemKind(
    code="linkage.moved-in-town",
    rule="R25",
    nl="Deze persoon is binnen de gemeente verhuisd. Pak het signaal op het nieuwe adres op.",
    en="This person moved within the municipality. Take the signal up at the new address.",
)
ADDRESS_DOUBTED = ProblemKind(
    code="linkage.address-doubted",
    rule="R23",
    nl="De gemeente onderzoekt of dit adres in het register klopt.",
    en="The municipality is investigating whether this address in the register is right.",
)

REGISTER_SAYS = {
    RegisterState.DECEASED: HAS_DIED,
    RegisterState.MOVED_AWAY: LEFT_TOWN,
    RegisterState.MOVED_WITHIN: MOVED_IN_TOWN,
}
SPEAKS_FOR = 1.0  # an answer worth at least so many points speaks for the match, below zero against it


@dataclass(frozen=True, slots=True)
class Pair:
    """One signal beside one resident: the line of the table that fits, and the four answers.

    ``lives_here`` says whether the person is registered in the controller's municipality and alive, ``died`` whether
    the register knows of a death, ``minor`` whether the person was under eighteen on the day of receipt.
    """

    bsn: str
    rule_id: str
    address: AddressLevel
    name: NameLevel
    birth_date: BirthDateLevel
    initials: InitialsLevel
    points: float
    lives_here: bool
    died: bool
    minor: bool
    address_doubted: bool


def conclude(signal_id: str, pairs: Sequence[Pair], *, someone_lives_there: bool) -> LinkResult:
    """Return the conclusion for one signal from its candidates, best first."""
    candidates = tuple(_candidate(pair) for pair in pairs)
    if not candidates:
        rule_id, kind = (NOT_CONFIRMED, NAME_NOT_CONFIRMED) if someone_lives_there else (NO_LINE, NOBODY_FITS)
        why = (_against(kind),)
        return LinkResult(signal_id, None, Outcome.NONE, rule_id, VERSION, why, RegisterState.UNKNOWN)
    best, second = candidates[0], candidates[1] if len(candidates) > 1 else None
    margin = None if second is None else best.points - second.points
    reasons, outcome = best.reasons, best.outcome
    doubt = _doubt(candidates)
    if doubt is not None:
        outcome = Outcome.REVIEW
        reasons = (*reasons, _against(doubt))
    return LinkResult(
        signal_id,
        best.bsn,
        outcome,
        best.rule_id,
        VERSION,
        reasons,
        best.register,
        None if second is None else second.bsn,
        margin,
        candidates,
    )


@cache
def _against(kind: ProblemKind) -> Reason:
    return Reason(kind(), Side.AGAINST)


def _doubt(candidates: Sequence[Candidate]) -> ProblemKind | None:
    """Return why the best candidate cannot be certain beside the others, or None."""
    best, others = candidates[0], candidates[1:]
    if any(best.points - other.points < CLOSE_WITHIN for other in others):
        return CLOSE_SECOND
    return DOUBLE_NEARBY if any(_is_double(other) for other in others) else None


def _is_double(candidate: Candidate) -> bool:
    levels = (candidate.address, candidate.name, candidate.birth_date, candidate.initials)
    return all(level in answers for level, answers in zip(levels, DOUBLE, strict=True))


def _candidate(pair: Pair) -> Candidate:
    register = register_state(pair)
    outcome = line(pair.rule_id).decides
    if pair.minor and pair.lives_here:
        outcome = Outcome.REVIEW  # adults only as debtors
    return Candidate(
        bsn=pair.bsn,
        outcome=outcome,
        rule_id=pair.rule_id,
        address=pair.address,
        name=pair.name,
        birth_date=pair.birth_date,
        initials=pair.initials,
        points=pair.points,
        register=register,
        reasons=_reasons(
            pair.rule_id,
            (pair.address, pair.name, pair.birth_date, pair.initials),
            register,
            minor=pair.minor,
            address_doubted=pair.address_doubted,
            switched_off=line(pair.rule_id).is_switched_off,
        ),
        minor=pair.minor,
    )


def register_state(pair: Pair) -> RegisterState:
    """Return what the register says of this person's residence (R23, R25, R26)."""
    if pair.died:
        return RegisterState.DECEASED
    if not pair.lives_here:
        return RegisterState.MOVED_AWAY
    if pair.address is AddressLevel.FORMER:
        return RegisterState.MOVED_WITHIN
    return RegisterState.RESIDENT


type _Answers = tuple[AddressLevel, NameLevel, BirthDateLevel, InitialsLevel]


@cache
def _reasons(
    rule_id: str,
    answers: _Answers,
    register: RegisterState,
    *,
    minor: bool,
    address_doubted: bool,
    switched_off: bool,
) -> tuple[Reason, ...]:
    """Return the reasons of a candidate; there are no more different ones than ways to answer, so they are kept."""
    reasons = [_reason_of_line(rule_id), *(_reason_of_level(level) for level in answers)]
    if switched_off:
        reasons.append(Reason(SWITCHED_OFF(), Side.AGAINST))
    if minor:
        reasons.append(Reason(UNDER_AGE(), Side.AGAINST))
    if register in REGISTER_SAYS:
        reasons.append(Reason(REGISTER_SAYS[register](), Side.ASIDE))
    if address_doubted:
        reasons.append(Reason(ADDRESS_DOUBTED(), Side.ASIDE))
    return tuple(reasons)


def _reason_of_line(rule_id: str) -> Reason:
    decided = line(rule_id)
    return Reason(decided.said(), Side.FOR if decided.decides is Outcome.CERTAIN else Side.ASIDE)


def _reason_of_level(level: Level) -> Reason:
    return Reason(meaning(level).said(), _side(meaning(level).points))


def _side(points: float) -> Side:
    if points >= SPEAKS_FOR:
        return Side.FOR
    return Side.AGAINST if points < 0 else Side.ASIDE
