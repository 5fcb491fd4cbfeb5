"""C3: in force only while every signature on this very text stands, and the clock is inside. Flip any byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Model
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.covenant.signed import activate, key_of, unsigned_version, verdict_by
from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.profiles import profile, profile_text
from tijdig.covenant.queries import standing_from
from tijdig.covenant.rules.in_force import CovenantState, Verdict
from tijdig.problems import Refused

TEXT = profile_text("weert")
PARTIES = list(profile("weert").parties)
KEYS = {party: key_of("0988", party) for party in PARTIES}
BEFORE, FIRST, DURING, LAST, AFTER = (
    date(2026, 2, 28), date(2026, 3, 1), date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1),
)  # fmt: skip
OF_A_VERDICT = ("controller_id", "party_code", "verdict", "person_id", "person_name", "at", "token")
OF_A_KEY = ("public_key", "fingerprint", "attestation")
OF_THE_TEXT = ("text", "hash", "urn", "version", "controller_id", "replaces")
OF_THE_ACTIVATION = (
    "activated_at", "activated_by", "activated_for", "activated_by_name", "activation_token",
)  # fmt: skip


@dataclass
class Flip:
    """One changed byte, and how to change it back."""

    row: Model
    column: str
    was: object

    def undo(self) -> None:
        setattr(self.row, self.column, self.was)


def flip(row: Model, column: str, place: int, bit: int) -> Flip:
    """Change one bit of what a column holds; an empty text gets a byte."""
    was = getattr(row, column)
    changed: object
    if isinstance(was, UUID):
        changed = UUID(int=was.int ^ (1 << (place % 128)))
    elif isinstance(was, datetime):
        changed = was + timedelta(microseconds=1 << bit)
    elif isinstance(was, str) and was:
        at = place % len(was)
        changed = was[:at] + chr(ord(was[at]) ^ (1 << bit)) + was[at + 1 :]
    else:
        changed = "x"
    setattr(row, column, changed)
    return Flip(row, column, was)


class LifecycleMachine(RuleBasedStateMachine):
    """Parties speak, the municipality activates, days pass, and now and then one bit of the database changes."""

    def __init__(self) -> None:
        super().__init__()
        self.version = unsigned_version(TEXT)
        self.keys = {party: PartyKey(**_columns(key)) for party, key in KEYS.items()}
        self.verdicts: list[Acceptance] = []
        self.day = DURING
        self.flips: list[Flip] = []

    @property
    def is_altered(self) -> bool:
        """Whether anything differs from what it was at first; a bit that is flipped twice stands as it stood."""
        first: dict[tuple[int, str], Flip] = {}
        for one in self.flips:
            first.setdefault((id(one.row), one.column), one)
        return any(getattr(one.row, one.column) != one.was for one in first.values())

    def sign(self, party: str, verdict: Verdict) -> None:
        if not self.is_altered:  # nobody can sign what has been altered
            self.verdicts.append(verdict_by(self.keys[party], self.version, verdict, len(self.verdicts) + 1))

    @rule(party=st.sampled_from(PARTIES), verdict=st.sampled_from(Verdict))
    def say(self, party: str, verdict: Verdict) -> None:
        self.sign(party, verdict)

    @rule()
    def everyone_accepts(self) -> None:
        for party in PARTIES:
            self.sign(party, Verdict.ACCEPT)

    @precondition(lambda self: not self.is_altered and self.version.activated_at is None)
    @rule()
    def activate(self) -> None:
        activate(self.version, self.keys["gemeente-weert"])

    @rule(day=st.sampled_from([BEFORE, FIRST, DURING, LAST, AFTER]))
    def clock(self, day: date) -> None:
        self.day = day

    @rule(column=st.sampled_from(OF_THE_TEXT), place=st.integers(0, 1 << 40), bit=st.integers(0, 6))
    def flip_the_version(self, column: str, place: int, bit: int) -> None:
        self.flips.append(flip(self.version, column, place, bit))

    @precondition(lambda self: self.version.activated_at is not None)
    @rule(column=st.sampled_from(OF_THE_ACTIVATION), place=st.integers(0, 1 << 40), bit=st.integers(0, 6))
    def flip_the_activation(self, column: str, place: int, bit: int) -> None:
        self.flips.append(flip(self.version, column, place, bit))

    @precondition(lambda self: self.verdicts)
    @rule(
        data=st.data(),
        column=st.sampled_from(OF_A_VERDICT),
        place=st.integers(0, 1 << 40),
        bit=st.integers(0, 6),
    )
    def flip_a_verdict(self, data: st.DataObject, column: str, place: int, bit: int) -> None:
        self.flips.append(flip(data.draw(st.sampled_from(self.verdicts)), column, place, bit))

    @precondition(lambda self: self.verdicts)
    @rule(
        data=st.data(), column=st.sampled_from(OF_A_KEY), place=st.integers(0, 1 << 40), bit=st.integers(0, 6)
    )
    def flip_a_key(self, data: st.DataObject, column: str, place: int, bit: int) -> None:
        key = data.draw(st.sampled_from(self.verdicts)).key
        assert key is not None
        self.flips.append(flip(key, column, place, bit))

    @precondition(lambda self: self.flips)
    @rule()
    def restore_the_backup(self) -> None:
        while self.flips:
            self.flips.pop().undo()

    @invariant()
    def in_force_only_when_everything_stands(self) -> None:
        said = {one.party_code: one.verdict for one in self.verdicts}
        everything = (
            not self.is_altered
            and all(said.get(party) == Verdict.ACCEPT for party in PARTIES)
            and not any(one.verdict == Verdict.REVOKE for one in self.verdicts)
            and self.version.activated_at is not None
            and FIRST <= self.day <= LAST
        )
        assert is_in_force(self.version, self.verdicts, self.day) == everything


def is_in_force(version: CovenantVersion, verdicts: list[Acceptance], on: date) -> bool:
    try:
        return standing_from(version, verdicts, on, replaced=False).state is CovenantState.IN_FORCE
    except Refused:
        return False  # the text is not what was signed


def _columns(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


LifecycleMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestC3Lifecycle = LifecycleMachine.TestCase


def agreed() -> tuple[CovenantVersion, list[Acceptance]]:
    version = unsigned_version(TEXT)
    activate(version, KEYS["gemeente-weert"])
    keys = [PartyKey(**_columns(key)) for key in KEYS.values()]
    return version, [verdict_by(key, version, Verdict.ACCEPT, n) for n, key in enumerate(keys, start=1)]


@pytest.mark.parametrize("column", [*OF_THE_TEXT, *OF_THE_ACTIVATION])
@pytest.mark.parametrize("place", [0, 7, 4_000, -1])
def test_c3_a_flipped_bit_of_the_version_takes_it_out_of_force(column: str, place: int) -> None:
    version, verdicts = agreed()
    assert is_in_force(version, verdicts, DURING)
    flip(version, column, place, 0)
    assert not is_in_force(version, verdicts, DURING)


def test_c3_not_even_a_comment_can_change_under_the_signatures() -> None:
    """The hash over the content does not see it (layout may differ between files); the signatures do."""
    version, verdicts = agreed()
    version.text = TEXT.replace("# ", "#  ", 1)
    assert version.text != TEXT
    standing = standing_from(version, verdicts, DURING, replaced=False)
    assert standing.covenant.hash == version.hash
    assert standing.state is CovenantState.ALTERED


@pytest.mark.parametrize("column", OF_A_VERDICT)
def test_c3_an_altered_revocation_does_not_bring_the_covenant_back(column: str) -> None:
    version, verdicts = agreed()
    verdicts.append(verdict_by(KEYS["amw"], version, Verdict.REVOKE, 9))
    assert standing_from(version, verdicts, DURING, replaced=False).state is CovenantState.REVOKED
    flip(verdicts[-1], column, 1, 0)
    assert standing_from(version, verdicts, DURING, replaced=False).state is CovenantState.ALTERED


def test_c3_a_verdict_on_another_version_does_not_count() -> None:
    _, verdicts = agreed()
    newer = unsigned_version(TEXT.replace('versie = "1.0.0"', 'versie = "1.1.0"'))
    activate(newer, KEYS["gemeente-weert"])
    assert not is_in_force(newer, verdicts, DURING)


def test_c3_a_key_that_this_installation_did_not_make_does_not_count() -> None:
    """Who can write to the database alone cannot sign for a party: the attestation needs the installation's secret."""
    version, verdicts = agreed()
    forged = key_of("0988", "amw")
    forged.attestation = KEYS["amw"].attestation
    place = PARTIES.index("amw")
    verdicts[place] = verdict_by(forged, version, Verdict.ACCEPT, place + 1)
    assert standing_from(version, verdicts, DURING, replaced=False).state is CovenantState.ALTERED


