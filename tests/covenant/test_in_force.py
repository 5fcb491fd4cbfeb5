"""When a covenant is in force: a table over signatures, activation and the day (R1, R4, C3)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tijdig.covenant.profiles import profile
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import (
    STATE_NAMES_NL,
    Activation,
    CovenantState,
    Signature,
    Verdict,
    covenant_state,
    days_until_end,
    parties_to_sign,
)
from tijdig.covenant.rules.lifecycle import steps

WEERT = profile("weert")
PARTIES = list(WEERT.parties)
BEFORE, FIRST, DURING, LAST, AFTER = (
    date(2026, 2, 28), date(2026, 3, 1), date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1),
)  # fmt: skip
ACTIVATED = {True: Activation.SIGNED, False: Activation.ABSENT}
ALL = [Signature(party, Verdict.ACCEPT, WEERT.hash) for party in PARTIES]


def says(verdict: Verdict, party: str = "amw", covenant_hash: str = WEERT.hash) -> Signature:
    return Signature(party, verdict, covenant_hash)


@pytest.mark.parametrize(
    ("signatures", "activated", "on", "state"),
    [
        ([], False, DURING, CovenantState.NOT_ACCEPTED),
        (ALL[:-1], True, DURING, CovenantState.NOT_ACCEPTED),
        (ALL, False, DURING, CovenantState.NOT_ACTIVATED),
        (ALL, True, BEFORE, CovenantState.NOT_YET),
        (ALL, True, FIRST, CovenantState.IN_FORCE),
        (ALL, True, DURING, CovenantState.IN_FORCE),
        (ALL, True, LAST, CovenantState.IN_FORCE),
        (ALL, True, AFTER, CovenantState.EXPIRED),
        ([], False, AFTER, CovenantState.EXPIRED),
        ([*ALL, says(Verdict.REVOKE)], True, DURING, CovenantState.REVOKED),
        ([*ALL, says(Verdict.REVOKE), says(Verdict.ACCEPT)], True, DURING, CovenantState.REVOKED),
        ([says(Verdict.REJECT), *ALL[:-1]], False, DURING, CovenantState.REJECTED),
        ([says(Verdict.REJECT), *ALL], True, DURING, CovenantState.IN_FORCE),
        ([*ALL[:-1], says(Verdict.ACCEPT, covenant_hash="sha256:other")], True, DURING, CovenantState.NOT_ACCEPTED),
        ([*ALL, says(Verdict.REVOKE, "vreemde-partij")], True, DURING, CovenantState.IN_FORCE),
        ([*ALL, says(Verdict.REVOKE, covenant_hash="sha256:other")], True, DURING, CovenantState.IN_FORCE),
    ],
)  # fmt: skip
def test_c3_the_state(signatures: list[Signature], activated: bool, on: date, state: CovenantState) -> None:
    assert covenant_state(WEERT, signatures, activation=ACTIVATED[activated], replaced=False, on=on) is state


@pytest.mark.parametrize(
    ("signatures", "on", "state"),
    [
        (ALL, DURING, CovenantState.REPLACED),
        (ALL, AFTER, CovenantState.REPLACED),
        ([*ALL, says(Verdict.REVOKE)], DURING, CovenantState.REVOKED),
    ],
)
def test_c3_what_has_been_replaced_is_not_in_force(
    signatures: list[Signature], on: date, state: CovenantState
) -> None:
    assert covenant_state(WEERT, signatures, activation=Activation.SIGNED, replaced=True, on=on) is state


@pytest.mark.parametrize(
    ("signatures", "activation"),
    [
        ([*ALL[1:], Signature(PARTIES[0], Verdict.ACCEPT, WEERT.hash, holds=False)], Activation.SIGNED),
        ([*ALL, Signature("amw", Verdict.REVOKE, WEERT.hash, holds=False)], Activation.SIGNED),
        ([*ALL, Signature("vreemd", Verdict.REVOKE, WEERT.hash, holds=False)], Activation.SIGNED),
        (ALL, Activation.BROKEN),
    ],
    ids=["an acceptance", "a revocation", "whose party was altered", "the activation"],
)
def test_c3_one_signature_that_does_not_verify_spoils_all(
    signatures: list[Signature], activation: Activation
) -> None:
    state = covenant_state(WEERT, signatures, activation=activation, replaced=False, on=DURING)
    assert state is CovenantState.ALTERED


def test_c3_an_acceptance_that_does_not_verify_is_none() -> None:
    broken = Signature(PARTIES[0], Verdict.ACCEPT, WEERT.hash, holds=False)
    assert parties_to_sign(WEERT, [broken, *ALL[1:]]) == (PARTIES[0],)


def test_every_state_has_a_name() -> None:
    assert set(STATE_NAMES_NL) == set(CovenantState)


def test_who_must_still_sign() -> None:
    assert parties_to_sign(WEERT, ALL[:1]) == tuple(PARTIES[1:])


@pytest.mark.parametrize(
    ("on", "days"), [(date(2027, 11, 28), None), (date(2027, 11, 29), 92), (LAST, 0), (AFTER, None)]
)
def test_r4_the_end_is_warned_of(weert: Covenant, on: date, days: int | None) -> None:
    assert days_until_end(weert, on) == days


class SigningMachine(RuleBasedStateMachine):
    """C3: in force only while all signatures on this hash stand, it is activated, and the day is inside the term."""

    def __init__(self) -> None:
        super().__init__()
        self.signatures: list[Signature] = []
        self.activated = False
        self.day = DURING

    @rule(party=st.sampled_from(PARTIES), verdict=st.sampled_from(Verdict), right_hash=st.booleans())
    def sign(self, party: str, verdict: Verdict, right_hash: bool) -> None:
        self.signatures.append(says(verdict, party, WEERT.hash if right_hash else "sha256:flipped"))

    @rule()
    def everyone_accepts(self) -> None:
        self.signatures += ALL

    @rule(activated=st.booleans())
    def activate(self, activated: bool) -> None:
        self.activated = activated

    @rule(day=st.sampled_from([BEFORE, FIRST, DURING, LAST, AFTER]))
    def clock(self, day: date) -> None:
        self.day = day

    @invariant()
    def in_force_only_when_everything_stands(self) -> None:
        mine = [s for s in self.signatures if s.covenant_hash == WEERT.hash]
        last = {s.party: s.verdict for s in mine}
        everything = (
            all(last.get(party) is Verdict.ACCEPT for party in PARTIES)
            and not any(s.verdict is Verdict.REVOKE for s in mine)
            and self.activated
            and FIRST <= self.day <= LAST
        )
        activation = ACTIVATED[self.activated]
        state = covenant_state(WEERT, self.signatures, activation=activation, replaced=False, on=self.day)
        assert (state is CovenantState.IN_FORCE) == everything


TestSigning = SigningMachine.TestCase


def test_every_state_is_reached_and_only_a_new_version_comes_after_a_revocation() -> None:
    reached = {step.after for step in steps()} | {CovenantState.NOT_ACCEPTED}
    assert reached == set(CovenantState)
    assert {step.after for step in steps() if step.before is CovenantState.REVOKED} == {CovenantState.ALTERED}
    assert {step.event for step in steps() if step.after is CovenantState.IN_FORCE} == {
        "a second person activates",
        "the first day comes",
        "the backup is restored",
    }
