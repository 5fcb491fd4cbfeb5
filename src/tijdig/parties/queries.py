"""Read who works for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef, QuerySet

from tijdig.actors import ROLE_NAMES_NL, Actor, Role
from tijdig.parties.models import (
    Controller,
    DemoLink,
    Invitation,
    Organisation,
    Partnership,
    Person,
    RoleAssignment,
)
from tijdig.parties.rules import hash_of_token, roles_of
from tijdig.problems import NotFound


@dataclass(frozen=True, slots=True)
class Assignment:
    """An open role of a person: for this organisation, as this party, under this controller."""

    id: UUID
    person_id: UUID
    controller_id: str
    controller_name: str
    organisation_id: UUID
    organisation_name: str
    party: str
    role: Role
    discipline: str

    @property
    def role_name(self) -> str:
        """The role as a person reads it."""
        return ROLE_NAMES_NL[self.role]


def _standing() -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(ended_at__isnull=True, person__is_active=True).select_related(
        "controller", "organisation"
    )


def assignments_of_person(person_id: UUID) -> tuple[Assignment, ...]:
    """Return the person's open roles whose organisation is still a partner of the controller, by their names."""
    rows = {row["id"]: row for row in _assignment_rows().filter(person_id=person_id)}
    found = (Assignment(**{**row, "role": Role(row["role"])}) for row in rows.values())
    return tuple(sorted(found, key=lambda one: (one.controller_id, one.organisation_name, one.role, one.id)))


@cache
def _assignment_rows() -> QuerySet[RoleAssignment, Any]:
    """The open roles of everyone. Every request asks for someone's: one query, thought out once, no model instances."""
    partnership = "organisation__partnerships"
    return (
        _standing()
        .filter(
            **{f"{partnership}__controller": F("controller"), f"{partnership}__ended_on__isnull": True},
        )
        .order_by(f"{partnership}__party_code")
        .values(
            "id", "person_id", "controller_id", "organisation_id", "role", "discipline",
            controller_name=F("controller__name"), organisation_name=F("organisation__name"),
            party=F(f"{partnership}__party_code"),
        )
    )  # fmt: skip


def actor_in(assignment: Assignment) -> Actor:
    """Return the actor that a person is in this role."""
    return Actor(
        person_id=assignment.person_id,
        organisation_id=assignment.organisation_id,
        controller_id=assignment.controller_id,
        party=assignment.party,
        role=assignment.role,
    )


def party_code_of(controller_id: str, organisation_id: UUID) -> str:
    """Return the organisation's party code in the controller's covenants; empty when it is no partner (any more)."""
    partnership = Partnership.objects.filter(
        controller_id=controller_id, organisation_id=organisation_id, ended_on__isnull=True
    ).first()
    return partnership.party_code if partnership else ""


def organisation_of_party(controller_id: str, party: str) -> Organisation | None:
    """Return the organisation behind a party code; None when no partnership stands."""
    partnership = (
        Partnership.objects.filter(controller_id=controller_id, party_code=party, ended_on__isnull=True)
        .select_related("organisation")
        .first()
    )
    return partnership.organisation if partnership else None


def organisations_under(controller_id: str) -> QuerySet[Organisation]:
    """Return the organisations that are partners of this controller now, by name."""
    return Organisation.objects.filter(
        partnerships__controller_id=controller_id, partnerships__ended_on__isnull=True
    ).order_by("name", "id")


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person with an open role at an organisation, as its admin sees them: no cases, no data of tenants (A5)."""

    assignment_id: UUID
    person_id: UUID
    name: str
    email: str
    role: Role
    discipline: str
    has_second_factor: bool

    @property
    def role_name(self) -> str:
        """The role as a person reads it."""
        return ROLE_NAMES_NL[self.role]


def people_of_organisation(controller_id: str, organisation_id: UUID) -> tuple[Colleague, ...]:
    """Return who has which role at the organisation under this controller, by name."""
    enrolled = Authenticator.objects.filter(
        user_id=OuterRef("person_id"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    rows = (
        _standing()
        .filter(controller_id=controller_id, organisation_id=organisation_id)
        .select_related("person")
        .annotate(enrolled=Exists(enrolled))
        .order_by("person__name", "role", "id")
    )
    return tuple(
        Colleague(
            assignment_id=row.pk,
            person_id=row.person_id,
            name=row.person.name,
            email=row.person.email,
            role=Role(row.role),
            discipline=row.discipline,
            has_second_factor=row.enrolled,
        )
        for row in rows
    )


def open_invitations(controller_id: str, organisation_id: UUID, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations of the organisation that can still be accepted, newest first."""
    return Invitation.objects.filter(
        controller_id=controller_id,
        organisation_id=organisation_id,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=now,
    ).order_by("-invited_at", "id")