def test_c3_what_was_altered_and_put_back_stands_as_it_was_signed() -> None:
    version, verdicts = agreed()
    altered = flip(version, "text", 0, 0)
    assert not is_in_force(version, verdicts, DURING)
    altered.undo()
    assert is_in_force(version, verdicts, DURING)


def test_c3_one_partys_key_does_not_sign_for_another() -> None:
    version, verdicts = agreed()
    place = PARTIES.index("amw")
    mine = verdict_by(KEYS["wonen-limburg"], version, Verdict.ACCEPT, place + 1)
    mine.party_code = "amw"
    verdicts[place] = mine
    assert standing_from(version, verdicts, DURING, replaced=False).state is CovenantState.ALTERED


@pytest.mark.parametrize("party", ["amw", "wonen-limburg"])
def test_c14_only_the_municipality_puts_a_covenant_into_force(party: str) -> None:
    version, verdicts = agreed()
    activate(version, KEYS[party])
    assert standing_from(version, verdicts, DURING, replaced=False).state is CovenantState.ALTERED


def test_c14_a_moment_without_a_signature_activates_nothing() -> None:
    version, verdicts = agreed()
    version.activation_token, version.activation_key = "", None
    assert standing_from(version, verdicts, DURING, replaced=False).state is CovenantState.ALTERED


def test_c3_looking_again_checks_no_signature_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from tijdig.covenant.rules import signing

    version, verdicts = agreed()
    standing_from(version, verdicts, DURING, replaced=False)
    checked: list[str] = []
    monkeypatch.setattr(signing.jws, "deserialize_compact", lambda token, *_, **__: checked.append(token))
    assert is_in_force(version, verdicts, DURING)
    assert not checked
