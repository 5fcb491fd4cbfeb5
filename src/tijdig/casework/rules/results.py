"""The sixteen results of a case (R41): which conditions each has, and what it makes of the signals' status (R14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tijdig.casework.rules.result_problems import (
    ARREARS_NOT_CLEARED,
    CONTACT_NOT_TRIED,
    EVICTION_STILL_THREATENS,
    GENERAL_TIPS_ONLY,
    HELP_NOT_ACCEPTED,
    HELP_WAS_ACCEPTED,
    HELPER_NOT_NAMED,
    HOUSEHOLD_NOT_DECIDED,
    NEVER_REACHED,
    NOT_CONFIRMED_PAID,
    NOT_PROPOSED,
    QUICK_FIX_NOT_ANSWERED,
    REASON_MISSING,
    REFERRAL_MISSING,
    REFERRAL_UNANSWERED,
    REQUEST_UNDECIDED,
    SECOND_PERSON_MISSING,
    SECOND_PERSON_SAME,
    SUB_REASON_MISPLACED,
    SUB_REASON_MISSING,
    WAS_REACHED,
)
from tijdig.casework.rules.states import CaseView, ReferralState, TaskKind
from tijdig.casework.rules.transitions import is_decided
from tijdig.ddas import Result, SignalStatus
from tijdig.problems import Problem


class SubReason(StrEnum):
    """Why a signal was not taken up, when the result says "andere reden": restricted, never leaves (R32)."""

    UNLAWFUL_RESIDENCE = "onrechtmatig verblijf"
    DETENTION = "detentie"
    LEGAL_PERSON = "rechtspersoon"
    SAFETY = "veiligheid"
    STAFF_SHORTAGE = "te weinig medewerkers"
    WHEREABOUTS_UNKNOWN = "verblijfplaats onbekend"


@dataclass(frozen=True, slots=True)
class Closing:
    """What the closing form says.

    ``clears_in_time`` and ``only_tips`` are the two questions of R40; None = not answered. ``helper`` names who takes
    over (R33). ``reason`` and ``second_person`` are those of R42; ``closed_by`` is who fills in the form.
    ``watch_on`` is the day on which one looks again at an eviction that still threatens.
    """

    result: Result
    sub_reason: SubReason | None = None
    helper: str = ""
    clears_in_time: bool | None = None
    only_tips: bool | None = None
    reason: str = ""
    second_person: UUID | None = None
    closed_by: UUID | None = None
    watch_on: date | None = None


type Check = Callable[[CaseView, Closing], Problem | None]


def check_quick_fix_questions(_case: CaseView, closing: Closing) -> Problem | None:
    """A quick fix clears the arrears within the term after accepting; general tips alone are no help (R40)."""
    if closing.clears_in_time is None or closing.only_tips is None:
        return QUICK_FIX_NOT_ANSWERED()
    if closing.only_tips:
        return GENERAL_TIPS_ONLY()
    return None if closing.clears_in_time else ARREARS_NOT_CLEARED()


def check_help_was_accepted(case: CaseView, _closing: Closing) -> Problem | None:
    """Help that was given was accepted first: here or with the helper (R37)."""
    return None if case.accepted_help else HELP_NOT_ACCEPTED()


def check_help_was_not_accepted(case: CaseView, closing: Closing) -> Problem | None:
    """Someone who accepted help did not decline it; only when it came down to tips is it "regelt het zelf" (R40)."""
    return HELP_WAS_ACCEPTED() if case.accepted_help and not closing.only_tips else None


def check_contact_was_tried(case: CaseView, _closing: Closing) -> Problem | None:
    """No contact can only be concluded after trying."""
    tried = case.attempts > 0 or any(referral.outcome for referral in case.referrals)
    return None if tried else CONTACT_NOT_TRIED()


def check_was_never_reached(case: CaseView, _closing: Closing) -> Problem | None:
    """Who was reached once is not "geen contact" (R36)."""
    return WAS_REACHED() if case.was_reached else None


def check_was_reached(case: CaseView, _closing: Closing) -> Problem | None:
    """A reaction, or its absence after earlier contact, supposes contact (R36)."""
    return None if case.was_reached else NEVER_REACHED()


def check_payment_is_known(case: CaseView, _closing: Closing) -> Problem | None:
    """That it was paid is said by the tenant or reported by the partner."""
    return None if case.was_reached or case.paid_reported else NOT_CONFIRMED_PAID()


def check_helper_is_named(_case: CaseView, closing: Closing) -> Problem | None:
    """Already known or other programme: a named helper takes over (R33)."""
    return None if closing.helper.strip() else HELPER_NOT_NAMED()


def check_sub_reason_is_given(_case: CaseView, closing: Closing) -> Problem | None:
    """The result "andere reden" has one of the restricted sub-reasons (R32)."""
    return None if closing.sub_reason else SUB_REASON_MISSING()


def check_proposed_or_explained(case: CaseView, closing: Closing) -> Problem | None:
    """What register or covenant should say must have been said by it, or the person says why it holds anyway (R34)."""
    explained = case.proposed is closing.result or bool(closing.reason.strip())
    return None if explained else NOT_PROPOSED(result=closing.result.value)


def check_household_left_is_decided(case: CaseView, _closing: Closing) -> Problem | None:
    """After a death, what happens with the household left behind is decided first (R26)."""
    return HOUSEHOLD_NOT_DECIDED() if TaskKind.HOUSEHOLD_LEFT in case.open_tasks else None


def check_request_is_decided(case: CaseView, _closing: Closing) -> Problem | None:
    """A request for debt help is decided before the case closes (R38)."""
    return None if is_decided(case) else REQUEST_UNDECIDED()


def check_referral_is_answered(case: CaseView, _closing: Closing) -> Problem | None:
    """Follow-up by a helper who has not answered yet is no follow-up."""
    waits = any(one.state is ReferralState.OFFERED for one in case.referrals)
    return REFERRAL_UNANSWERED() if waits else None


def check_referral_exists(case: CaseView, _closing: Closing) -> Problem | None:
    """A referral without the tenant is a referral all the same (R42)."""
    return None if case.referrals else REFERRAL_MISSING()


def check_reason_and_second_person(_case: CaseView, closing: Closing) -> Problem | None:
    """Without the tenant: only with a reason and another person who agrees (R42)."""
    if not closing.reason.strip():
        return REASON_MISSING()
    if closing.second_person is None:
        return SECOND_PERSON_MISSING()
    return SECOND_PERSON_SAME() if closing.second_person == closing.closed_by else None


def check_sub_reason_belongs_here(_case: CaseView, closing: Closing) -> Problem | None:
    """A restricted sub-reason is kept with "andere reden" only (R32)."""
    misplaced = closing.sub_reason is not None and closing.result is not Result.OTHER_REASON
    return SUB_REASON_MISPLACED() if misplaced else None


def check_eviction_is_watched(case: CaseView, closing: Closing) -> Problem | None:
    """A household whose eviction still threatens stays in view until it is over (R27, R29)."""
    watched = not case.eviction_threatens or closing.watch_on is not None
    return None if watched else EVICTION_STILL_THREATENS()


@dataclass(frozen=True, slots=True)
class ResultRule:
    """A row of the table: the checks that a result must pass, and the status its signals end with."""

    checks: tuple[Check, ...]
    status: SignalStatus = SignalStatus.TAKEN_UP


_FOLLOW_UP = ResultRule((check_help_was_accepted, check_request_is_decided, check_referral_is_answered))
_KNOWN = (check_helper_is_named,)

RESULT_RULES: Mapping[Result, ResultRule] = {
    Result.ADVICE_OR_QUICK_FIX: ResultRule(
        (check_help_was_accepted, check_quick_fix_questions, check_request_is_decided)
    ),
    Result.NO_CONTACT: ResultRule((check_contact_was_tried, check_was_never_reached)),
    Result.NO_REACTION: ResultRule(
        (check_was_reached, check_help_was_not_accepted, check_request_is_decided)
    ),
    Result.ALREADY_KNOWN: ResultRule(_KNOWN, SignalStatus.ALREADY_KNOWN),
    Result.OTHER_PROGRAMME: ResultRule(_KNOWN),
    Result.PAID_OR_ARRANGED: ResultRule((check_payment_is_known, check_request_is_decided)),
    Result.DECEASED: ResultRule(
        (check_proposed_or_explained, check_household_left_is_decided), SignalStatus.DECEASED
    ),
    Result.NO_HELP_WANTED: ResultRule(
        (check_was_reached, check_help_was_not_accepted, check_request_is_decided)
    ),
    Result.OTHER_REASON: ResultRule((check_sub_reason_is_given,), SignalStatus.OTHER_REASON),
    Result.REPEAT: ResultRule((check_proposed_or_explained,), SignalStatus.REPEAT),
    Result.UNJUSTIFIED: ResultRule((check_proposed_or_explained,), SignalStatus.UNJUSTIFIED),
    Result.NOT_RESIDENT: ResultRule((check_proposed_or_explained,), SignalStatus.NOT_RESIDENT),
    Result.FOLLOW_UP: _FOLLOW_UP,
    Result.FOLLOW_UP_FINANCIAL: _FOLLOW_UP,
    Result.FOLLOW_UP_OTHER: _FOLLOW_UP,
    Result.REFERRED_WITHOUT_TENANT: ResultRule((check_reason_and_second_person, check_referral_exists)),
}

# Results after which help was accepted: another retention term may govern them (R53), and no result else keeps a file.
HELPED = frozenset(
    {Result.ADVICE_OR_QUICK_FIX, Result.FOLLOW_UP, Result.FOLLOW_UP_FINANCIAL, Result.FOLLOW_UP_OTHER}
)


def check_closing(case: CaseView, closing: Closing) -> tuple[Problem, ...]:
    """Return every reason why the case cannot be closed with this result; empty when it can."""
    checks = (*RESULT_RULES[closing.result].checks, check_sub_reason_belongs_here, check_eviction_is_watched)
    return tuple(problem for check in checks if (problem := check(case, closing)) is not None)


def results_now(case: CaseView) -> Mapping[Result, tuple[Problem, ...]]:
    """Return for each result what the *case* lacks for it; questions that the form still asks are left out."""
    asked_by_form = {
        QUICK_FIX_NOT_ANSWERED.code,
        HELPER_NOT_NAMED.code,
        SUB_REASON_MISSING.code,
        REASON_MISSING.code,
        SECOND_PERSON_MISSING.code,
        NOT_PROPOSED.code,
        EVICTION_STILL_THREATENS.code,
        HELP_WAS_ACCEPTED.code,  # unless it came down to tips, which the form asks (R40)
    }
    return {
        result: tuple(p for p in check_closing(case, Closing(result)) if p.code not in asked_by_form)
        for result in Result
    }
