"""What the page of a case shows: each part as far as the covenant lets this viewer see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tijdig.casework.colleagues import Colleague
from tijdig.casework.models import ContactAttempt, Override, Task
from tijdig.casework.pauses import CasePause
from tijdig.casework.rules.arrears import ArrearsPoint
from tijdig.casework.rules.closing_aid import FittingResult
from tijdig.casework.rules.reasons import Reason
from tijdig.casework.rules.states import CaseState, ReferralState
from tijdig.casework.rules.term_pauses import TermPause
from tijdig.casework.rules.terms import Article, TermKind, TermState
from tijdig.casework.rules.transitions import Act
from tijdig.covenant.rules.document import Covenant, Route, TaskTerms
from tijdig.covenant.rules.fields import FIELDS
from tijdig.ddas import Result, SignalStatus
from tijdig.disclosure.services import Disclosed, Value
from tijdig.problems import Decision, Problem


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field on the page: its value when granted, and in both cases the decision with its reasons."""

    code: str
    label: str
    value: Value
    granted: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """A signal of the case: who sent it, when, under which exchange, its fields, and what became of it (R14)."""

    signal_id: UUID
    party: str
    party_name: str
    received_on: date | None
    status: SignalStatus | None
    fields: tuple[ShownField, ...]
    withdrawn_on: date | None = None  # its partner took it back that day
    corrected_on: date | None = None  # its partner corrected it that day


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact that route and rank rest on: what, since when, from whom. ``value`` None: not known."""

    name: str
    description: str
    value: str | int | bool | None
    source: str
    on: str


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A line of the timeline, from the audit log."""

    at: datetime
    action: str
    person: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """A referral of the case; the texts are empty where the covenant withholds them."""

    pk: UUID
    party: str
    state: ReferralState
    outcome: str
    offered_on: date
    answer_by: date
    reason: str
    answer_reason: str
    report: str
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """Another case on the address; state and day are None where they are withheld, ``fields`` says why."""

    case_id: UUID
    number: str
    state: CaseState | None
    received_on: date | None
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownContact:
    """Why contact waits for a person (empty: it does not, or it is withheld), what was chosen, and if one may write."""

    reasons: tuple[Reason, ...]
    may_write: bool | None
    why: str
    writing: Decision


@dataclass(frozen=True, slots=True)
class CaseTerm:
    """A term of the case. ``due_on`` None: no last day while it is paused; None elsewhere: not there, or withheld.

    ``state`` None: whether it was met is withheld. ``party``: who was asked for an answer.
    """

    kind: TermKind
    began_on: date | None
    due_on: date | None
    met_on: date | None
    state: TermState | None
    article: Article | None
    party: str = ""


@dataclass(frozen=True, slots=True)
class ShownPause:
    """A pause of the decision's term, with its reason in words (R39)."""

    pause: TermPause
    reason: str
    runs: bool


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """The terms, first to end first, and the pauses of the decision, oldest first."""

    terms: tuple[CaseTerm, ...]
    pauses: tuple[ShownPause, ...]


@dataclass(frozen=True, slots=True)
class PossibleReferral:
    """A helping partner, and why it may not have the case now (empty: it may)."""

    party: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ShownNote:
    """What somebody of the municipality wrote down, who and when; ``person`` is empty for who is not known any more."""

    text: str
    person: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Possibilities:
    """What may be done now; a decision that denies carries the reason for the disabled button."""

    acts: Mapping[Act, Decision]
    results: Mapping[Result, tuple[Problem, ...]]
    fitting: tuple[FittingResult, ...]
    referrals: tuple[PossibleReferral, ...]
    routes: tuple[Route, ...]
    covenant_tasks: tuple[TaskTerms, ...]
    directors: tuple[Colleague, ...]
    inviters: tuple[Colleague, ...]
    must_watch: bool  # an eviction that may be seen still threatens: who closes says when to look again


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Number, version, and the days on the way to help; a day is None when it is not there, or withheld."""

    case_id: UUID
    number: str
    version: int
    received_on: date | None
    opened_on: date | None
    first_conversation_by: date | None
    inform_by: date | None
    informed_on: date | None
    invited_on: date | None
    frozen_on: date | None
    spoken_on: date | None
    offered_on: date | None
    offer_answered_on: date | None
    help_requested_on: date | None
    help_decided_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page. Lists are empty where the covenant withholds them; ``fields`` then says why."""

    head: CaseHead
    state: CaseState | None
    covenant: Covenant
    owner: UUID | None
    is_mine: bool
    owner_name: str
    second_owner_name: str
    fields: tuple[ShownField, ...]
    signals: tuple[ShownSignal, ...]
    pauses: tuple[CasePause, ...]
    arrears: tuple[ArrearsPoint, ...]
    facts: tuple[ShownFact, ...]
    route_reasons: tuple[Reason, ...]
    rank_reasons: tuple[Reason, ...]
    proposed_reasons: tuple[Reason, ...]
    contact: ShownContact
    attempts: tuple[ContactAttempt, ...]
    tasks: tuple[Task, ...]
    terms: CaseTerms
    referrals: tuple[ShownReferral, ...]
    overrides: tuple[Override, ...]
    notes: tuple[ShownNote, ...]
    timeline: tuple[ShownEvent, ...]
    earlier: tuple[EarlierCase, ...]
    possible: Possibilities


def shown_fields(disclosed: Disclosed) -> tuple[ShownField, ...]:
    """Return every field that was asked, granted or not, in the order of the covenant's vocabulary."""
    decisions = {**disclosed.granted, **disclosed.withheld}
    return tuple(
        ShownField(name, field.description, disclosed.values.get(name), name in disclosed.granted, decisions[name])
        for name, field in FIELDS.items()
        if name in decisions
    )  # fmt: skip


def signalled_name(signals: Iterable[tuple[ShownField, ...]]) -> str:
    """Return who these signals are about, as the partner who signalled wrote it; empty when withheld."""
    named = (field for fields in signals for field in fields if field.code == "signaal.naam")
    return next((str(field.value) for field in named if field.granted and field.value), "")
