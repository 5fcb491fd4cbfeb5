"""The sixteen results × what the case and the form must show (R25, R26, R32, R33, R37, R38, R40–R42)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from tijdig.casework.rules.results import (
    RESULT_RULES,
    Closing,
    SubReason,
    check_closing,
    results_now,
)
from tijdig.casework.rules.states import (
    CaseState,
    CaseView,
    HelpDecision,
    ReferralOutcome,
    ReferralState,
    ReferralView,
    TaskKind,
)
from tijdig.ddas import Result, SignalStatus

ME, COLLEAGUE = UUID(int=1), UUID(int=2)
NOBODY = CaseView(state=CaseState.TAKEN_UP, owner=ME)
TRIED = replace(NOBODY, attempts=2)
REACHED = replace(NOBODY, attempts=1, reached=1)
DECLINED = replace(REACHED, state=CaseState.DECLINED)
ACCEPTED = replace(REACHED, state=CaseState.ACCEPTED)
ASKED = replace(ACCEPTED, help_requested=True)
ADMITTED = replace(ASKED, help_decision=HelpDecision.ADMISSION)
REFERRED = replace(NOBODY, referrals=(ReferralView("amw", ReferralState.OFFERED),))
HELPED = replace(NOBODY, referrals=(ReferralView("amw", ReferralState.REPORTED, ReferralOutcome.HELPED),))
NOT_REACHED = replace(
    NOBODY, referrals=(ReferralView("amw", ReferralState.REPORTED, ReferralOutcome.NOT_REACHED),)
)
PAID = replace(NOBODY, paid_reported=True)
DEAD = replace(NOBODY, proposed=Result.DECEASED, done_tasks=frozenset({TaskKind.HOUSEHOLD_LEFT}))
DEAD_OPEN = replace(NOBODY, proposed=Result.DECEASED, open_tasks=frozenset({TaskKind.HOUSEHOLD_LEFT}))
GONE = replace(NOBODY, proposed=Result.NOT_RESIDENT)
R = Result

CASES = [
    # result, case, what the form adds, the codes of the refusal ("casework." left out)
    (R.ADVICE_OR_QUICK_FIX, ACCEPTED, {"clears_in_time": True, "only_tips": False}, []),
    (R.ADVICE_OR_QUICK_FIX, ACCEPTED, {"clears_in_time": True}, ["quick-fix-not-answered"]),
    (R.ADVICE_OR_QUICK_FIX, ACCEPTED, {"only_tips": False}, ["quick-fix-not-answered"]),
    (R.ADVICE_OR_QUICK_FIX, ACCEPTED, {"clears_in_time": True, "only_tips": True}, ["general-tips-only"]),
    (R.ADVICE_OR_QUICK_FIX, ACCEPTED, {"clears_in_time": False, "only_tips": False}, ["arrears-not-cleared"]),
    (
        R.ADVICE_OR_QUICK_FIX,
        NOBODY,
        {},
        ["help-not-accepted", "quick-fix-not-answered"],
    ),
    (R.ADVICE_OR_QUICK_FIX, ASKED, {"clears_in_time": True, "only_tips": False}, ["request-undecided"]),
    (R.NO_CONTACT, TRIED, {}, []),
    (R.NO_CONTACT, NOBODY, {}, ["contact-not-tried"]),
    (R.NO_CONTACT, REACHED, {}, ["was-reached"]),
    (R.NO_CONTACT, NOT_REACHED, {}, []),
    (R.NO_REACTION, REACHED, {}, []),
    (R.NO_REACTION, TRIED, {}, ["never-reached"]),
    (R.NO_REACTION, ACCEPTED, {}, ["help-was-accepted"]),
    (R.ALREADY_KNOWN, NOBODY, {"helper": "Kredietbank, mw. A."}, []),
    (R.ALREADY_KNOWN, NOBODY, {"helper": "  "}, ["helper-not-named"]),
    (R.OTHER_PROGRAMME, REACHED, {"helper": "Bewindvoerder B."}, []),
    (R.OTHER_PROGRAMME, REACHED, {}, ["helper-not-named"]),
    (R.PAID_OR_ARRANGED, REACHED, {}, []),
    (R.PAID_OR_ARRANGED, PAID, {}, []),
    (R.PAID_OR_ARRANGED, TRIED, {}, ["payment-not-known"]),
    (R.DECEASED, DEAD, {}, []),
    (R.DECEASED, DEAD_OPEN, {}, ["household-not-decided"]),
    (R.DECEASED, NOBODY, {}, ["result-not-proposed"]),
    (R.DECEASED, NOBODY, {"reason": "Overlijden gehoord van de zoon."}, []),
    (R.NO_HELP_WANTED, DECLINED, {}, []),
    (R.NO_HELP_WANTED, NOBODY, {}, ["never-reached"]),
    (R.NO_HELP_WANTED, ACCEPTED, {}, ["help-was-accepted"]),
    (R.NO_HELP_WANTED, ACCEPTED, {"only_tips": True}, []),
    (R.OTHER_REASON, NOBODY, {"sub_reason": SubReason.DETENTION}, []),
    (R.OTHER_REASON, NOBODY, {}, ["sub-reason-missing"]),
    (R.REPEAT, replace(NOBODY, proposed=R.REPEAT), {}, []),
    (R.REPEAT, NOBODY, {}, ["result-not-proposed"]),
    (R.UNJUSTIFIED, NOBODY, {"reason": "Het is een bedrijfspand."}, []),
    (R.UNJUSTIFIED, NOBODY, {}, ["result-not-proposed"]),
    (R.NOT_RESIDENT, GONE, {}, []),
    (R.NOT_RESIDENT, NOBODY, {}, ["result-not-proposed"]),
    (R.FOLLOW_UP, ACCEPTED, {}, []),
    (R.FOLLOW_UP, HELPED, {}, []),
    (R.FOLLOW_UP, DECLINED, {}, ["help-not-accepted"]),
    (R.FOLLOW_UP_FINANCIAL, ASKED, {}, ["request-undecided"]),
    (R.FOLLOW_UP_FINANCIAL, ADMITTED, {}, []),
    (R.FOLLOW_UP_OTHER, REFERRED, {}, ["help-not-accepted", "referral-unanswered"]),
    (R.FOLLOW_UP_OTHER, HELPED, {}, []),
    (R.REFERRED_WITHOUT_TENANT, REFERRED, {"reason": "Acuut gevaar.", "second_person": COLLEAGUE}, []),
    (R.REFERRED_WITHOUT_TENANT, REFERRED, {"reason": "Acuut gevaar."}, ["second-person-missing"]),
    (
        R.REFERRED_WITHOUT_TENANT,
        REFERRED,
        {"reason": "Acuut gevaar.", "second_person": ME},
        ["second-person-same"],
    ),
    (R.REFERRED_WITHOUT_TENANT, REFERRED, {"second_person": COLLEAGUE}, ["reason-missing"]),
    (
        R.REFERRED_WITHOUT_TENANT,
        NOBODY,
        {"reason": "Acuut gevaar.", "second_person": COLLEAGUE},
        ["referral-missing"],
    ),
]


@pytest.mark.parametrize(("result", "case", "form", "codes"), CASES)
def test_r40_r41_r42_a_result_needs_what_it_says(
    result: Result, case: CaseView, form: dict[str, object], codes: list[str]
) -> None:
    closing = Closing(result=result, closed_by=ME, **form)  # type: ignore[arg-type]

    found = [problem.code for problem in check_closing(case, closing)]

    assert found == [f"casework.{code}" for code in codes]


def test_r41_every_result_has_its_row_and_is_in_the_table_both_ways() -> None:
    assert set(RESULT_RULES) == set(Result)
    assert {result for result, _, _, codes in CASES if not codes} == set(Result)
    assert {result for result, _, _, codes in CASES if codes} == set(Result)


@pytest.mark.parametrize("result", [result for result in Result if result is not Result.OTHER_REASON])
def test_r32_a_restricted_sub_reason_belongs_to_other_reason_only(result: Result) -> None:
    closing = Closing(result, sub_reason=SubReason.SAFETY)

    assert "casework.sub-reason-misplaced" in {problem.code for problem in check_closing(ADMITTED, closing)}


STATUS = {
    R.ALREADY_KNOWN: SignalStatus.ALREADY_KNOWN,
    R.DECEASED: SignalStatus.DECEASED,
    R.NOT_RESIDENT: SignalStatus.NOT_RESIDENT,
    R.REPEAT: SignalStatus.REPEAT,
    R.UNJUSTIFIED: SignalStatus.UNJUSTIFIED,
    R.OTHER_REASON: SignalStatus.OTHER_REASON,
}


@pytest.mark.parametrize("result", list(Result))
def test_r14_the_signals_status_follows_from_the_result(result: Result) -> None:
    assert RESULT_RULES[result].status is STATUS.get(result, SignalStatus.TAKEN_UP)


def test_a_closing_form_offers_what_the_case_allows_and_says_what_is_missing() -> None:
    offered = results_now(TRIED)

    possible = {result for result, problems in offered.items() if not problems}
    assert {R.NO_CONTACT, R.ALREADY_KNOWN, R.OTHER_REASON} <= possible
    assert not possible & {R.FOLLOW_UP, R.NO_REACTION, R.ADVICE_OR_QUICK_FIX}
