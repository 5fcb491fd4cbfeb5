"""The clocks of a case: when each began, by when it must be met, under which rule, and how it stands today.

A clock that may be suspended stands still from one day to another; as many days as it stood still come on top of its
term (Awb 4:15), and the Atw says on which day that ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tijdig.casework.rules.atw import next_working_day
from tijdig.covenant.rules.document import Covenant


class TermKind(StrEnum):
    """What must be done by a day."""

    FIRST_CONVERSATION = "first-conversation"
    INFORM = "inform"
    INVITE = "invite"
    DECIDE = "decide"
    ANSWER_REFERRAL = "answer-referral"
    PAUSE_CHECK = "pause-check"


TERM_NAMES_NL: Mapping[TermKind, str] = {
    TermKind.FIRST_CONVERSATION: "eerste gesprek",
    TermKind.INFORM: "inwoner informeren",
    TermKind.INVITE: "samen uitnodigen",
    TermKind.DECIDE: "besluit op het verzoek",
    TermKind.ANSWER_REFERRAL: "antwoord van de hulpverlener",
    TermKind.PAUSE_CHECK: "controle van de incassopauze",
}


class TermState(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met-late"
    LATE = "late"


class PauseGround(StrEnum):
    """Why a term stands still; the grounds of Awb 4:15."""

    INFORMATION = "information"
    CONSENT = "consent"
    DELAY = "delay"
    FORCE_MAJEURE = "force-majeure"


PAUSE_GROUNDS_NL: Mapping[PauseGround, str] = {
    PauseGround.INFORMATION: "de inwoner is gevraagd het verzoek aan te vullen (Awb 4:15 lid 1)",
    PauseGround.CONSENT: "de inwoner stemt schriftelijk in met uitstel (Awb 4:15 lid 2 onder a)",
    PauseGround.DELAY: "de vertraging komt door de inwoner (Awb 4:15 lid 2 onder b)",
    PauseGround.FORCE_MAJEURE: "overmacht (Awb 4:15 lid 2 onder c)",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a term rests on: the number of its rule, the law where it names the term itself, its key in the covenant."""

    rule: str
    law: str
    key: str


# The covenant sets how long each term is; what of the law stands here is shown beside it, for a jurist to confirm.
GROUNDS: Mapping[TermKind, Ground] = {
    TermKind.FIRST_CONVERSATION: Ground("R28", "Wgs art. 4", "termijn.eerste_gesprek"),
    TermKind.INFORM: Ground("R18", "AVG art. 14", "termijn.informeren"),
    TermKind.INVITE: Ground("R30", "", "termijn.gezamenlijke_uitnodiging"),
    TermKind.DECIDE: Ground("R39", "Wgs en verordening", "termijn.besluit"),
    TermKind.ANSWER_REFERRAL: Ground("R30", "", "termijn.antwoord_doorgeleiding"),
    TermKind.PAUSE_CHECK: Ground("R46", "", "opschorting.controle"),
}
THREATENED = Ground("R27", "Wgs art. 4", "termijn.eerste_gesprek_dreigend")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a clock stood still: the first, and the day on which it went on (None: it still stands still)."""

    first: date
    until: date | None = None

    def days(self, on: date) -> int:
        """Return how many days it has stood still, up to day ``on``."""
        return max(0, ((self.until or on) - self.first).days)


@dataclass(frozen=True, slots=True)
class Article:
    """Where a term is written: article of the covenant (empty: none carries it), law (empty: none), rule."""

    covenant: str
    law: str
    rule: str


@dataclass(frozen=True, slots=True)
class Term:
    """One clock of a case. ``due_on`` holds what it stood still already; None while it stands still.

    ``article`` is None until it is looked up in the covenant that governs the case.
    """

    kind: TermKind
    started_on: date | None
    due_on: date | None
    state: TermState
    article: Article | None
    met_on: date | None = None
    about: str = ""  # the party of a referral

    def days_late(self, on: date) -> int:
        """Return how many days the term is late on day ``on``; 0 when it is not."""
        return (on - self.due_on).days if self.state is TermState.LATE and self.due_on else 0


def article_of(kind: TermKind, covenant: Covenant, *, threatened: bool = False) -> Article:
    """Return where this term is written: the provision that carries it, the law, and the rule."""
    ground = THREATENED if threatened and kind is TermKind.FIRST_CONVERSATION else GROUNDS[kind]
    carried = next((one.article for one in covenant.provisions if ground.key in one.carried_by), "")
    return Article(carried, ground.law, ground.rule)


def state_of_term(
    due_on: date, on: date, *, met_on: date | None = None, pauses: tuple[Pause, ...] = ()
) -> TermState:
    """Say how a term stands on day ``on``: the due day itself is in time."""
    if met_on is not None:
        return TermState.MET if met_on <= due_on else TermState.MET_LATE
    if any(pause.until is None for pause in pauses):
        return TermState.PAUSED
    return TermState.LATE if due_on < on else TermState.RUNNING


def due_after_pause(due_on: date, pause: Pause) -> date:
    """Return the due day of a term that stood still: so many days later, on a working day (Awb 4:15, Atw art. 1).

    Raises ``ValueError`` for a pause that has not ended.
    """
    if pause.until is None:
        raise ValueError("the term still stands still")
    return next_working_day(due_on + timedelta(days=pause.days(pause.until)))
