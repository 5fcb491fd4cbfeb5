"""Who said what about a covenant version, and what the actor's own party may still say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor
from tijdig.covenant.queries import CovenantStanding
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.signing import may_activate, may_sign
from tijdig.problems import Decision

ANSWERS: dict[Verdict | None, tuple[Promise, str]] = {
    None: (_("Nog geen antwoord"), "warning"),
    Verdict.ACCEPT: (_("Akkoord"), "ok"),
    Verdict.REJECT: (_("Niet akkoord"), "danger"),
    Verdict.REVOKE: (_("Akkoord ingetrokken"), "danger"),
}


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """A row of the list of parties: its last answer, by whom and when; ``at`` None when it has not answered."""

    name: str
    role: str
    label: str
    kind: str
    by: str
    at: datetime | None
    fingerprint: str
    holds: bool


def answers(standing: CovenantStanding) -> tuple[PartyAnswer, ...]:
    """Return each party with its last answer, in the order of the file."""
    last = {signed.party: signed for signed in standing.signed_by}
    rows = []
    for code, party in standing.covenant.parties.items():
        signed = last.get(code)
        label, kind = ANSWERS[signed.verdict if signed else None]
        at = datetime.fromisoformat(signed.at) if signed else None
        rows.append(
            PartyAnswer(
                name=party.name,
                role=party.role.value,
                label=str(label),
                kind=kind,
                by=signed.person_name if signed else "",
                at=at,
                fingerprint=signed.fingerprint if signed else "",
                holds=signed.holds if signed else True,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class SigningButtons:
    """What the actor may do here; each None hides the button, a denial disables it with its reason."""

    own_name: str
    accept: Decision | None
    reject: Decision | None
    revoke: Decision | None
    activate: Decision | None


def buttons(actor: Actor, standing: CovenantStanding) -> SigningButtons:
    """Return the buttons for the actor's own party: accept or reject until accepted, after that revoke."""
    party = standing.covenant.parties.get(actor.party)
    accepted = actor.party not in standing.to_sign
    is_municipality = party is not None and party.role is PartyRole.MUNICIPALITY
    return SigningButtons(
        own_name=party.name if party else "",
        accept=None if accepted else may_sign(actor, standing, Verdict.ACCEPT),
        reject=None if accepted else may_sign(actor, standing, Verdict.REJECT),
        revoke=may_sign(actor, standing, Verdict.REVOKE) if accepted else None,
        activate=may_activate(actor, standing) if is_municipality else None,
    )
