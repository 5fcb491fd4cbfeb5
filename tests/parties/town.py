"""Two municipalities with their partners and people; Wonen Limburg and one of its clerks work for both."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from tests.built_once import built_once
from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant.rules.document import PartyRole
from tijdig.parties import services
from tijdig.parties.models import Organisation, Person, RoleAssignment
from tijdig.parties.queries import actor_in, assignments_of_person
from tijdig.web.account.stored_sessions import SessionStore
from tijdig.web.acting import ASSIGNMENT_KEY, SECOND_FACTOR_KEY

WEERT, SITTARD = "0988", "1883"
PASSWORD = "een lange zin als wachtwoord"


@dataclass(frozen=True)
class Town:
    """What :func:`build_town` made: organisations and, per role under Weert, a person with that role."""

    organisations: dict[str, Organisation]
    assignments: dict[Role, RoleAssignment]
    clerk_elsewhere: RoleAssignment  # the Weert clerk's role under Sittard-Geleen

    def actor(self, role: Role) -> Actor:
        assignment = self.assignments[role]
        return next(
            actor_in(one) for one in assignments_of_person(assignment.person_id) if one.id == assignment.pk
        )

    def person(self, role: Role) -> Person:
        return self.assignments[role].person


PARTIES = {
    "gemeente-weert": ("Gemeente Weert", PartyRole.MUNICIPALITY),
    "wonen-limburg": ("Wonen Limburg", PartyRole.LANDLORD),
    "amw": ("AMW Midden-Limburg", PartyRole.SOCIAL_WORK),
}
ROLES = {
    Role.LANDLORD_CLERK: "wonen-limburg",
    Role.CASE_DIRECTOR: "gemeente-weert",
    Role.SOCIAL_WORKER: "amw",
    Role.COORDINATOR: "gemeente-weert",
    Role.PRIVACY_OFFICER: "gemeente-weert",
    Role.ORGANISATION_ADMIN: "wonen-limburg",
}


@built_once
def build_town() -> Town:
    weert, sittard = system_actor(WEERT), system_actor(SITTARD)
    services.register_controller(actor=weert, name="Weert", inhabitants=50_000)
    services.register_controller(actor=sittard, name="Sittard-Geleen", inhabitants=92_000)
    organisations = {}
    for code, (name, kind) in PARTIES.items():
        organisations[code] = services.register_organisation(actor=weert, name=name)
        services.join_covenant(
            actor=weert, organisation_id=organisations[code].pk, party_code=code, party_role=kind
        )
    landlord = organisations["wonen-limburg"].pk
    services.join_covenant(
        actor=sittard, organisation_id=landlord, party_code="wl", party_role=PartyRole.LANDLORD
    )
    assignments = {
        role: add_person(weert, organisations[code].pk, role, f"{role.value}@voorbeeld.nl")
        for role, code in ROLES.items()
    }
    clerk = assignments[Role.LANDLORD_CLERK].person_id
    elsewhere = services.assign_role(
        actor=sittard, person_id=clerk, organisation_id=landlord, role=Role.LANDLORD_CLERK
    )
    return Town(organisations, assignments, elsewhere)


def add_person(actor: Actor, organisation_id: UUID, role: Role, email: str) -> RoleAssignment:
    person = services.register_person(actor=actor, email=email, name=f"Persoon {role.value}")
    return services.assign_role(actor=actor, person_id=person.pk, organisation_id=organisation_id, role=role)


def enrol(person: Person) -> str:
    """Give the person an authenticator app; return its secret."""
    secret: str = generate_totp_secret()
    assert TOTP.activate(person, secret).instance.pk
    return secret


def signed_in(assignment: RoleAssignment, *, minutes_ago: int = 0) -> Client:
    """A browser in which this person is signed in with both steps, acting in this role."""
    if not Authenticator.objects.filter(user=assignment.person).exists():
        enrol(assignment.person)
    # What signing in leaves in the session, written once: each writing seals it anew.
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(assignment.person_id),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: assignment.person.get_session_auth_hash(),
            SECOND_FACTOR_KEY: time.time() - minutes_ago * 60,
            ASSIGNMENT_KEY: str(assignment.pk),
        }
    )
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
