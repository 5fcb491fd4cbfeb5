"""A covenant that was really proposed, signed by all its parties and put into force, by made-up people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import time_machine

from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.services import activate_covenant, propose_covenant, sign_covenant


def signer(controller: str, party: str, role: Role = Role.ORGANISATION_ADMIN) -> Actor:
    return Actor(uuid4(), uuid4(), controller, party, role)


def say(version: CovenantVersion | UUID, party: str, verdict: Verdict, at: datetime | None = None) -> None:
    """Let someone of this party say so; ``at`` moves the clock there first."""
    if at is not None:
        with time_machine.travel(at, tick=False):
            return say(version, party, verdict)
    found = CovenantVersion.objects.get(pk=version.pk if isinstance(version, CovenantVersion) else version)
    actor = signer(found.controller_id, party)
    sign_covenant(actor=actor, version_id=found.pk, verdict=verdict, person_name="A. Tekenaar")
    return None


def put_in_force(text: str, at: datetime) -> CovenantVersion:
    """Propose, have every party accept, and activate; all of it at this moment."""
    covenant = read_covenant(text).covenant
    assert covenant is not None
    code, municipality = covenant.controller_code, covenant.municipality.code
    with time_machine.travel(at, tick=False):
        version = propose_covenant(actor=system_actor(code), text=text)
        for party in covenant.parties:
            say(version, party, Verdict.ACCEPT)
        officer = signer(code, municipality, Role.PRIVACY_OFFICER)
        return activate_covenant(actor=officer, version_id=version.pk, person_name="F. Tweede")
