"""An organisation's admin sees and manages its people, never a case; others get the same reason as everywhere."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from tests.parties.town import Town, build_town, signed_in
from tijdig.actors import PERMITTED, Action, Role, permission
from tijdig.parties.models import Invitation, Person, RoleAssignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def admin(town: Town) -> Client:
    return signed_in(town.assignments[Role.ORGANISATION_ADMIN])


INVITED = {"name": "Nieuwe Collega", "email": "nieuw@voorbeeld.nl", "role": "landlord-clerk"}


def test_the_admin_sees_its_own_people_and_nobody_elses(admin: Client, town: Town) -> None:
    page = admin.get(reverse("people:people")).content.decode()

    assert town.person(Role.LANDLORD_CLERK).email in page
    assert town.person(Role.SOCIAL_WORKER).email not in page
    assert town.person(Role.COORDINATOR).email not in page


def test_an_invitation_is_mailed_with_a_link_that_opens(admin: Client) -> None:
    admin.post(reverse("people:people"), INVITED)

    (message,) = mail.outbox
    assert message.to == ["nieuw@voorbeeld.nl"]
    link = next(line for line in str(message.body).splitlines() if line.startswith("http"))
    assert Client().get(link).status_code == 200
    assert "Nieuwe Collega" in admin.get(reverse("people:people")).content.decode()


def test_when_the_mail_cannot_leave_nobody_is_invited(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    answer = admin.post(reverse("people:people"), INVITED, follow=True)

    assert "De e-mail kon niet weg" in answer.content.decode()
    assert not Invitation.objects.filter(withdrawn_at__isnull=True).exists()


@pytest.mark.parametrize("wrong", [{"email": "geen adres"}, {"role": "case-director"}, {"name": ""}])
def test_a_wrong_invitation_says_what_is_wrong_and_invites_nobody(
    admin: Client, wrong: dict[str, str]
) -> None:
    answer = admin.post(reverse("people:people"), {**INVITED, **wrong})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_ending_and_disabling_are_done_from_the_page_a8(admin: Client, town: Town) -> None:
    admin.post(reverse("people:people"), INVITED)
    token_link = next(line for line in str(mail.outbox[0].body).splitlines() if line.startswith("http"))
    Client().post(token_link, {"password": "een lang nieuw wachtwoord", "again": "een lang nieuw wachtwoord"})
    colleague = Person.objects.get(email="nieuw@voorbeeld.nl")

    admin.post(reverse("people:disable", args=[colleague.pk]))
    admin.post(reverse("people:end_role", args=[town.assignments[Role.LANDLORD_CLERK].pk]))

    colleague.refresh_from_db()
    assert not colleague.is_active
    assert RoleAssignment.objects.filter(ended_at__isnull=False).count() == 2


def test_the_last_admin_reads_why_it_cannot_leave(admin: Client, town: Town) -> None:
    answer = admin.post(reverse("people:end_role", args=[town.assignments[Role.ORGANISATION_ADMIN].pk]))

    assert answer.status_code == 409
    assert "Dit is de laatste beheerder" in answer.content.decode()


def test_an_open_invitation_can_be_withdrawn(admin: Client) -> None:
    admin.post(reverse("people:people"), INVITED)
    invitation = Invitation.objects.get()

    admin.post(reverse("people:withdraw", args=[invitation.pk]))
    assert "Open uitnodigingen" not in admin.get(reverse("people:people")).content.decode()


def test_what_belongs_to_another_and_what_does_not_exist_are_the_same_404_a6(
    admin: Client, town: Town
) -> None:
    foreign = [
        reverse("people:end_role", args=[town.assignments[Role.SOCIAL_WORKER].pk]),
        reverse("people:end_role", args=[town.clerk_elsewhere.pk]),
        reverse("people:disable", args=[town.person(Role.COORDINATOR).pk]),
    ]
    unknown = [
        reverse(name, args=[uuid4()]) for name in ("people:end_role", "people:disable", "people:withdraw")
    ]

    answers = [admin.post(address) for address in (*foreign, *unknown)]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    bodies = {answer.content.replace(answer.wsgi_request.path.encode(), b"") for answer in answers}
    assert len({len(body) for body in bodies}) == 1


ACTS = {"people:end_role": 1, "people:disable": 1, "people:withdraw": 1, "people:people": 0}


@pytest.mark.parametrize("role", [role for role in Role if role not in PERMITTED[Action.MANAGE_PEOPLE]])
def test_no_other_role_reads_or_manages_people_and_the_reason_is_that_of_the_service_a5(
    town: Town, role: Role
) -> None:
    client = signed_in(town.assignments[role])
    (reason,) = permission(town.actor(role), Action.MANAGE_PEOPLE).reasons

    answers = [client.get(reverse("people:people"))]
    answers += [client.post(reverse(name, args=[uuid4()] * count)) for name, count in ACTS.items()]

    for answer in answers:
        assert answer.status_code == 403
        assert reason.nl in answer.content.decode()
        assert reason.remedy_nl in answer.content.decode()
