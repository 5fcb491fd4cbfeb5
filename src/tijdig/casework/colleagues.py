"""Who can have a case, and with which discipline: read from the roles that people hold now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tijdig.actors import Role
from tijdig.parties.models import RoleAssignment
from tijdig.parties.queries import party_code_of
from tijdig.problems import ProblemKind, Refused

NOT_A_CASE_DIRECTOR = ProblemKind(
    code="casework.not-a-case-director",
    rule="K6",
    nl="Deze persoon is geen regisseur bij uw gemeente (meer).",
    en="This person is no case director of your municipality (any more).",
    remedy_nl="Kies een regisseur uit de lijst.",
    remedy_en="Choose a case director from the list.",
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone who can have or share a case. ``party`` is the code of the organisation in the covenant."""

    person_id: UUID
    name: str
    role: Role
    discipline: str
    party: str


def case_directors(controller_id: str) -> tuple[Colleague, ...]:
    """Return the case directors of the municipality, by name."""
    return _with_roles(controller_id, {Role.CASE_DIRECTOR})


def inviting_people(controller_id: str) -> tuple[Colleague, ...]:
    """Return everyone who can invite together: case directors, and social workers of partners (R30)."""
    return _with_roles(controller_id, {Role.CASE_DIRECTOR, Role.SOCIAL_WORKER})


def required_case_director(controller_id: str, person_id: UUID) -> Colleague:
    """Return this case director; :class:`Refused` when the person is none under this controller."""
    return _required(case_directors(controller_id), person_id)


def required_inviter(controller_id: str, person_id: UUID) -> Colleague:
    """Return this person who can invite together; :class:`Refused` when there is none."""
    return _required(inviting_people(controller_id), person_id)


def _required(people: tuple[Colleague, ...], person_id: UUID) -> Colleague:
    for colleague in people:
        if colleague.person_id == person_id:
            return colleague
    raise Refused(NOT_A_CASE_DIRECTOR())


def _with_roles(controller_id: str, roles: set[Role]) -> tuple[Colleague, ...]:
    rows = (
        RoleAssignment.objects.filter(
            controller_id=controller_id, role__in=roles, ended_at__isnull=True, person__is_active=True
        )
        .select_related("person")
        .order_by("person__name", "pk")
    )
    parties: dict[UUID, str] = {}
    for row in rows:
        if row.organisation_id not in parties:
            parties[row.organisation_id] = party_code_of(controller_id, row.organisation_id)
    return tuple(
        Colleague(
            row.person_id, row.person.name, Role(row.role), row.discipline, parties[row.organisation_id]
        )
        for row in rows
        if parties[row.organisation_id]
    )
