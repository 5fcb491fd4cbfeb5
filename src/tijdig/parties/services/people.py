"""People and their roles: register, assign, end, disable. Ending bites on the next request (A8)."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.ledger.services import record_event
from tijdig.parties.models import Partnership, Person, RoleAssignment
from tijdig.parties.rules import check_role_fits_party
from tijdig.problems import NotFound, ProblemKind, Refused

LAST_ADMIN = ProblemKind(
    code="parties.last-admin",
    rule="A5",
    nl="Dit is de laatste beheerder van uw organisatie.",
    en="This is the last admin of your organisation.",
    remedy_nl="Nodig eerst een andere beheerder uit.",
    remedy_en="Invite another admin first.",
)
WORKS_ELSEWHERE = ProblemKind(
    code="parties.person-works-elsewhere",
    rule="A5",
    nl="Deze persoon heeft ook een rol die u niet beheert, en kan daarom niet door u worden uitgeschakeld.",
    en="This person also has a role that you do not manage, and so cannot be disabled by you.",
    remedy_nl="Beëindig de rollen bij uw eigen organisatie.",
    remedy_en="End the roles at your own organisation.",
)


@transaction.atomic
def register_person(*, actor: Actor, email: str, name: str) -> Person:
    """Register someone who cannot sign in with a password yet; the same address gives the same person."""
    require(actor, Action.MANAGE_PEOPLE)
    known = Person.objects.filter(email__iexact=email.strip()).first()
    return known or create_person(actor=actor, email=email, name=name)


@transaction.atomic
def create_person(*, actor: Actor, email: str, name: str, password: str | None = None) -> Person:
    """Make the person with a confirmed address; without a password nobody can sign in as them."""
    person = Person(email=email.strip().lower(), name=name.strip())
    person.set_password(password)
    person.save()
    # The address counts as confirmed: the operator vouches for it, or the invitation arrived there.
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record_event(actor=actor, action="register-person", object_kind="person", object_id=str(person.pk))
    return person


@transaction.atomic
def assign_role(
    *, actor: Actor, person_id: UUID, organisation_id: UUID, role: Role, discipline: str = ""
) -> RoleAssignment:
    """Give a person a role for an organisation under the actor's controller; an open one is returned as it is.

    ``NotFound`` when the organisation is no partner of the controller; ``Refused`` when the role does not fit it.
    """
    require(actor, Action.MANAGE_PEOPLE)
    if actor.role is not Role.SYSTEM and organisation_id != actor.organisation_id:
        raise NotFound
    return open_assignment(
        actor=actor, person_id=person_id, organisation_id=organisation_id, role=role, discipline=discipline
    )


@transaction.atomic
def open_assignment(
    *, actor: Actor, person_id: UUID, organisation_id: UUID, role: Role, discipline: str
) -> RoleAssignment:
    """Open the role; who may ask for it was judged before (an admin, or the invitation)."""
    require_fitting_role(actor.controller_id, organisation_id, role)
    assignment, is_new = RoleAssignment.objects.get_or_create(
        controller_id=actor.controller_id,
        organisation_id=organisation_id,
        person_id=person_id,
        role=role,
        ended_at=None,
        defaults={"discipline": discipline},
    )
    if is_new:
        record_event(
            actor=actor,
            action="assign-role",
            object_kind="person",
            object_id=str(person_id),
            details={"role": role, "organisation": str(organisation_id)},
        )
    return assignment


def require_fitting_role(controller_id: str, organisation_id: UUID, role: Role) -> None:
    """Raise ``NotFound`` when the organisation is no partner now, ``Refused`` when it cannot have this role (R2)."""
    partnership = Partnership.objects.filter(
        controller_id=controller_id, organisation_id=organisation_id, ended_on__isnull=True
    ).first()
    if partnership is None:
        raise NotFound
    problem = check_role_fits_party(role, partnership.party_role)
    if problem is not None:
        raise Refused(problem)


@transaction.atomic
def end_assignment(*, actor: Actor, assignment_id: UUID) -> RoleAssignment:
    """End one role at the actor's organisation and every session of the person at once (A8).

    ``NotFound`` for a role elsewhere or already ended; refused for the last admin of the organisation.
    """
    require(actor, Action.MANAGE_PEOPLE)
    assignment = _managed_by(actor).filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound
    _keep_an_admin(actor, [assignment])
    end_assignments(RoleAssignment.objects.filter(pk=assignment.pk))
    record_event(
        actor=actor,
        action="end-assignment",
        object_kind="person",
        object_id=str(assignment.person_id),
        details={"role": assignment.role, "organisation": str(assignment.organisation_id)},
    )
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def disable_person(*, actor: Actor, person_id: UUID) -> Person:
    """Shut someone out: all roles ended, no sign-in, no session left (A8).

    An admin can do so only when the person has no open role that the admin does not manage.
    """
    require(actor, Action.MANAGE_PEOPLE)
    managed = list(_managed_by(actor).filter(person_id=person_id))
    everywhere = RoleAssignment.objects.filter(person_id=person_id, ended_at__isnull=True)
    if actor.role is not Role.SYSTEM:
        if not managed:
            raise NotFound
        if everywhere.count() != len(managed):
            raise Refused(WORKS_ELSEWHERE())
        _keep_an_admin(actor, managed)
    end_assignments(everywhere)
    if not Person.objects.filter(pk=person_id).update(is_active=False):
        raise NotFound
    record_event(actor=actor, action="disable-person", object_kind="person", object_id=str(person_id))
    return Person.objects.get(pk=person_id)


def end_assignments(assignments: QuerySet[RoleAssignment]) -> int:
    """End the open roles among these and all sessions of their people; return how many roles were ended (A8)."""
    standing = assignments.filter(ended_at__isnull=True)
    people = set(standing.order_by().values_list("person_id", flat=True))
    Person.objects.filter(pk__in=people).update(session_generation=F("session_generation") + 1)
    return standing.update(ended_at=timezone.now())


def _managed_by(actor: Actor) -> QuerySet[RoleAssignment]:
    standing = RoleAssignment.objects.filter(ended_at__isnull=True, controller_id=actor.controller_id)
    if actor.role is Role.SYSTEM:
        return standing
    return standing.filter(organisation_id=own_organisation(actor))


def own_organisation(actor: Actor) -> UUID:
    """Return the actor's organisation; ``NotFound`` when there is none: nothing is theirs to manage."""
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def _keep_an_admin(actor: Actor, ending: list[RoleAssignment]) -> None:
    if actor.role is Role.SYSTEM or all(one.role != Role.ORGANISATION_ADMIN for one in ending):
        return
    others = _managed_by(actor).filter(role=Role.ORGANISATION_ADMIN, person__is_active=True)
    if not others.exclude(pk__in=[one.pk for one in ending]).exists():
        raise Refused(LAST_ADMIN())
