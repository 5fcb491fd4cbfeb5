"""A municipality with its covenant in force, two landlords, and the people who deliver and look on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from tests.built_once import built_once
from tests.covenant.agreeing import put_in_force
from tests.intake.samples import COVENANT_FILE
from tijdig.actors import Actor, Role
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


@built_once
def build_world(last_day: str = "") -> World:
    for code, name in ((HERE, "Hierstad"), ("0988", "Weert")):
        Controller.objects.create(code=code, name=name)
    havenlicht = _organisation(HERE, "Havenlicht", "havenlicht")
    woonvorm = _organisation(HERE, "Woonvorm", "woonvorm")
    municipality = _organisation(HERE, "Gemeente", "gemeente-den-haag")
    term = f"geldig = {{ van = 2025-01-01, tot = {last_day} }}"
    text = COVENANT_FILE.read_text(encoding="utf-8")
    text = text.replace("geldig = { van = 2026-03-01, tot = 2028-02-29 }", term) if last_day else text
    version = put_in_force(text, NOW)
    return World(
        clerk=Actor(uuid4(), havenlicht.id, HERE, "havenlicht", Role.LANDLORD_CLERK),
        other_clerk=Actor(uuid4(), woonvorm.id, HERE, "woonvorm", Role.LANDLORD_CLERK),
        elsewhere=Actor(uuid4(), havenlicht.id, "0988", "havenlicht", Role.LANDLORD_CLERK),
        coordinator=Actor(uuid4(), municipality.id, HERE, "gemeente-den-haag", Role.COORDINATOR),
        director=Actor(uuid4(), municipality.id, HERE, "gemeente-den-haag", Role.CASE_DIRECTOR),
        version=version.id,
    )
