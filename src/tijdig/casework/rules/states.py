"""The states of a case, of a referral and of a task, and what a transition needs to see of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from tijdig.ddas import Result


class CaseState(StrEnum):
    """Where a case stands. States only go forward; only re-opening a closed case goes back."""

    NEW = "new"
    TAKEN_UP = "taken-up"
    SPOKEN = "spoken"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"


STATE_NAMES_NL = {
    CaseState.NEW: "op te pakken",
    CaseState.TAKEN_UP: "opgepakt",
    CaseState.SPOKEN: "in gesprek",
    CaseState.OFFERED: "hulp aangeboden",
    CaseState.ACCEPTED: "hulp aanvaard",
    CaseState.DECLINED: "hulp niet gewenst",
    CaseState.CLOSED: "afgesloten",
}


class ReferralState(StrEnum):
    """Where a referral stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETURNED = "returned"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


REFERRAL_NAMES_NL = {
    ReferralState.OFFERED: "aangeboden",
    ReferralState.ACCEPTED: "aangenomen",
    ReferralState.REFUSED: "geweigerd",
    ReferralState.RETURNED: "teruggegeven",
    ReferralState.REPORTED: "afgerond en teruggemeld",
    ReferralState.WITHDRAWN: "ingetrokken",
}
OPEN_REFERRALS = frozenset({ReferralState.OFFERED, ReferralState.ACCEPTED})
KEPT_REFERRALS = OPEN_REFERRALS | {ReferralState.REPORTED}  # of which its helper still knows
HELPING_REFERRALS = frozenset({ReferralState.ACCEPTED, ReferralState.REPORTED})


class ReferralOutcome(StrEnum):
    """What a helper reports back."""

    HELPED = "helped"
    DECLINED = "declined"
    NOT_REACHED = "not-reached"


# Outcomes that nobody can report without having spoken to the tenant.
SPOKEN_OUTCOMES = frozenset({ReferralOutcome.HELPED, ReferralOutcome.DECLINED})

OUTCOME_NAMES_NL = {
    ReferralOutcome.HELPED: "inwoner heeft hulp aanvaard",
    ReferralOutcome.DECLINED: "inwoner wil geen hulp",
    ReferralOutcome.NOT_REACHED: "inwoner niet bereikt",
}


class HelperEntryKind(StrEnum):
    """What a helper writes down in a case that was referred to it."""

    ATTEMPT = "attempt"
    APPOINTMENT = "appointment"
    NOTE = "note"


class TaskKind(StrEnum):
    """Why a task was set. ``covenant`` tasks carry the covenant's task code, ``find-out`` ones the name of a fact."""

    FIND_OUT = "find-out"
    INVITE = "invite"
    REFER = "refer"
    COVENANT = "covenant"
    INFORM = "inform"
    HOUSEHOLD_LEFT = "household-left"
    NEW_MUNICIPALITY = "new-municipality"
    NEW_ADDRESS = "new-address"
    DECIDE = "decide"
    PAUSE_CHECK = "pause-check"
    NEWS = "news"
    CHECK_SIGNALS = "check-signals"
    NEW_SIGNALS = "new-signals"
    CONTACT_CHOICE = "contact-choice"
    WITHHOLDING = "withholding"
    AGREED = "agreed"
    EVICTION = "eviction"
    WATCH = "watch"
    MEETING_ACTION = "meeting-action"
    REFERRAL_BACK = "referral-back"
    REFERRAL_LATE = "referral-late"
    TERM_PAUSED = "term-paused"


