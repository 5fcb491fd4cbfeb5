"""No register is asked without a covenant in force: there is no ground to (R1, R4)."""

from __future__ import annotations

from datetime import date

from tijdig.covenant.queries import covenants_in_force
from tijdig.problems import ProblemKind, Refused

NO_COVENANT = ProblemKind(
    code="residents.asking.no-covenant",
    rule="R4",
    nl="Gemeente {controller} heeft geen convenant dat in werking is. Er wordt niets gevraagd.",
    en="Municipality {controller} has no covenant in force. Nothing is asked.",
    remedy_nl="Laat het convenant ondertekenen en in werking stellen.",
    remedy_en="Let the covenant be signed and put into force.",
)


def require_ground(controller_id: str, on: date) -> None:
    """Raise :class:`Refused` unless a covenant of this municipality is in force on day ``on``."""
    if not covenants_in_force(controller_id, on):
        raise Refused(NO_COVENANT(controller=controller_id))
