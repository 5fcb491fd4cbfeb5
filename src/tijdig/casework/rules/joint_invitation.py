"""The joint invitation: one conversation with everyone that the route names, at once (R30)."""

from __future__ import annotations

from collections.abc import Sequence, Set

from tijdig.problems import Problem, ProblemKind

DISCIPLINE_MISSING = ProblemKind(
    code="casework.discipline-missing",
    rule="R30",
    nl="De uitnodiging gaat uit van {disciplines} samen. Er is nog niemand voor: {missing}.",
    en="The invitation comes from {disciplines} together. Nobody is there yet for: {missing}.",
    remedy_nl="Kies een tweede persoon met dit vakgebied.",
    remedy_en="Choose a second person with this discipline.",
)


def check_joint_invitation(asked: Sequence[str], present: Set[str]) -> Problem | None:
    """Return a problem when not every discipline that the route names is there; order does not matter."""
    missing = [discipline for discipline in asked if discipline not in present]
    if not missing:
        return None
    return DISCIPLINE_MISSING(disciplines=" en ".join(asked), missing=", ".join(missing))
