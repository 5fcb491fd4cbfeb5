"""Which result fits what is recorded of a case: proposed with its reason, a person chooses (R34, R40, R41)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tijdig.casework.rules.reasons import Reason, reason
from tijdig.casework.rules.result_problems import (
    FITS_ACCEPTED,
    FITS_DECLINED,
    FITS_HELPER_HELPED,
    FITS_NEVER_REACHED,
    FITS_NO_REACTION,
    FITS_PAID,
    FITS_PROPOSED,
    FITS_QUICK_FIX,
    FITS_TIPS,
)
from tijdig.casework.rules.results import results_now
from tijdig.casework.rules.states import CaseState, CaseView, ReferralOutcome
from tijdig.ddas import Result
from tijdig.problems import ProblemKind


@dataclass(frozen=True, slots=True)
class FittingResult:
    """A result that can be chosen now, and why it fits."""

    result: Result
    why: Reason


def fitting_results(case: CaseView) -> tuple[FittingResult, ...]:
    """Return the results that fit what is recorded, the best first; empty when too little is recorded.

    Only results whose conditions hold now, but for what the form itself asks. The two questions of R40 tell the three
    results of accepted help apart.
    """
    now = results_now(case)
    return tuple(
        FittingResult(result, reason(why)) for result, why in dict.fromkeys(_fitting(case)) if not now[result]
    )


def _fitting(case: CaseView) -> list[tuple[Result, ProblemKind]]:
    found: list[tuple[Result, ProblemKind]] = []
    if case.proposed is not None:
        found.append((case.proposed, FITS_PROPOSED))
    for holds, fits in _FITS:
        if holds(case):
            found += fits
            break
    return found


def _helped_elsewhere(case: CaseView) -> bool:
    return any(one.outcome is ReferralOutcome.HELPED for one in case.referrals)


def _declined(case: CaseView) -> bool:
    told = any(one.outcome is ReferralOutcome.DECLINED for one in case.referrals)
    return case.state is CaseState.DECLINED or told


type _Fit = tuple[Callable[[CaseView], bool], Sequence[tuple[Result, ProblemKind]]]

# The first that holds tells what fits.
_FITS: tuple[_Fit, ...] = (
    (_helped_elsewhere, ((Result.FOLLOW_UP, FITS_HELPER_HELPED),)),
    (
        lambda case: case.state is CaseState.ACCEPTED,
        (
            (Result.ADVICE_OR_QUICK_FIX, FITS_QUICK_FIX),
            (Result.FOLLOW_UP_FINANCIAL, FITS_ACCEPTED),
            (Result.FOLLOW_UP_OTHER, FITS_ACCEPTED),
            (Result.NO_HELP_WANTED, FITS_TIPS),
        ),
    ),
    (lambda case: case.paid_reported, ((Result.PAID_OR_ARRANGED, FITS_PAID),)),
    (_declined, ((Result.NO_HELP_WANTED, FITS_DECLINED),)),
    (lambda case: case.was_reached, ((Result.NO_REACTION, FITS_NO_REACTION),)),
    (lambda case: case.attempts > 0, ((Result.NO_CONTACT, FITS_NEVER_REACHED),)),
)
