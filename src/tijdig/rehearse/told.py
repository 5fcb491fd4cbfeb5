"""What a rehearsal is given and what it tells: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.casework.rules.reasons import Reason
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import SignalStatus
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.rows import CheckedDelivery, SignalRow
from tijdig.intake.rules.table import Table
from tijdig.linkage.rules.people import LinkResult
from tijdig.residents.rules.benefits import BenefitList
from tijdig.residents.rules.record import ResidentRecord


@dataclass(frozen=True, slots=True)
class GivenDelivery:
    """One delivery file, read but not checked; ``sha256`` is of its bytes."""

    party: str
    received_on: date
    file: str
    sha256: str
    table: Table
    plan: ColumnPlan


@dataclass(frozen=True, slots=True)
class Given:
    """All that a rehearsal starts from; deliveries in order of receipt."""

    covenant: Covenant
    controller: str
    residents: tuple[ResidentRecord, ...]
    benefits: BenefitList | None
    deliveries: tuple[GivenDelivery, ...]


@dataclass(frozen=True, slots=True)
class AcceptedSignal:
    """A row that passed the checks and was not delivered before, with its contents as they were last delivered."""

    id: str
    delivery: GivenDelivery
    row: SignalRow
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class RehearsedDelivery:
    """A delivery and what the checks made of it.

    Of the accepted rows, ``known`` say nothing new and ``corrected`` change a signal of an earlier file (K4).
    """

    given: GivenDelivery
    checked: CheckedDelivery
    known: frozenset[int]
    corrected: frozenset[int]


@dataclass(frozen=True, slots=True)
class RehearsedSignal:
    """A signal, whom it is about, and what became of it. ``case`` is empty when there is no new work."""

    accepted: AcceptedSignal
    link: LinkResult
    patterns: tuple[str, ...]
    repeat: bool
    status: SignalStatus
    case: str


@dataclass(frozen=True, slots=True)
class RehearsedCase:
    """A case that would be opened; ``rank`` is its place in the work list of all of them, from 1."""

    id: str
    address: str
    signals: tuple[str, ...]
    route: str | None
    route_reasons: tuple[Reason, ...]
    rank_key: str
    rank_reasons: tuple[Reason, ...]
    first_conversation_by: date
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the covenant would have done."""

    given: Given
    deliveries: tuple[RehearsedDelivery, ...]
    signals: tuple[RehearsedSignal, ...]
    cases: tuple[RehearsedCase, ...]