TASK_NAMES_NL = {
    TaskKind.FIND_OUT: "eerst uitzoeken",
    TaskKind.INVITE: "gezamenlijk uitnodigen",
    TaskKind.REFER: "verwijzen",
    TaskKind.COVENANT: "taak uit het convenant",
    TaskKind.INFORM: "inwoner informeren",
    TaskKind.HOUSEHOLD_LEFT: "besluiten over het huishouden dat achterblijft",
    TaskKind.NEW_MUNICIPALITY: "overdracht aan de nieuwe gemeente overwegen",
    TaskKind.NEW_ADDRESS: "oppakken op het nieuwe adres",
    TaskKind.DECIDE: "besluiten op het verzoek om schuldhulp",
    TaskKind.PAUSE_CHECK: "voortgang nagaan op dag 20 van de incassopauze",
    TaskKind.NEWS: "bericht van de partner bekijken",
    TaskKind.CHECK_SIGNALS: "gewijzigd signaal of gewijzigde persoon nakijken",
    TaskKind.NEW_SIGNALS: "nieuw signaal over dit huishouden bekijken",
    TaskKind.CONTACT_CHOICE: "kiezen of en hoe contact wordt gezocht",
    TaskKind.WITHHOLDING: "inhouding van de huur nakijken",
    TaskKind.AGREED: "afspraak nakomen",
    TaskKind.EVICTION: "er dreigt ontruiming: zoek vandaag contact",
    TaskKind.WATCH: "toezien: hoe staat het met de ontruiming?",
    TaskKind.MEETING_ACTION: "actie uit het overleg",
    TaskKind.REFERRAL_BACK: "verwijzing kwam terug: een andere weg zoeken",
    TaskKind.REFERRAL_LATE: "hulpverlener laat op zich wachten",
    TaskKind.TERM_PAUSED: "nagaan of de termijn van het besluit nog moet stilstaan",
}


# Something came in that a person looks at, also in a case that is closed.
TO_LOOK_AT = (
    TaskKind.NEWS,
    TaskKind.CHECK_SIGNALS,
    TaskKind.NEW_SIGNALS,
    TaskKind.WATCH,
    TaskKind.PAUSE_CHECK,
    TaskKind.REFERRAL_BACK,
    TaskKind.REFERRAL_LATE,
)


class HelpDecision(StrEnum):
    """The decision on a request for debt help (R38)."""

    ADMISSION = "admission"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral as rules see it."""

    party: str
    state: ReferralState
    outcome: ReferralOutcome | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as rules see it: no person, no address. Counts of attempts leave out the administrative ones.

    ``stand_ins`` work on it while its owner is away.
    ``contact_waits``: the covenant asks a person to choose about contact; ``may_write`` is that choice, None without.
    ``frozen_on``: since when contact stands still because the resident objected or asked so (R56).
    """

    state: CaseState = CaseState.NEW
    owner: UUID | None = None
    second_owner: UUID | None = None
    stand_ins: frozenset[UUID] = frozenset()
    route_actions: tuple[str, ...] = ()
    benefit: bool | None = None
    contact_waits: bool = False
    may_write: bool | None = None
    frozen_on: date | None = None
    attempts: int = 0
    reached: int = 0
    spoken_on: date | None = None
    help_requested: bool = False
    help_decision: HelpDecision | None = None
    decision_paused: bool = False  # its term stands still (R39)
    referrals: tuple[ReferralView, ...] = ()
    open_tasks: frozenset[TaskKind] = frozenset()
    done_tasks: frozenset[TaskKind] = frozenset()
    register_states: frozenset[str] = frozenset()
    proposed: Result | None = None
    all_repeat: bool = False
    paid_reported: bool = False
    eviction_threatens: bool = False
    helping_parties: frozenset[str] = field(default_factory=frozenset)

    @property
    def open_referrals(self) -> tuple[ReferralView, ...]:
        """The referrals that wait for an answer or are being worked on."""
        return tuple(one for one in self.referrals if one.state in OPEN_REFERRALS)

    @property
    def was_reached(self) -> bool:
        """Whether anyone has had real contact with the tenant: here, or the helper who reported back (R36)."""
        told = any(one.outcome in SPOKEN_OUTCOMES for one in self.referrals)
        return self.reached > 0 or self.spoken_on is not None or told

    @property
    def accepted_help(self) -> bool:
        """Whether the tenant accepted help, from the municipality or from the helper it was referred to."""
        helped = any(one.outcome is ReferralOutcome.HELPED for one in self.referrals)
        return self.state is CaseState.ACCEPTED or helped
