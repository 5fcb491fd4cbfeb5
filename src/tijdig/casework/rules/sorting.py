"""What becomes of the signals of a notification before anyone works on them (R14, R21, R25, R26, R31).

A deceased person, someone who moved away, a repeat and an unjustified signal get their status, with the reason. Where
nothing else is left, a repeat or an unjustified signal makes no work; a death or a move makes a case with a proposed
result, because something is left to decide or to hand over. A person closes it: nothing is closed by itself (R34).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tijdig.casework.rules.case_facts import SignalView
from tijdig.casework.rules.reasons import Reason, reason
from tijdig.covenant.rules.document import Covenant, UnjustifiedTerms
from tijdig.ddas import Result, SignalStatus
from tijdig.problems import ProblemKind

DECEASED = ProblemKind(
    code="casework.signal-deceased",
    rule="R26",
    nl="Volgens de BRP is deze inwoner overleden.",
    en="According to the register this resident is deceased.",
)
MOVED_AWAY = ProblemKind(
    code="casework.signal-moved-away",
    rule="R25",
    nl="Volgens de BRP woont deze persoon niet (meer) in de gemeente.",
    en="According to the register this person does not live in the municipality (any more).",
)
NOT_FOUND = ProblemKind(
    code="casework.signal-person-not-found",
    rule="R25",
    nl="Een medewerker heeft vastgesteld dat niemand in de BRP van de gemeente bij dit signaal past.",
    en="A member of staff has established that nobody in the municipality's register fits this signal.",
)
REPEATED = ProblemKind(
    code="casework.signal-repeated",
    rule="R21",
    nl="Dezelfde achterstand bij dezelfde partner is kort geleden opgepakt, en het bedrag is niet hoger.",
    en="The same arrears with the same partner were taken up recently, and the amount is not higher.",
)
BELOW_THRESHOLD = ProblemKind(
    code="casework.signal-below-threshold",
    rule="R31",
    nl="Het bedrag is lager dan de drempel van € {threshold} die het convenant noemt.",
    en="The amount is below the covenant's threshold of € {threshold}.",
)
TOO_OLD = ProblemKind(
    code="casework.signal-too-old",
    rule="R31",
    nl="De achterstand is ouder dan de {days} dagen die het convenant noemt.",
    en="The arrears are older than the {days} days that the covenant names.",
)

RESULT_OF_STATUS: Mapping[SignalStatus, Result] = {
    SignalStatus.DECEASED: Result.DECEASED,
    SignalStatus.NOT_RESIDENT: Result.NOT_RESIDENT,
    SignalStatus.REPEAT: Result.REPEAT,
    SignalStatus.UNJUSTIFIED: Result.UNJUSTIFIED,
}
ASKS_A_DECISION = (SignalStatus.DECEASED, SignalStatus.NOT_RESIDENT)


@dataclass(frozen=True, slots=True)
class SortedSignal:
    """The status a signal gets, and why; no reason for one that is taken up in a case (R14)."""

    signal: SignalView
    status: SignalStatus
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a notification becomes. ``to_work`` are the signals that the case is about.

    ``opens_case`` is False when there is no new work. ``proposed`` is the result to close with when nobody is left to
    help, with its reason.
    """

    signals: tuple[SortedSignal, ...]
    opens_case: bool
    proposed: Result | None = None
    proposed_reason: Reason | None = None

    @property
    def to_work(self) -> tuple[SignalView, ...]:
        """The signals that are taken up."""
        return tuple(one.signal for one in self.signals if one.status is SignalStatus.TAKEN_UP)


def sort_signal(signal: SignalView, covenant: Covenant) -> SortedSignal:
    """Give one signal its status.

    A crisis signal is never a mere repeat: that the home is now at stake is news, whatever the amount (R27), and so is
    a threat that the partner told of later.
    """
    if signal.register_state == "deceased":
        return SortedSignal(
            signal, SignalStatus.DECEASED, reason(DECEASED, fact="bewoner.overleden", source="brp")
        )
    if signal.register_state == "moved-away":
        why = reason(MOVED_AWAY, fact="bewoner.ingezetene", source="brp")
        return SortedSignal(signal, SignalStatus.NOT_RESIDENT, why)
    if not signal.person_found:
        return SortedSignal(signal, SignalStatus.NOT_RESIDENT, reason(NOT_FOUND, source="zaak"))
    if signal.repeat and not signal.crisis and signal.threat.since is None:
        why = reason(REPEATED, fact="signaal.herhaald", source="matching")
        return SortedSignal(signal, SignalStatus.REPEAT, why)
    unjustified = find_unjustified(signal, covenant.delivery.unjustified)
    if unjustified is not None:
        return SortedSignal(signal, SignalStatus.UNJUSTIFIED, unjustified)
    return SortedSignal(signal, SignalStatus.TAKEN_UP)


def find_unjustified(signal: SignalView, terms: UnjustifiedTerms) -> Reason | None:
    """Return why a signal is unjustified by the covenant's threshold or age window, or None when it is not (R31)."""
    if terms.below_cents is not None and signal.amount_cents < terms.below_cents:
        threshold = f"{terms.below_cents // 100},{terms.below_cents % 100:02d}"
        return reason(BELOW_THRESHOLD, fact="achterstand.bedrag", source="aanlevering", threshold=threshold)
    age = signal.age_in_days
    if terms.older_than_days is not None and age is not None and age > terms.older_than_days:
        return reason(TOO_OLD, fact="achterstand.dagen", source="aanlevering", days=terms.older_than_days)
    return None


def sort_notification(signals: Sequence[SignalView], covenant: Covenant) -> Sorting:
    """Sort the signals of one notification and say whether a case follows."""
    outcome = tuple(sort_signal(signal, covenant) for signal in signals)
    if any(one.status is SignalStatus.TAKEN_UP for one in outcome):
        return Sorting(outcome, opens_case=True)
    for status in ASKS_A_DECISION:
        for one in outcome:
            if one.status is status:
                return Sorting(outcome, True, RESULT_OF_STATUS[status], one.reason)
    return Sorting(outcome, opens_case=False)
