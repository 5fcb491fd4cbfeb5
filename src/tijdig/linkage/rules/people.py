"""What linkage takes in and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, InitialsLevel, NameLevel
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.problems import Problem


@dataclass(frozen=True, slots=True)
class SignalPerson:
    """The person of one signal, as the partner wrote it. ``birth_date`` is a register date, empty when not given."""

    id: str
    surname: str
    prefix: str
    initials: str
    birth_date: str
    street: str
    house_number: int
    house_letter: str
    addition: str
    postcode: str
    town: str
    received_on: date


class Side(StrEnum):
    """What a reason does to a match."""

    FOR = "for"
    AGAINST = "against"
    ASIDE = "aside"  # worth knowing; changes nothing


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence about a match, in Dutch and English, and which way it points."""

    said: Problem
    side: Side

    @property
    def code(self) -> str:
        """The stable code, to store and to tell again with :func:`tijdig.problems.retell`."""
        return self.said.code


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone in the register whom a signal may be about: what the decision table says of the pair, and why.

    ``points`` only rank the candidates of one signal; they decide nothing by themselves.
    """

    bsn: str
    outcome: Outcome
    rule_id: str
    address: AddressLevel
    name: NameLevel
    birth_date: BirthDateLevel
    initials: InitialsLevel
    points: float
    register: RegisterState
    reasons: tuple[Reason, ...]
    minor: bool = False


@dataclass(frozen=True, slots=True)
class LinkResult:
    """Who a signal is about. ``bsn`` is None when nobody fits; ``margin`` is the distance in points to the runner-up.

    For :data:`Outcome.REVIEW` the ``bsn`` is the best candidate, which a person confirms or replaces.
    """

    signal_id: str
    bsn: str | None
    outcome: Outcome
    rule_id: str
    rule_version: str
    reasons: tuple[Reason, ...]
    register: RegisterState
    runner_up: str | None = None
    margin: float | None = None
    candidates: tuple[Candidate, ...] = ()
