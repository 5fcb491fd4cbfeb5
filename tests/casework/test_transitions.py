"""Who may do what in which state: the truth table over role × state × act (A6, K6, R30, R38)."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest

from tijdig.actors import PERMITTED, Actor, Role
from tijdig.casework.rules.referrals import REFERRAL_STEPS, Answer, check_referral_step, referral_diagram
from tijdig.casework.rules.states import CaseState, CaseView, HelpDecision, ReferralState, ReferralView
from tijdig.casework.rules.transitions import ACT_NAMES_NL, TRANSITIONS, Act, diagram, may_act

OWNER, COLLEAGUE = UUID(int=1), UUID(int=2)
S = CaseState
OPEN_WORK = {S.TAKEN_UP, S.SPOKEN, S.OFFERED, S.ACCEPTED, S.DECLINED}
TALKED = {S.SPOKEN, S.OFFERED, S.ACCEPTED, S.DECLINED}

# The table as people would write it down; the code's own table is held against it.
POSSIBLE = {
    Act.TAKE_UP: {S.NEW},
    Act.ASSIGN: {S.NEW},
    Act.HAND_OVER: OPEN_WORK,
    Act.LOG_ATTEMPT: OPEN_WORK,
    Act.PLAN_TASK: OPEN_WORK,
    Act.COMPLETE_TASK: OPEN_WORK | {S.CLOSED},
    Act.INVITE_JOINTLY: {S.TAKEN_UP, S.SPOKEN},
    Act.WITHHOLD_RENT: OPEN_WORK,
    Act.REFER: OPEN_WORK,
    Act.REFER_OUTSIDE: OPEN_WORK,
    Act.RECORD_CONVERSATION: {S.TAKEN_UP},
    Act.RECORD_OFFER: {S.TAKEN_UP, S.SPOKEN},
    Act.RECORD_ACCEPTANCE: {S.OFFERED, S.DECLINED},
    Act.RECORD_DECLINE: {S.OFFERED},
    Act.RECORD_REQUEST: TALKED,
    Act.DECIDE_REQUEST: TALKED,
    Act.PAUSE_TERM: TALKED,
    Act.RESUME_TERM: TALKED,
    Act.SET_FACT: OPEN_WORK,
    Act.RECORD_INFORMED: OPEN_WORK,
    Act.OVERRIDE_TRIAGE: OPEN_WORK | {S.NEW},
    Act.ADD_NOTE: OPEN_WORK,
    Act.CLOSE: OPEN_WORK,
    Act.REOPEN: {S.CLOSED},
    Act.CHOOSE_CONTACT: OPEN_WORK,
    Act.PLAN_APPOINTMENT: OPEN_WORK,
    Act.WRITE_MESSAGE: OPEN_WORK | {S.CLOSED},
    Act.TAKE_BACK_MESSAGE: OPEN_WORK | {S.CLOSED},
}


def actor(role: Role, person: UUID = OWNER) -> Actor:
    return Actor(person, None, "0988", "gemeente-weert", role)


def case(state: CaseState, act: Act | None = None) -> CaseView:
    """A case in which nothing but role, state and owner can stand in the way."""
    return CaseView(
        state=state,
        owner=None if state is S.NEW else OWNER,
        route_actions=("uitnodiging:schulddienstverlening+participatie", "taak:inhouding-huur"),
        benefit=True,
        help_requested=act in {Act.DECIDE_REQUEST, Act.PAUSE_TERM, Act.RESUME_TERM},
        decision_paused=act is Act.RESUME_TERM,
        contact_waits=act is Act.CHOOSE_CONTACT,
        helping_parties=frozenset({"amw"}),
    )


@pytest.mark.parametrize("act", Act)
def test_truth_table(act: Act) -> None:
    for role, state in product(Role, CaseState):
        decision = may_act(actor(role), act, case(state, act))

        allowed_role = role in PERMITTED[TRANSITIONS[act].action]
        assert decision.permitted is (allowed_role and state in POSSIBLE[act]), (role, state)
        if not decision.permitted:
            (reason,) = decision.reasons
            assert reason.rule == ("R14" if allowed_role else "A6"), (role, state)
            assert reason.nl
            assert reason.en


@pytest.mark.parametrize("act", [act for act in Act if act in POSSIBLE and TRANSITIONS[act].owner_only])
def test_k6_a_colleague_s_case_is_worked_on_by_its_owners_only(act: Act) -> None:
    state = next(iter(POSSIBLE[act]))
    other = actor(Role.CASE_DIRECTOR, COLLEAGUE)
    mine = case(state, act)
    shared = CaseView(**{**_fields(mine), "second_owner": COLLEAGUE})

    assert [reason.code for reason in may_act(other, act, mine).reasons] == ["casework.case-of-colleague"]
    assert may_act(other, act, shared).permitted


CONDITIONS = [
    (Act.INVITE_JOINTLY, {"route_actions": ("doorgeleiding",)}, "casework.no-joint-invitation"),
    (Act.INVITE_JOINTLY, {"contact_waits": True}, "casework.choose-contact-first"),
    (Act.INVITE_JOINTLY, {"contact_waits": True, "may_write": False}, "casework.not-in-writing"),
    (Act.CHOOSE_CONTACT, {"contact_waits": False}, "casework.no-contact-choice-asked"),
    (Act.WITHHOLD_RENT, {"benefit": None}, "casework.benefit-unknown"),
    (Act.WITHHOLD_RENT, {"benefit": False}, "casework.no-benefit"),
    (Act.REFER, {"helping_parties": frozenset()}, "casework.no-partner-to-refer-to"),
    (
        Act.REFER,
        {"referrals": (ReferralView("amw", ReferralState.OFFERED),)},
        "casework.no-partner-to-refer-to",
    ),
    (Act.RECORD_REQUEST, {"help_requested": True}, "casework.already-requested"),
    (Act.DECIDE_REQUEST, {"help_requested": False}, "casework.nothing-requested"),
    (Act.DECIDE_REQUEST, {"help_decision": HelpDecision.REFUSAL}, "casework.already-decided"),
    (Act.PAUSE_TERM, {"help_requested": False}, "casework.nothing-requested"),
    (Act.PAUSE_TERM, {"decision_paused": True}, "casework.term-paused"),
    (Act.RESUME_TERM, {"help_decision": HelpDecision.REFUSAL}, "casework.already-decided"),
    (Act.RESUME_TERM, {"decision_paused": False}, "casework.term-runs"),
]


@pytest.mark.parametrize(("act", "change", "code"), CONDITIONS)
def test_r30_r38_conditions_give_their_own_reason(act: Act, change: dict[str, object], code: str) -> None:
    state = next(iter(POSSIBLE[act] & {S.SPOKEN, S.TAKEN_UP} or POSSIBLE[act]))
    view = CaseView(**{**_fields(case(state, act)), **change})

    assert [reason.code for reason in may_act(actor(Role.CASE_DIRECTOR), act, view).reasons] == [code]


def test_k6_states_only_go_forward_and_only_reopening_goes_back() -> None:
    order = list(CaseState)
    backward = {
        (act, state, row.to)
        for act, row in TRANSITIONS.items()
        for state in row.states
        if row.to is not None and order.index(row.to) < order.index(state)
    }

    # Someone who declined may still accept: a change of mind of the tenant, not of the record.
    assert backward == {
        (Act.REOPEN, S.CLOSED, S.TAKEN_UP),
        (Act.RECORD_ACCEPTANCE, S.DECLINED, S.ACCEPTED),
    }


def test_every_state_can_be_reached_and_left() -> None:
    arrows = {(state, row.to) for row in TRANSITIONS.values() if row.to for state in row.states}

    assert {to for _, to in arrows} | {S.NEW} == set(CaseState)
    assert {state for state, _ in arrows} == set(CaseState)
    assert set(ACT_NAMES_NL) == set(Act) == set(TRANSITIONS)


@pytest.mark.parametrize(("state", "answer"), list(product(ReferralState, Answer)))
def test_a_referral_is_answered_once(state: ReferralState, answer: Answer) -> None:
    possible = {
        ReferralState.OFFERED: {Answer.ACCEPT, Answer.REFUSE, Answer.WITHDRAW},
        ReferralState.ACCEPTED: {Answer.REPORT, Answer.RETURN},
    }

    assert (check_referral_step(state, answer) is None) is (answer in possible.get(state, set()))


def test_diagrams_hold_every_arrow_of_the_tables() -> None:
    assert "accepted --> closed: close" in diagram()
    assert "closed --> taken_up: reopen" in diagram()
    assert all(
        f"{state} --> {after}: {answer}" in referral_diagram()
        for (state, answer), after in REFERRAL_STEPS.items()
    )


def _fields(view: CaseView) -> dict[str, object]:
    return {name: getattr(view, name) for name in CaseView.__dataclass_fields__}
