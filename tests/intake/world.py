"""A municipality with its covenant in force, two landlords, and the people who deliver and look on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from tests.intake.samples import COVENANT_FILE, covenant
from tijdig.actors import Actor, Role
from tijdig.covenant.models import Acceptance, CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.parties.models import Controller, Organisation, Partnership

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE = "0518"


@dataclass(frozen=True)
class World:
    """Actors by what they are."""

    clerk: Actor
    other_clerk: Actor
    elsewhere: Actor
    coordinator: Actor
    director: Actor
    version: UUID


def _organisation(controller: str, name: str, party: str) -> Organisation:
    organisation = Organisation.objects.create(name=name)
    Partnership.objects.create(controller_id=controller, organisation=organisation, party_code=party)
    return organisation


def build_world() -> World:
    for code, name in ((HERE, "Hierstad"), ("0988", "Weert")):
        Controller.objects.create(code=code, name=name)
    havenlicht = _organisation(HERE, "Havenlicht", "havenlicht")
    woonvorm = _organisation(HERE, "Woonvorm", "woonvorm")
    municipality = _organisation(HERE, "Gemeente", "gemeente-den-haag")
    agreed = covenant()
    version = CovenantVersion.objects.create(
        controller_id=HERE, urn=agreed.id, version=agreed.version, hash=agreed.hash,
        text=COVENANT_FILE.read_text(encoding="utf-8"), created_at=NOW, activated_at=NOW, activated_by=uuid4(),
    )  # fmt: skip
    for party in agreed.parties:
        say(version.id, party, Verdict.ACCEPT)
    return World(
        clerk=Actor(uuid4(), havenlicht.id, HERE, "havenlicht", Role.LANDLORD_CLERK),
        other_clerk=Actor(uuid4(), woonvorm.id, HERE, "woonvorm", Role.LANDLORD_CLERK),
        elsewhere=Actor(uuid4(), havenlicht.id, "0988", "havenlicht", Role.LANDLORD_CLERK),
        coordinator=Actor(uuid4(), municipality.id, HERE, "gemeente-den-haag", Role.COORDINATOR),
        director=Actor(uuid4(), municipality.id, HERE, "gemeente-den-haag", Role.CASE_DIRECTOR),
        version=version.id,
    )


def say(version: UUID, party: str, verdict: Verdict) -> None:
    Acceptance.objects.create(
        covenant_version_id=version, controller_id=HERE, party_code=party, verdict=verdict,
        person_id=uuid4(), person_name="A. Tekenaar", at=NOW,
    )  # fmt: skip
