"""Who said what about a covenant version, and what the actor's own party may still say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Action, Actor, permission
from tijdig.covenant.queries import CovenantStanding
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.rules.in_force import Verdict
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
                party.name, party.role.value, str(label), kind, signed.person_name if signed else "", at
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class SigningButtons:
    """What the actor may do here; each None hides the button, a denial disables it with its reason."""

    own_name: str
    accept: Decision | None
    revoke: Decision | None
    activate: Decision | None


def buttons(actor: Actor, standing: CovenantStanding) -> SigningButtons:
    """Return the buttons for the actor's own party: accept or reject until accepted, after that revoke."""
    party = standing.covenant.parties.get(actor.party)
    sign = permission(actor, Action.SIGN_COVENANT)
    accepted = actor.party not in standing.to_sign
    is_municipality = party is not None and party.role is PartyRole.MUNICIPALITY
    return SigningButtons(
        own_name=party.name if party else "",
        accept=None if accepted else sign,
        revoke=sign if accepted else None,
        activate=permission(actor, Action.ACTIVATE_COVENANT) if is_municipality else None,
    )
