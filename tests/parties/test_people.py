"""People come by invitation, have roles that fit, and are gone at once when a role ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.utils import timezone

from tests.parties.town import SITTARD, WEERT, Town, add_person, build_town
from tijdig.actors import PERMITTED, Action, Role, permission, system_actor
from tijdig.covenant.rules.document import PartyRole
from tijdig.ledger.models import AuditEvent
from tijdig.parties import queries, services
from tijdig.parties.models import Invitation, Person, RoleAssignment
from tijdig.parties.rules import INVITATION_NOT_USABLE, ROLE_DOES_NOT_FIT
from tijdig.parties.services.invitations import SIGN_IN_FIRST
from tijdig.parties.services.organisations import ONLY_THE_OPERATOR, PARTY_CODE_TAKEN
from tijdig.parties.services.people import LAST_ADMIN, WORKS_ELSEWHERE
from tijdig.problems import NotFound, Refused

pytestmark = pytest.mark.django_db
PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
def town() -> Town:
    return build_town()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def invite(
    town: Town, email: str = "nieuw@voorbeeld.nl", role: Role = Role.LANDLORD_CLERK
) -> services.Invited:
    return services.invite_person(
        actor=town.actor(Role.ORGANISATION_ADMIN), email=email, name="Nieuwe Collega", role=role
    )


def test_an_accepted_invitation_gives_the_person_and_the_role_and_leaves_its_events(town: Town) -> None:
    person = services.accept_invitation(token=invite(town).token, password=PASSWORD)

    (assignment,) = queries.assignments_of_person(person.pk)
    assert (assignment.controller_id, assignment.party, assignment.role) == (
        WEERT,
        "wonen-limburg",
        Role.LANDLORD_CLERK,
    )
    assert person.check_password(PASSWORD)
    told = set(AuditEvent.objects.filter(controller_id=WEERT).values_list("action", flat=True))
    assert {"invite-person", "accept-invitation", "assign-role", "register-person"} <= told


def test_an_invitation_works_once(town: Town) -> None:
    token = invite(town).token
    services.accept_invitation(token=token, password=PASSWORD)

    with pytest.raises(Refused) as refused:
        services.accept_invitation(token=token, password=PASSWORD)
    assert codes(refused) == [INVITATION_NOT_USABLE.code]
    assert Person.objects.filter(email="nieuw@voorbeeld.nl").count() == 1


def test_an_invitation_expires_after_a_week(town: Town) -> None:
    token = invite(town).token

    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        with pytest.raises(Refused) as refused:
            services.accept_invitation(token=token, password=PASSWORD)
        assert queries.invitation_of_token(token, timezone.now()) is None
    assert codes(refused) == [INVITATION_NOT_USABLE.code]
    assert not Person.objects.filter(email="nieuw@voorbeeld.nl").exists()


def test_a_withdrawn_invitation_is_worth_nothing_and_a_foreign_one_is_unknown(town: Town) -> None:
    invited = invite(town)
    elsewhere = add_person(
        system_actor(WEERT), town.organisations["amw"].pk, Role.ORGANISATION_ADMIN, "amw@voorbeeld.nl"
    )
    (stranger,) = map(queries.actor_in, queries.assignments_of_person(elsewhere.person_id))

    with pytest.raises(NotFound):
        services.withdraw_invitation(actor=stranger, invitation_id=invited.invitation_id)
    services.withdraw_invitation(
        actor=town.actor(Role.ORGANISATION_ADMIN), invitation_id=invited.invitation_id
    )
    with pytest.raises(Refused):
        services.accept_invitation(token=invited.token, password=PASSWORD)


def test_the_link_itself_is_not_kept(town: Town) -> None:
    invited = invite(town)

    kept = Invitation.objects.values_list().get(pk=invited.invitation_id)
    assert invited.token not in [str(value) for value in kept]


def test_who_has_an_account_takes_an_invitation_as_themselves_and_nobody_else_can(town: Town) -> None:
    director = town.person(Role.CASE_DIRECTOR)
    token = invite(town, email=director.email.upper()).token

    with pytest.raises(Refused) as refused:
        services.accept_invitation(token=token, password=PASSWORD)
    assert codes(refused) == [SIGN_IN_FIRST.code]
    with pytest.raises(Refused):
        services.accept_invitation_as(token=token, person_id=town.person(Role.COORDINATOR).pk)
    services.accept_invitation_as(token=token, person_id=director.pk)
    assert {one.role for one in queries.assignments_of_person(director.pk)} == {
        Role.CASE_DIRECTOR,
        Role.LANDLORD_CLERK,
    }


def test_an_admin_cannot_give_a_role_that_does_not_fit_its_organisation_r2(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        invite(town, role=Role.CASE_DIRECTOR)
    assert codes(refused) == [ROLE_DOES_NOT_FIT.code]
    assert not Invitation.objects.exists()


def test_an_admin_invites_for_its_own_organisation_only(town: Town) -> None:
    with pytest.raises(NotFound):
        services.invite_person(
            actor=town.actor(Role.ORGANISATION_ADMIN),
            email="x@voorbeeld.nl",
            name="X",
            role=Role.SOCIAL_WORKER,
            organisation_id=town.organisations["amw"].pk,
        )


@pytest.mark.parametrize("role", [role for role in Role if role not in PERMITTED[Action.MANAGE_PEOPLE]])
def test_others_manage_no_people_and_hear_the_same_reason_as_the_page_a5(town: Town, role: Role) -> None:
    actor = town.actor(role)
    foreign = town.assignments[Role.SOCIAL_WORKER].pk
    acts = [
        lambda: services.invite_person(actor=actor, email="x@voorbeeld.nl", name="X", role=role),
        lambda: services.end_assignment(actor=actor, assignment_id=foreign),
        lambda: services.disable_person(actor=actor, person_id=town.person(role).pk),
        lambda: services.register_person(actor=actor, email="x@voorbeeld.nl", name="X"),
    ]

    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.problems == permission(actor, Action.MANAGE_PEOPLE).reasons


def test_an_ended_role_is_gone_and_every_session_of_the_person_with_it_a8(town: Town) -> None:
    clerk = town.person(Role.LANDLORD_CLERK)
    before = clerk.get_session_auth_hash()

    services.end_assignment(
        actor=town.actor(Role.ORGANISATION_ADMIN), assignment_id=town.assignments[Role.LANDLORD_CLERK].pk
    )

    clerk.refresh_from_db()
    assert clerk.get_session_auth_hash() != before
    assert [one.controller_id for one in queries.assignments_of_person(clerk.pk)] == [SITTARD]


def test_a_role_of_another_organisation_or_controller_is_unknown_a6(town: Town) -> None:
    admin = town.actor(Role.ORGANISATION_ADMIN)

    for foreign in (town.assignments[Role.SOCIAL_WORKER], town.clerk_elsewhere):
        with pytest.raises(NotFound):
            services.end_assignment(actor=admin, assignment_id=foreign.pk)
    assert RoleAssignment.objects.filter(ended_at__isnull=False).count() == 0


def test_the_last_admin_stays(town: Town) -> None:
    admin = town.actor(Role.ORGANISATION_ADMIN)
    own = town.assignments[Role.ORGANISATION_ADMIN]

    for act in (
        lambda: services.end_assignment(actor=admin, assignment_id=own.pk),
        lambda: services.disable_person(actor=admin, person_id=own.person_id),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [LAST_ADMIN.code]


def test_an_admin_cannot_disable_someone_who_also_works_elsewhere(town: Town) -> None:
    clerk = town.person(Role.LANDLORD_CLERK)

    with pytest.raises(Refused) as refused:
        services.disable_person(actor=town.actor(Role.ORGANISATION_ADMIN), person_id=clerk.pk)
    assert codes(refused) == [WORKS_ELSEWHERE.code]
    services.disable_person(actor=system_actor(WEERT), person_id=clerk.pk)
    clerk.refresh_from_db()
    assert not clerk.is_active
    assert queries.assignments_of_person(clerk.pk) == ()


def test_leaving_a_covenant_ends_the_roles_under_that_controller_only_a8(town: Town) -> None:
    clerk = town.person(Role.LANDLORD_CLERK)
    before = clerk.get_session_auth_hash()

    services.leave_covenant(actor=system_actor(WEERT), party_code="wonen-limburg", on=date(2026, 4, 1))

    clerk.refresh_from_db()
    assert clerk.get_session_auth_hash() != before
    assert [one.controller_id for one in queries.assignments_of_person(clerk.pk)] == [SITTARD]
    assert queries.party_code_of(WEERT, town.organisations["wonen-limburg"].pk) == ""
    assert queries.organisation_of_party(WEERT, "wonen-limburg") is None


def test_joining_again_reopens_and_a_code_stands_for_one_organisation_r1(town: Town) -> None:
    landlord, other = town.organisations["wonen-limburg"], town.organisations["amw"]
    weert = system_actor(WEERT)
    services.leave_covenant(actor=weert, party_code="wonen-limburg", on=date(2026, 4, 1))

    services.join_covenant(
        actor=weert, organisation_id=landlord.pk, party_code="wonen-limburg", party_role=PartyRole.LANDLORD
    )
    assert queries.organisation_of_party(WEERT, "wonen-limburg") == landlord
    with pytest.raises(Refused) as refused:
        services.join_covenant(
            actor=weert, organisation_id=other.pk, party_code="wonen-limburg", party_role=PartyRole.LANDLORD
        )
    assert codes(refused) == [PARTY_CODE_TAKEN.code]


def test_only_the_operator_registers_organisations(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        services.register_organisation(actor=town.actor(Role.ORGANISATION_ADMIN), name="Eigen Winkel")
    assert codes(refused) == [ONLY_THE_OPERATOR.code]


def test_the_admin_sees_people_of_its_own_organisation_under_its_own_controller(town: Town) -> None:
    landlord = town.organisations["wonen-limburg"].pk

    seen = queries.people_of_organisation(WEERT, landlord)
    assert {one.role for one in seen} == {Role.LANDLORD_CLERK, Role.ORGANISATION_ADMIN}
    assert [one.role for one in queries.people_of_organisation(SITTARD, landlord)] == [Role.LANDLORD_CLERK]
    assert [one.name for one in queries.organisations_under(SITTARD)] == ["Wonen Limburg"]


def test_registering_twice_changes_nothing(town: Town) -> None:
    people, open_roles = Person.objects.count(), RoleAssignment.objects.count()

    add_person(
        system_actor(WEERT), town.organisations["amw"].pk, Role.SOCIAL_WORKER, "SOCIAL-WORKER@voorbeeld.nl"
    )

    assert (Person.objects.count(), RoleAssignment.objects.count()) == (people, open_roles)


def test_a_demo_link_exists_in_a_demo_only_and_works_once(town: Town, settings: type[configured]) -> None:
    assignment = town.assignments[Role.COORDINATOR]
    weert = system_actor(WEERT)
    with pytest.raises(NotFound):
        services.make_demo_link(actor=weert, assignment_id=assignment.pk)

    settings.DEMO = True
    token = services.make_demo_link(actor=weert, assignment_id=assignment.pk).token
    assert services.use_demo_link(token=token) == assignment
    with pytest.raises(NotFound):
        services.use_demo_link(token=token)
