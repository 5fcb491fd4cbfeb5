"""Whether someone may sign or activate a covenant version now: one answer for the button and for the service."""

from __future__ import annotations

from tijdig.actors import Action, Actor, permission
from tijdig.covenant.queries import CovenantStanding
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.rules.in_force import STATE_NAMES_NL, CovenantState, Verdict
from tijdig.covenant.rules.lifecycle import OPEN_TO
from tijdig.problems import Decision, Problem, ProblemKind

NOT_A_PARTY = ProblemKind(
    code="covenant.not-a-party",
    rule="R1",
    nl="Uw organisatie is geen partij bij dit convenant.",
    en="Your organisation is no party to this covenant.",
    remedy_nl="Alleen partijen kunnen het aanvaarden, afwijzen of intrekken.",
    remedy_en="Only parties can accept, reject or revoke it.",
)
CANNOT_SIGN_NOW = ProblemKind(
    code="covenant.cannot-sign-now",
    rule="C3",
    nl="Dit kan nu niet. Stand van het convenant: {state}.",
    en="This is not possible now: the covenant is {state_en}.",
    remedy_nl="{remedy}",
    remedy_en="Accept first, or propose a new version.",
)
CANNOT_ACTIVATE_NOW = ProblemKind(
    code="covenant.cannot-activate-now",
    rule="C14",
    nl="Dit convenant kan nog niet in werking: {state}.",
    en="This covenant cannot be put into force yet: it is {state_en}.",
    remedy_nl="Nog nodig: akkoord van {missing}.",
    remedy_en="Still needed: acceptance by {missing}.",
)
ONLY_THE_MUNICIPALITY = ProblemKind(
    code="covenant.only-the-municipality",
    rule="R2",
    nl="Alleen de gemeente kan een convenant in werking zetten.",
    en="Only the municipality can put a covenant into force.",
    remedy_nl="Vraag het aan de gemeente.",
    remedy_en="Ask the municipality.",
)
SECOND_PERSON_NEEDED = ProblemKind(
    code="covenant.second-person-needed",
    rule="C14",
    nl="Wie het convenant voorstelde of voor de gemeente tekende, kan het niet in werking zetten.",
    en="Whoever proposed the covenant or signed it for the municipality cannot put it into force.",
    remedy_nl="Vraag het aan een collega.",
    remedy_en="Ask a colleague.",
)


def may_sign(actor: Actor, standing: CovenantStanding, verdict: Verdict) -> Decision:
    """Say whether the actor may give this verdict for its own party now (R1, C3); revoking needs an acceptance."""
    by_role = permission(actor, Action.SIGN_COVENANT)
    if not by_role.permitted:
        return by_role
    if actor.party not in standing.covenant.parties:
        return _no(NOT_A_PARTY())
    accepted = actor.party not in standing.to_sign
    if standing.state in OPEN_TO[verdict] and accepted is (verdict is Verdict.REVOKE):
        return Decision(True)
    remedy = (
        "Intrekken kan alleen na een eigen akkoord."
        if verdict is Verdict.REVOKE
        else "Een eerder akkoord kunt u intrekken; daarna is een nieuwe versie nodig."
    )
    return _no(CANNOT_SIGN_NOW(state=STATE_NAMES_NL[standing.state], state_en=standing.state, remedy=remedy))


def may_activate(actor: Actor, standing: CovenantStanding) -> Decision:
    """Say whether the actor is the municipality's second person and every signature is there (C14)."""
    by_role = permission(actor, Action.ACTIVATE_COVENANT)
    if not by_role.permitted:
        return by_role
    party = standing.covenant.parties.get(actor.party)
    if party is None or party.role is not PartyRole.MUNICIPALITY:
        return _no(ONLY_THE_MUNICIPALITY())
    signers = {signed.person_id for signed in standing.signed_by if signed.party == actor.party}
    if actor.person_id in {standing.proposed_by, *signers}:
        return _no(SECOND_PERSON_NEEDED())
    if standing.state is CovenantState.NOT_ACTIVATED:
        return Decision(True)
    missing = ", ".join(standing.covenant.parties[code].name for code in standing.to_sign) or "–"
    state = STATE_NAMES_NL[standing.state]
    return _no(CANNOT_ACTIVATE_NOW(state=state, state_en=standing.state, missing=missing))


def _no(problem: Problem) -> Decision:
    return Decision(False, (problem,))
