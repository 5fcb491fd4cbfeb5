"""From what happened to what the partner hears (R43, R44, C8).

The projection is the covenant's. What it does not tell is left out *before* anything is made for the partner: an open
case, a result that is not fed back and an unknown result are one and the same value, so no page or file can differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tijdig.covenant.rules.deciding import projected_feedback
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, ExternalCode
from tijdig.ddas import Result, SignalStatus

# Statuses with which a signal ends outside a case; DDAS gives the result of such a signal the same name.
_ENDED_WITHOUT_CASE = frozenset(SignalStatus) - {SignalStatus.OPEN, SignalStatus.TAKEN_UP}

# Said of an open case and of every result that is not told: the two may not be told apart.
NOTHING_TOLD_NL = "Nog geen terugkoppeling"


@dataclass(frozen=True, slots=True)
class SignalOutcome:
    """What is known inside about one signal; ``result`` is that of its case, None while open or without a case.

    A case may be about more people and creditors than this signal: see :func:`internal_result`.
    """

    signal_id: UUID
    received_on: date
    status: SignalStatus
    result: Result | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that a partner hears about one of its signals; ``code`` is None when there is nothing to tell (yet)."""

    signal_id: UUID
    received_on: date
    code: ExternalCode | None

    @property
    def sentence_nl(self) -> str:
        """The code in plain Dutch."""
        return EXTERNAL_NAMES_NL[self.code] if self.code else NOTHING_TOLD_NL


def internal_result(outcome: SignalOutcome) -> str | None:
    """Return the result to project: the status with which the signal itself ended, else its case's, else None.

    Only a signal that was taken up hears the result of the case (R44): one that was sorted out (a repeat, unjustified,
    someone who died or left) may share the case with a housemate or another creditor, whose result is not its own.
    """
    if outcome.status in _ENDED_WITHOUT_CASE:
        return outcome.status.value
    taken_up = outcome.status is SignalStatus.TAKEN_UP
    return outcome.result.value if taken_up and outcome.result is not None else None


def feedback_on(covenant: Covenant, outcome: SignalOutcome) -> Feedback:
    """Return what the partner hears (R43); the covenant under which the signal was accepted decides."""
    return projected(outcome, lambda result: projected_feedback(covenant, result))


def projected(outcome: SignalOutcome, projection: Callable[[str], str | None]) -> Feedback:
    """Apply any projection: for a covenant that is still a draft, and for tests that hold every projection to C8.

    A projection that gives anything outside the closed list of codes tells nothing.
    """
    result = internal_result(outcome)
    told = projection(result) if result is not None else None
    code = ExternalCode(told) if told in set(ExternalCode) else None
    return Feedback(outcome.signal_id, outcome.received_on, code)
