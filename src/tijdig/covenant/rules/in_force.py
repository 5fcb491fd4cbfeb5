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

    REVOKED = "revoked"
    REJECTED = "rejected"
    REPLACED = "replaced"
    EXPIRED = "expired"
    NOT_ACCEPTED = "not-accepted"
    NOT_ACTIVATED = "not-activated"
    NOT_YET = "not-yet"
    IN_FORCE = "in-force"


STATE_NAMES_NL = {
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
    """A party's verdict on the covenant with this hash. Given to the rules in order of time."""

    party: str
    verdict: Verdict
    covenant_hash: str


@dataclass(frozen=True, slots=True)
class _Standing:
    last: dict[str, Verdict]
    revoked: bool
    replaced: bool
    activated: bool
    covenant: Covenant
    on: date


# The first row that applies is the state. A revocation is final for its hash: starting again takes a new version.
_STATES: tuple[tuple[CovenantState, Callable[[_Standing], bool]], ...] = (
    (CovenantState.REVOKED, lambda s: s.revoked),
    (CovenantState.REJECTED, lambda s: Verdict.REJECT in s.last.values()),
    (CovenantState.REPLACED, lambda s: s.replaced),
    (CovenantState.EXPIRED, lambda s: s.on > s.covenant.valid_until),
    (
        CovenantState.NOT_ACCEPTED,
        lambda s: (
            not s.covenant.parties or any(s.last.get(p) is not Verdict.ACCEPT for p in s.covenant.parties)
        ),
    ),
    (CovenantState.NOT_ACTIVATED, lambda s: not s.activated),
    (CovenantState.NOT_YET, lambda s: s.on < s.covenant.valid_from),
    (CovenantState.IN_FORCE, lambda _: True),
)


def covenant_state(
    covenant: Covenant, signatures: Iterable[Signature], *, activated: bool, replaced: bool, on: date
) -> CovenantState:
    """Return the state on day ``on``. Signatures on another hash, or by an organisation that is no party, are void.

    ``replaced``: an activated version that has begun names this one as its predecessor. What has been replaced does
    not come back, not even when its successor is revoked or ends (C3).
    """
    valid = [s for s in signatures if s.covenant_hash == covenant.hash and s.party in covenant.parties]
    standing = _Standing(
        last={s.party: s.verdict for s in valid},
        revoked=any(s.verdict is Verdict.REVOKE for s in valid),
        replaced=replaced,
        activated=activated,
        covenant=covenant,
        on=on,
    )
    return next(state for state, applies in _STATES if applies(standing))


def parties_to_sign(covenant: Covenant, signatures: Iterable[Signature]) -> tuple[str, ...]:
    """Return the codes of the parties whose acceptance is still missing, in the order of the file."""
    last = {s.party: s.verdict for s in signatures if s.covenant_hash == covenant.hash}
    return tuple(code for code in covenant.parties if last.get(code) is not Verdict.ACCEPT)


def days_until_end(covenant: Covenant, on: date) -> int | None:
    """Return the days left when the end is so near that the system must warn (R4), else None."""
    warn_from = covenant.evaluation.warn_before_end.before(covenant.valid_until)
    return (covenant.valid_until - on).days if warn_from <= on <= covenant.valid_until else None
