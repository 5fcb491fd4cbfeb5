"""Is this covenant in force? A table over signatures, activation and the day (R1, R4, C3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.covenant.rules.document import Covenant


class Verdict(StrEnum):
    """What a party says about one hash."""

    ACCEPT = "accept"
    REJECT = "reject"
    REVOKE = "revoke"


class CovenantState(StrEnum):
    """Where a covenant version stands; only IN_FORCE lets data move."""

    ALTERED = "altered"
    REVOKED = "revoked"
    REJECTED = "rejected"
    REPLACED = "replaced"
    EXPIRED = "expired"
    NOT_ACCEPTED = "not-accepted"
    NOT_ACTIVATED = "not-activated"
    NOT_YET = "not-yet"
    IN_FORCE = "in-force"


STATE_NAMES_NL = {
    CovenantState.ALTERED: "ongeldig: een handtekening klopt niet meer",
    CovenantState.REVOKED: "ingetrokken door een partij",
    CovenantState.REJECTED: "afgewezen door een partij",
    CovenantState.REPLACED: "vervangen door een nieuwere versie",
    CovenantState.EXPIRED: "verlopen",
    CovenantState.NOT_ACCEPTED: "wacht op akkoord van partijen",
    CovenantState.NOT_ACTIVATED: "wacht tot de gemeente het in werking zet",
    CovenantState.NOT_YET: "nog niet ingegaan",
    CovenantState.IN_FORCE: "in werking",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """A party's verdict on the covenant with this hash. Given to the rules in order of time.

    ``holds``: the signature verifies over this very statement, text and key.
    """

    party: str
    verdict: Verdict
    covenant_hash: str
    holds: bool = True


class Activation(StrEnum):
    """Whether the municipality's second person put the version into force, and whether that signature verifies."""

    ABSENT = "absent"
    SIGNED = "signed"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the state of a version follows from, as yes or no.

    ``accepted``: every listed party accepted and nobody since said otherwise; ``begun`` and ``ended``: the day is not
    before the first, or after the last, of its term.
    """

    altered: bool = False
    revoked: bool = False
    rejected: bool = False
    replaced: bool = False
    ended: bool = False
    accepted: bool = False
    activated: bool = False
    begun: bool = False


# The first row that applies is the state. A revocation is final for its hash: starting again takes a new version.
# One signature that does not verify spoils all: the row that was altered may have been a revocation (C3).
STATE_TABLE: tuple[tuple[CovenantState, str, Callable[[Situation], bool]], ...] = (
    (CovenantState.ALTERED, "a stored verdict or the activation does not carry its signature", lambda s: s.altered),
    (CovenantState.REVOKED, "a party ever revoked this hash", lambda s: s.revoked),
    (CovenantState.REJECTED, "a party's last word is no", lambda s: s.rejected),
    (CovenantState.REPLACED, "an activated successor that names it has begun", lambda s: s.replaced),
    (CovenantState.EXPIRED, "the last day has passed", lambda s: s.ended),
    (CovenantState.NOT_ACCEPTED, "a party has yet to accept", lambda s: not s.accepted),
    (CovenantState.NOT_ACTIVATED, "the municipality's second person has yet to sign", lambda s: not s.activated),
    (CovenantState.NOT_YET, "the first day has yet to come", lambda s: not s.begun),
    (CovenantState.IN_FORCE, "none of the above", lambda _: True),
)  # fmt: skip


def state_in(situation: Situation) -> CovenantState:
    """Return the state that goes with a situation."""
    return next(state for state, _, applies in STATE_TABLE if applies(situation))


def covenant_state(
    covenant: Covenant,
    signatures: Iterable[Signature],
    *,
    activation: Activation,
    replaced: bool,
    on: date,
) -> CovenantState:
    """Return the state on day ``on``. Signatures on another hash, or by an organisation that is no party, are void.

    ``replaced``: an activated version that has begun names this one as its predecessor. What has been replaced does
    not come back, not even when its successor is revoked or ends (C3).
    """
    signatures = tuple(signatures)
    valid = [s for s in signatures if s.covenant_hash == covenant.hash and s.party in covenant.parties]
    last = {s.party: s.verdict for s in valid}
    parties = covenant.parties
    return state_in(
        Situation(
            altered=activation is Activation.BROKEN or not all(s.holds for s in signatures),
            revoked=any(s.verdict is Verdict.REVOKE for s in valid),
            rejected=Verdict.REJECT in last.values(),
            replaced=replaced,
            ended=on > covenant.valid_until,
            accepted=bool(parties) and all(last.get(party) is Verdict.ACCEPT for party in parties),
            activated=activation is Activation.SIGNED,
            begun=on >= covenant.valid_from,
        )
    )


def parties_to_sign(covenant: Covenant, signatures: Iterable[Signature]) -> tuple[str, ...]:
    """Return the codes of the parties whose acceptance is still missing, in the order of the file."""
    last = {s.party: s.verdict for s in signatures if s.covenant_hash == covenant.hash and s.holds}
    return tuple(code for code in covenant.parties if last.get(code) is not Verdict.ACCEPT)


def days_until_end(covenant: Covenant, on: date) -> int | None:
    """Return the days left when the end is so near that the system must warn (R4), else None."""
    warn_from = covenant.evaluation.warn_before_end.before(covenant.valid_until)
    return (covenant.valid_until - on).days if warn_from <= on <= covenant.valid_until else None
