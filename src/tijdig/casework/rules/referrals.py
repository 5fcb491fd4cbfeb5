"""Referrals as a table of states, and whether the covenant lets this partner have this case (R30)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from tijdig.casework.rules.states import REFERRAL_NAMES_NL, CaseView, ReferralState
from tijdig.covenant.rules.deciding import exchanges_between, unmet_conditions
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.problems import Problem, ProblemKind

NOT_A_HELPER = ProblemKind(
    code="casework.not-a-helper",
    rule="R30",
    nl="Deze organisatie is geen hulpverlener in het convenant.",
    en="This organisation is no helping partner in the covenant.",
)
HAS_CASE_ALREADY = ProblemKind(
    code="casework.has-case-already",
    rule="R30",
    nl="Deze zaak ligt al bij deze hulpverlener.",
    en="This helper has this case already.",
)
NO_EXCHANGE_FOR_HELP = ProblemKind(
    code="casework.no-exchange-for-help",
    rule="C1",
    nl="Het convenant laat niet toe dat deze hulpverlener gegevens krijgt om te helpen.",
    en="The covenant does not let this helper have data in order to help.",
)
REFERRAL_STEP_IMPOSSIBLE = ProblemKind(
    code="casework.referral-step-impossible",
    rule="K6",
    nl="Dit kan niet: de verwijzing is {state}.",
    en="Not possible: the referral is in the state '{state_code}'.",
    remedy_nl="Laad de pagina opnieuw en kijk wat nog kan.",
    remedy_en="Reload the page and see what is still possible.",
)


class Answer(StrEnum):
    """What can be done with a referral."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    REPORT = "report"
    RETURN = "return"
    WITHDRAW = "withdraw"


_S = ReferralState
REFERRAL_STEPS: Mapping[tuple[ReferralState, Answer], ReferralState] = {
    (_S.OFFERED, Answer.ACCEPT): _S.ACCEPTED,
    (_S.OFFERED, Answer.REFUSE): _S.REFUSED,
    (_S.OFFERED, Answer.WITHDRAW): _S.WITHDRAWN,
    (_S.ACCEPTED, Answer.REPORT): _S.REPORTED,
    (_S.ACCEPTED, Answer.RETURN): _S.RETURNED,
}


def check_referral_step(state: ReferralState, answer: Answer) -> Problem | None:
    """Return a problem when the table has no such step; states only go forward."""
    if (state, answer) in REFERRAL_STEPS:
        return None
    return REFERRAL_STEP_IMPOSSIBLE(state=REFERRAL_NAMES_NL[state], state_code=state.value)


def check_accepted(state: ReferralState) -> Problem | None:
    """Return a problem unless the helper accepted: before that it has no work of its own to write down."""
    if state is ReferralState.ACCEPTED:
        return None
    return REFERRAL_STEP_IMPOSSIBLE(state=REFERRAL_NAMES_NL[state], state_code=state.value)


def next_state(state: ReferralState, answer: Answer) -> ReferralState:
    """Return the state after a step that :func:`check_referral_step` allows; ``KeyError`` for another."""
    return REFERRAL_STEPS[state, answer]


def check_may_refer(
    covenant: Covenant, case: CaseView, *, party: str, facts: Facts, on: date
) -> tuple[Problem, ...]:
    """Return why this partner may not have this case now; empty when one exchange of the covenant lets it.

    Of several exchanges the one that lacks least tells what is missing: a known benefit status, or consent.
    """
    if party not in case.helping_parties:
        return (NOT_A_HELPER(),)
    if any(one.party == party for one in case.open_referrals):
        return (HAS_CASE_ALREADY(),)
    exchanges = exchanges_between(covenant, covenant.municipality.code, party, PurposeCode.HELP)
    if not exchanges:
        return (NO_EXCHANGE_FOR_HELP(),)
    return min((unmet_conditions(covenant, one, facts, on) for one in exchanges), key=len)


def referral_diagram() -> str:
    """Return the table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {_S.OFFERED}"]
    lines += [f"    {state} --> {after}: {answer}" for (state, answer), after in REFERRAL_STEPS.items()]
    lines += [f"    {state} --> [*]" for state in (_S.REFUSED, _S.WITHDRAWN, _S.REPORTED, _S.RETURNED)]
    return "\n".join(lines) + "\n"
