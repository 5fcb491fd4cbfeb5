"""No register is asked without a covenant in force: there is no ground to (R1, R4)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tijdig.covenant.queries import covenants_in_force
from tijdig.problems import ProblemKind, Refused
from tijdig.residents.asking.asking import Service
from tijdig.residents.asking.connections import connection_of

NO_COVENANT = ProblemKind(
    code="residents.asking.no-covenant",
    rule="R4",
    nl="Gemeente {controller} heeft geen convenant dat in werking is. Er wordt niets gevraagd.",
    en="Municipality {controller} has no covenant in force. Nothing is asked.",
    remedy_nl="Laat het convenant ondertekenen en in werking stellen.",
    remedy_en="Let the covenant be signed and put into force.",
)


@contextmanager
def service_of(controller_id: str, register: str, *, shown_as: str, on: date) -> Iterator[Service]:
    """Give the API of a municipality's register and close it afterwards; its problems call it ``shown_as``.

    Raises :class:`Refused` when no covenant of the municipality is in force on day ``on``, or when it is not set up.
    """
    if not covenants_in_force(controller_id, on):
        raise Refused(NO_COVENANT(controller=controller_id))
    service = Service(shown_as, connection_of(controller_id, register))
    try:
        yield service
    finally:
        service.close()
