"""The clocks of a case: by when each must be met, under which article and rule, and how it stands today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.covenant.rules.document import Covenant


class TermKind(StrEnum):
    """What must be done by a day."""

    FIRST_CONVERSATION = "first-conversation"
    INFORM = "inform"
    INVITE = "invite"
    DECIDE = "decide"
    ANSWER_REFERRAL = "answer-referral"
    PAUSE_CHECK = "pause-check"


class TermState(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met-late"
    LATE = "late"


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
# What a case still asks when it is closed: whether the partner keeps to the collection pause (R46).
ASKED_OF_CLOSED_CASES = frozenset({TermKind.PAUSE_CHECK})
THREATENED = Ground("R27", "Wgs art. 4", "termijn.eerste_gesprek_dreigend")


@dataclass(frozen=True, slots=True)
class Article:
    """Where a term is written: article of the covenant (empty: none carries it), law (empty: none), rule."""

    covenant: str
    law: str
    rule: str


@dataclass(frozen=True, slots=True)
class Term:
    """One clock of a case. ``article`` is None until it is looked up in the covenant that governs the case."""

    kind: TermKind
    due_on: date
    state: TermState
    article: Article | None


def article_of(kind: TermKind, covenant: Covenant, *, threatened: bool = False) -> Article:
    """Return where this term is written: the provision that carries it, the law, and the rule."""
    ground = THREATENED if threatened and kind is TermKind.FIRST_CONVERSATION else GROUNDS[kind]
    carried = next((one.article for one in covenant.provisions if ground.key in one.carried_by), "")
    return Article(carried, ground.law, ground.rule)


def known_beginning(written_on: date, due_on: date | None, met_on: date | None) -> date | None:
    """Return when the term of a task began: the day it was written down; None when it was written down afterwards."""
    ends = [day for day in (due_on, met_on) if day is not None]
    return written_on if all(written_on <= day for day in ends) else None


def state_of_term(due_on: date, on: date) -> TermState:
    """Say how a term stands on day ``on``: the due day itself is in time."""
    return TermState.LATE if due_on < on else TermState.RUNNING


def standing_of_term(due_on: date | None, on: date, *, met_on: date | None, paused: bool) -> TermState:
    """Say how a term stands on day ``on``, met or not; ``due_on`` None: it has no last day as long as it is paused."""
    if met_on is not None:
        return TermState.MET_LATE if due_on is not None and due_on < met_on else TermState.MET
    if paused or due_on is None:
        return TermState.PAUSED
    return state_of_term(due_on, on)
