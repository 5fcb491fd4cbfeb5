"""The agreed terms of a covenant: delivery, tasks, case, pause, meeting, feedback, evaluation, accountability.

Amounts are in cents, lengths of time are a :class:`Period`. Part of the document; see :mod:`document`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.covenant.rules.period import Period

ConditionValue = bool | int | date | str | Period | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact compared with a value. Operators: ``= != >= <= in``, ``hooguit-geleden``, ``minstens-geleden``.

    Money is in cents; the last two compare a date with a :class:`Period` before the day of deciding.
    """

    fact: str
    operator: str
    value: ConditionValue


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach someone, as letters and pages show it; empty strings where the file is silent."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class UnjustifiedTerms:
    """Below or outside these, an accepted signal is "Niet opgepakt: onterecht signaal" (R31); None = not used."""

    below_cents: int | None = None
    older_than_days: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """What a signal partner may deliver, and when.

    Rows below ``min_months``, ``min_days`` or ``min_amount_cents`` are refused at the door (R7); None = no such
    minimum. The window is in days of the month, both included (R8); ``crisis_any_day`` admits crisis signals outside
    it. ``matching_period`` and ``lookback`` are those of R19, ``repeat_within`` is "recently" in R21.
    ``returned_file_kept`` is how long the landlord's own file with refused rows can be fetched, ``columns_wait`` how
    long a file may lie before someone has confirmed which column holds what.
    """

    rhythm: str
    window_from_day: int
    window_to_day: int
    crisis_any_day: bool
    min_months: int | None
    min_days: int | None
    min_amount_cents: int | None
    unjustified: UnjustifiedTerms
    matching_period: Period
    lookback: Period
    repeat_within: Period
    returned_file_kept: Period
    columns_wait: Period


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """A task that a route or a person can set: who does it, and what must be recorded before it counts as done.

    ``requires``: ``""``, ``besluitkenmerk`` (a decision or authorisation reference, R30), ``toestemming`` or
    ``tweede-persoon`` (R42).
    """

    code: str
    description: str
    party: str
    term: Period | None
    requires: str


@dataclass(frozen=True, slots=True)
class CourtClock:
    """The period between signal and summons that a court looks at: information, never a block (R16)."""

    court: str
    at_least: Period | None
    at_most: Period | None


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """The terms of a case. Counted with the Algemene termijnenwet, from the start named here.

    From receipt: ``first_conversation`` (R28), ``first_conversation_threatened`` (R27), ``inform`` (R18). From
    triage: ``joint_invitation`` (R30). From the first conversation: ``decide`` (R39). From acceptance: ``quick_fix``
    (R40). From referral: ``answer_referral``; from its acceptance: ``report_referral``, None where the covenant sets
    none. From the day on which the term of a decision began to stand still without a last day: ``look_at_pause`` (R39),
    None where the covenant sets none. From a request: ``answer_rights``, ``extend_rights`` (R55).
    """

    first_conversation: Period
    first_conversation_threatened: Period
    inform: Period
    joint_invitation: Period
    decide: Period
    quick_fix: Period
    answer_referral: Period
    answer_rights: Period
    extend_rights: Period
    court_clocks: tuple[CourtClock, ...] = ()
    report_referral: Period | None = None
    look_at_pause: Period | None = None


@dataclass(frozen=True, slots=True)
class PauseTerms:
    """Whether accepting help pauses the creditor's collection (R45), how long, and when it is checked (R46).

    With ``possible`` False the creditor's own steps simply go on (R9) and the periods are None.
    """

    possible: bool
    length: Period | None = None
    check_after: Period | None = None


@dataclass(frozen=True, slots=True)
class ProposalTerms:
    """What is proposed for the meeting beside the criteria on facts (R47); nothing of it unless the covenant says so.

    ``rank_factors``: names of factors of the rank that hold. ``open_longer_than``: counted from receipt.
    ``open_actions``: an action of an earlier meeting is not done. ``on_request``: a participant asked for it.
    """

    rank_factors: tuple[str, ...] = ()
    open_longer_than: Period | None = None
    open_actions: bool = False
    on_request: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is proposed by these."""
        return bool(self.rank_factors or self.open_longer_than or self.open_actions or self.on_request)


@dataclass(frozen=True, slots=True)
class MeetingTerms:
    """The case meeting (R47, R48): rhythm, who takes part (selectors), what goes on the agenda.

    ``criteria``: a case is proposed for the agenda when one of these holds, ``proposals`` what else proposes one.
    ``bases`` are the grounds on which an item may be tabled (``toestemming``, ``noodzaak``).
    """

    rhythm: str
    participants: tuple[str, ...]
    subjects: tuple[str, ...]
    criteria: tuple[Condition, ...]
    bases: tuple[str, ...]
    proposals: ProposalTerms = ProposalTerms()


@dataclass(frozen=True, slots=True)
class FeedbackPolicy:
    """Switches of feedback: may "no contact" be told (R44), and within what period after the result."""

    tell_no_contact: bool
    within: Period


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How often the process is evaluated in between, and how long before the end the system warns (R4)."""

    every: Period
    warn_before_end: Period


@dataclass(frozen=True, slots=True)
class Accountability:
    """How the controller answers for the exchange: log review (R58), smallest published cell (R49), its FG."""

    log_review_every: Period
    smallest_cell: int
    privacy_officer: Contact
