"""The invented people who work with Tijdig in the demo: who they work for, and in which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant.rules.document import Covenant
from tijdig.parties.services import (
    assign_role,
    join_covenant,
    register_controller,
    register_organisation,
    register_person,
)


@dataclass(frozen=True, slots=True)
class Player:
    """One person of the demo; ``key`` names them in the story."""

    key: str
    name: str
    party: str
    role: Role
    discipline: str = ""


PLAYERS = (
    Player("clerk", "Wendy Aerts", "wonen-limburg", Role.LANDLORD_CLERK),
    Player("other-clerk", "Jos Beckers", "st-joseph", Role.LANDLORD_CLERK),
    Player("director", "Naima Haddad", "gemeente-weert", Role.CASE_DIRECTOR, "schulddienstverlening"),
    Player("second-director", "Paul Caris", "gemeente-weert", Role.CASE_DIRECTOR, "participatie"),
    Player("social-worker", "Sandra Lemmens", "amw", Role.SOCIAL_WORKER),
    Player("coordinator", "Erik Vaes", "gemeente-weert", Role.COORDINATOR),
    Player("privacy-officer", "Ria Scheres", "gemeente-weert", Role.PRIVACY_OFFICER),
    Player("admin", "Tom Stienen", "gemeente-weert", Role.ORGANISATION_ADMIN),
    Player("landlord-admin", "Hanneke Kuijpers", "wonen-limburg", Role.ORGANISATION_ADMIN),
    Player("other-landlord-admin", "Ger Reijnders", "st-joseph", Role.ORGANISATION_ADMIN),
    Player("helper-admin", "Lies Donkers", "amw", Role.ORGANISATION_ADMIN),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the actor, the role assignment and the name of each player, by key."""

    actors: dict[str, Actor]
    assignments: dict[str, UUID]
    names: dict[str, str]

    def __getitem__(self, key: str) -> Actor:
        return self.actors[key]


def gather_cast(
    covenant: Covenant, *, municipality: str, inhabitants: int, players: Sequence[Player] = PLAYERS
) -> Cast:
    """Register the controller, its partners and the people; running it again changes nothing."""
    system = system_actor(covenant.controller_code)
    register_controller(actor=system, name=municipality, inhabitants=inhabitants)
    organisations: dict[str, UUID] = {}
    for code, party in covenant.parties.items():
        organisation = register_organisation(actor=system, name=party.name, kvk=party.kvk, oin=party.oin)
        join_covenant(actor=system, organisation_id=organisation.pk, party_code=code, party_role=party.role)
        organisations[code] = organisation.pk
    actors: dict[str, Actor] = {}
    assignments: dict[str, UUID] = {}
    for player in players:
        address = f"{player.name.lower().replace(' ', '.')}@{player.party}.example"
        person = register_person(actor=system, email=address, name=player.name)
        organisation_id = organisations[player.party]
        assignment = assign_role(
            actor=system,
            person_id=person.pk,
            organisation_id=organisation_id,
            role=player.role,
            discipline=player.discipline,
        )
        actors[player.key] = Actor(
            person.pk, organisation_id, covenant.controller_code, player.party, player.role
        )
        assignments[player.key] = assignment.pk
    return Cast(actors, assignments, {player.key: player.name for player in players})
