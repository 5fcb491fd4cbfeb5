"""The base that every room shares: one Problem, one Decision, who may do what."""

from __future__ import annotations

import socket

import pytest

from tijdig.actors import (
    PERMITTED,
    ROLE_MAY_NOT,
    ROLE_NAMES_EN,
    ROLE_NAMES_NL,
    Action,
    Actor,
    Role,
    permission,
    require,
    system_actor,
)
from tijdig.problems import Decision, Place, ProblemKind, Refused, problem_kinds, retell


def actor_as(role: Role) -> Actor:
    return Actor(
        person_id=None, organisation_id=None, controller_id="0988", party="gemeente-weert", role=role
    )


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_permission_follows_the_table_and_a_refusal_carries_its_reason(action: Action, role: Role) -> None:
    decision = permission(actor_as(role), action)

    assert decision.permitted is (role in PERMITTED[action])
    assert decision.permitted or [reason.code for reason in decision.reasons] == [ROLE_MAY_NOT.code]


def test_every_action_is_somebodys_to_do() -> None:
    assert set(PERMITTED) == set(Action)
    assert all(PERMITTED.values())


def test_require_raises_the_very_reasons_that_permission_gives() -> None:
    clerk = actor_as(Role.LANDLORD_CLERK)

    with pytest.raises(Refused) as refused:
        require(clerk, Action.READ_LOG)

    assert refused.value.problems == permission(clerk, Action.READ_LOG).reasons
    assert str(refused.value) == ROLE_MAY_NOT.code


@pytest.mark.parametrize("role", list(Role))
def test_each_language_names_roles_in_its_own_words(role: Role) -> None:
    action = next(action for action in Action if role not in PERMITTED[action])
    (refusal,) = permission(actor_as(role), action).reasons

    assert (ROLE_NAMES_NL[role] in refusal.nl, ROLE_NAMES_EN[role] in refusal.en) == (True, True)
    assert all(ROLE_NAMES_NL[one] in refusal.remedy_nl for one in PERMITTED[action])
    assert all(ROLE_NAMES_EN[one] in refusal.remedy_en for one in PERMITTED[action])


def test_a_stored_problem_can_be_told_again() -> None:
    kind = ROLE_MAY_NOT(
        role="regisseur", role_en="case director", allowed="coördinator", allowed_en="coordinator"
    )
    told = kind.at(row=3, column="Naam")

    assert retell(told.code, told.params, told.place) == told
    assert told.place == Place(row=3, column="Naam")


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match=ROLE_MAY_NOT.code):
        ProblemKind(code=ROLE_MAY_NOT.code, rule="A6", nl="Iets anders.", en="Something else.")

    assert problem_kinds()[ROLE_MAY_NOT.code] is ROLE_MAY_NOT


def test_a_decision_is_no_truth_value() -> None:
    with pytest.raises(TypeError, match="permitted"):
        bool(Decision(permitted=True))


def test_background_work_acts_as_the_system_under_one_controller() -> None:
    actor = system_actor("0888")

    assert (actor.role, actor.controller_id, actor.person_id) == (Role.SYSTEM, "0888", None)


def test_a_test_cannot_reach_the_network() -> None:
    with pytest.warns(UserWarning, match="connect"), pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
