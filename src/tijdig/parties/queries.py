"""Read who works for whom."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from tijdig.actors import ROLE_NAMES_NL, Actor, Role
from tijdig.parties.models import Organisation, Partnership, RoleAssignment


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
    """Return the person's open roles whose organisation is still a partner of the controller."""
    roles = list(_standing().filter(person_id=person_id).order_by("controller", "organisation", "role", "id"))
    partnerships = Partnership.objects.filter(
        ended_on__isnull=True, organisation__in={assignment.organisation_id for assignment in roles}
    )
    codes = {(p.controller_id, p.organisation_id): p.party_code for p in partnerships}
    return tuple(
        Assignment(
            id=assignment.pk,
            person_id=assignment.person_id,
            controller_id=assignment.controller_id,
            controller_name=assignment.controller.name,
            organisation_id=assignment.organisation_id,
            organisation_name=assignment.organisation.name,
            party=codes[assignment.controller_id, assignment.organisation_id],
            role=Role(assignment.role),
            discipline=assignment.discipline,
        )
        for assignment in roles
        if (assignment.controller_id, assignment.organisation_id) in codes
    )


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
