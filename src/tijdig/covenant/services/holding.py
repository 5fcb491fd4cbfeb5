"""Hold a covenant still while something rests on it: verdicts and imports wait for each other here (C3).

A verdict, an activation and the end of an import each lock all versions of the covenant, in one order. So either the
revocation was there before the import ended, and the import is refused; or the import had ended before it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import standing_of, version_of
from tijdig.covenant.rules.in_force import STATE_NAMES_NL, CovenantState
from tijdig.problems import ProblemKind, Refused

NO_LONGER_IN_FORCE = ProblemKind(
    code="covenant.no-longer-in-force",
    rule="C3",
    nl="Het convenant is intussen niet meer in werking ({state}). Er is niets bewaard.",
    en="Meanwhile the covenant is not in force any more ({state_code}). Nothing was kept.",
    remedy_nl="Vraag de gemeente welk convenant nu geldt, en lever daarna opnieuw aan.",
    remedy_en="Ask the municipality which covenant applies now, then deliver again.",
)


def hold_versions(controller_id: str, version_id: UUID) -> CovenantVersion:
    """Lock all versions of this covenant until the transaction ends; return the one asked for, as it is now.

    :class:`NotFound` for an unknown or a foreign version alike (A6).
    """
    urn = version_of(controller_id, version_id).urn
    versions = CovenantVersion.objects.select_for_update(of=("self",)).select_related("activation_key")
    held = list(versions.filter(controller_id=controller_id, urn=urn).order_by("id"))
    return next(version for version in held if version.pk == version_id)


def check_in_force(controller_id: str, covenant_hash: str, on: date, *, hold: bool = False) -> None:
    """Raise :class:`Refused` unless the version with this hash is in force on day ``on``; looked up anew.

    ``hold``: nobody can change that until the transaction ends. Ask so right before the end, and not earlier: who
    wants to revoke waits as long.
    """
    version = CovenantVersion.objects.filter(controller_id=controller_id, hash=covenant_hash).first()
    if version is None:
        raise Refused(NO_LONGER_IN_FORCE(state="–", state_code="–"))
    if hold:
        version = hold_versions(controller_id, version.pk)
    state = standing_of(version, on).state
    if state is not CovenantState.IN_FORCE:
        raise Refused(NO_LONGER_IN_FORCE(state=STATE_NAMES_NL[state], state_code=state))
