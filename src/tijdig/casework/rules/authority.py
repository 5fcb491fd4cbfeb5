"""Whose case is it to open: one's own, one that nobody has yet, or a colleague's with a reason (A5)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from tijdig.actors import Actor, Role
from tijdig.problems import Problem, ProblemKind

NOT_YOUR_CASE = ProblemKind(
    code="actors.not-your-case",
    rule="A5",
    nl="Een collega heeft deze zaak. Bij uw gemeente opent een regisseur alleen eigen zaken.",
    en="A colleague has this case. At your municipality a case director opens own cases only.",
    remedy_nl="Vraag de coördinator om de zaak aan u toe te wijzen. Kan dat niet wachten? Open de zaak dan met een "
    "reden; de coördinator en de functionaris gegevensbescherming krijgen bericht.",
    remedy_en="Ask the coordinator to assign the case to you. Can that not wait? Then open the case with a reason; the "
    "coordinator and the privacy officer are told.",
)
NO_GLASS = ProblemKind(
    code="actors.no-glass",
    rule="A5",
    nl="Bij uw gemeente opent niemand een zaak buiten de eigen bevoegdheid.",
    en="At your municipality nobody opens a case outside their own authority.",
    remedy_nl="Vraag de coördinator om de zaak aan u toe te wijzen.",
    remedy_en="Ask the coordinator to assign the case to you.",
)
OWN_ALREADY = ProblemKind(
    code="casework.own-already",
    rule="A5",
    nl="Deze zaak kunt u al openen.",
    en="You can open this case already.",
)


class GlassReason(StrEnum):
    """Why someone opens a colleague's case; a code, so that the log holds nothing about the resident (L6)."""

    ABSENCE = "absence"
    EMERGENCY = "emergency"
    QUESTION = "question"
    INCIDENT = "incident"


REASON_NAMES_NL: Mapping[GlassReason, str] = {
    GlassReason.ABSENCE: "de collega is er niet en het kan niet wachten",
    GlassReason.EMERGENCY: "er dreigt iets: een ontruiming, afsluiting of crisis",
    GlassReason.QUESTION: "de inwoner staat aan de balie of aan de telefoon",
    GlassReason.INCIDENT: "onderzoek na een klacht of een datalek",
}


def is_own(actor: Actor, owner: UUID | None, second_owner: UUID | None) -> bool:
    """Say whether the case is the actor's to open: a coordinator's always, a director's own, or nobody's yet."""
    return actor.role is not Role.CASE_DIRECTOR or owner is None or actor.person_id in {owner, second_owner}


def check_glass(
    actor: Actor, owner: UUID | None, second_owner: UUID | None, *, allowed: bool
) -> Problem | None:
    """Say why the actor may not open the case with a reason; None when they may."""
    if is_own(actor, owner, second_owner):
        return OWN_ALREADY()
    return None if allowed else NO_GLASS()