def invitation_of_token(token: str, now: datetime) -> Invitation | None:
    """Return the invitation behind a link while it can be accepted."""
    return (
        Invitation.objects.filter(
            token_hash=hash_of_token(token),
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=now,
        )
        .select_related("organisation", "controller")
        .first()
    )


def roles_to_give(controller_id: str, organisation_id: UUID) -> tuple[Role, ...]:
    """Return the roles that people of this organisation can have under this controller."""
    partnership = Partnership.objects.filter(
        controller_id=controller_id, organisation_id=organisation_id, ended_on__isnull=True
    ).first()
    return roles_of(partnership.party_role) if partnership else ()


def names_of_people(controller_id: str, person_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of these people, as far as they have or had a role under this controller."""
    found = Person.objects.filter(pk__in=person_ids, role_assignments__controller_id=controller_id)
    return dict(found.order_by().values_list("pk", "name"))


def addresses_of_people(controller_id: str, person_ids: Collection[UUID]) -> tuple[str, ...]:
    """Return the e-mail addresses of these people, as far as they have a role under this controller now."""
    found = _standing().filter(controller_id=controller_id, person__in=person_ids)
    return tuple(sorted(set(found.order_by().values_list("person__email", flat=True))))


def people_of_party(controller_id: str, party: str) -> Mapping[UUID, str]:
    """Return the names of the people who work with cases for the party under this controller, in that order."""
    rows = (
        _standing()
        .filter(
            controller_id=controller_id,
            organisation__partnerships__controller=controller_id,
            organisation__partnerships__party_code=party,
            organisation__partnerships__ended_on__isnull=True,
            role__in=(Role.CASE_DIRECTOR, Role.COORDINATOR, Role.SOCIAL_WORKER, Role.LANDLORD_CLERK),
        )
        .order_by("person__name", "person_id")
    )
    return dict(rows.values_list("person_id", "person__name"))


def person_with_address(email: str) -> Person | None:
    """Return the person with this e-mail address, whatever its case."""
    return Person.objects.filter(email__iexact=email).first()


def demo_assignment(token: str) -> RoleAssignment:
    """Return the role that an unspent demo link signs in as; ``NotFound`` when there is none."""
    link = (
        DemoLink.objects.filter(token_hash=hash_of_token(token), used_at__isnull=True)
        .select_related("assignment__person")
        .first()
    )
    if link is None:
        raise NotFound
    return link.assignment


def people_under(controller_id: str) -> tuple[tuple[UUID, str], ...]:
    """Return id and name of everyone who has or had a role under this controller, by name."""
    found = Person.objects.filter(role_assignments__controller_id=controller_id)
    return tuple(found.order_by("name", "id").values_list("pk", "name").distinct())


def party_names(controller_id: str) -> Mapping[str, str]:
    """Return the name of the organisation behind each party code of this controller, also of those that left."""
    found = Partnership.objects.filter(controller_id=controller_id).order_by("party_code")
    return dict(found.values_list("party_code", "organisation__name"))


def controllers() -> tuple[str, ...]:
    """Return the codes of every registered municipality, for work that is done for each of them."""
    return tuple(Controller.objects.order_by("code").values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """Who opens which case at a municipality (A5): colleagues each other's or not, and for how long with a reason."""

    own_cases_only: bool = False
    may_break_glass: bool = True
    glass_minutes: int = 60


def case_access(controller_id: str) -> CaseAccess:
    """Return what the municipality chose."""
    found = Controller.objects.filter(code=controller_id)
    chosen = found.values_list("own_cases_only", "may_break_glass", "glass_minutes").first()
    return CaseAccess(*chosen) if chosen else CaseAccess()


def addresses_of(controller_id: str, roles: Collection[Role], party: str = "") -> tuple[str, ...]:
    """Return the e-mail addresses of everyone who has one of these roles under this controller now.

    With ``party``: of the people of the organisation that takes part in its covenants under this code.
    """
    found = _standing().filter(controller_id=controller_id, role__in=roles)
    if party:
        organisation = organisation_of_party(controller_id, party)
        found = found.filter(organisation=organisation) if organisation else found.none()
    return tuple(sorted(set(found.order_by().values_list("person__email", flat=True))))


def actors_in_roles(controller_id: str, roles: Collection[Role]) -> tuple[tuple[Actor, str], ...]:
    """Return everyone who has one of these roles under the controller, as the actor they are in it, with their address.

    For messages to people about their own work; one entry for each role, by address.
    """
    rows = list(
        _assignment_rows().filter(controller_id=controller_id, role__in=[str(role) for role in roles])
    )
    found = {row["id"]: Assignment(**{**row, "role": Role(row["role"])}) for row in rows}
    people = Person.objects.filter(pk__in={one.person_id for one in found.values()})
    addresses = dict(people.order_by().values_list("pk", "email"))
    actors = ((actor_in(one), addresses[one.person_id]) for one in found.values())
    return tuple(sorted(actors, key=lambda pair: (pair[1], pair[0].role)))
