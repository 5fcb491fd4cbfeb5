"""Each role has its first page; switching shows nothing of the other municipality; unknown and foreign are the same."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.parties.town import SITTARD, WEERT, Town, build_town, signed_in
from tijdig.actors import Role
from tijdig.web.account.views import FIRST_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def exists(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


@pytest.mark.parametrize("role", list(FIRST_PAGE))
def test_each_role_starts_on_its_own_page(town: Town, role: Role) -> None:
    client = signed_in(town.assignments[role])

    expected = reverse(FIRST_PAGE[role]) if exists(FIRST_PAGE[role]) else reverse("account:role")
    assert client.get(reverse("start")).headers["Location"] == expected


def test_every_role_of_a_person_has_a_first_page() -> None:
    assert set(FIRST_PAGE) == set(Role) - {Role.SYSTEM}


def test_a_person_with_roles_under_two_municipalities_chooses_and_switches_r2(town: Town) -> None:
    client = signed_in(town.assignments[Role.LANDLORD_CLERK])
    here, there = town.assignments[Role.LANDLORD_CLERK], town.clerk_elsewhere
    page = client.get(reverse("account:role")).content.decode()
    assert str(here.pk) in page
    assert str(there.pk) in page

    for assignment, controller in ((there, SITTARD), (here, WEERT)):
        client.post(reverse("account:role"), {"assignment": str(assignment.pk)})
        answer = client.get(reverse("account:profile"))
        assert answer.wsgi_request.actor.controller_id == controller  # type: ignore[attr-defined]
        assert answer.wsgi_request.actor.party == ("wl" if controller == SITTARD else "wonen-limburg")  # type: ignore[attr-defined]


def test_with_several_roles_and_none_chosen_one_is_asked_to_choose(town: Town) -> None:
    client = signed_in(town.assignments[Role.LANDLORD_CLERK])
    session = client.session
    del session["tijdig_assignment"]
    session.save()

    assert client.get(reverse("start")).headers["Location"] == reverse("account:role")


@pytest.mark.parametrize("wrong", ["someone-else", "unknown", "no-uuid", ""])
def test_the_role_of_another_and_one_that_does_not_exist_are_the_same_404_a6(town: Town, wrong: str) -> None:
    client = signed_in(town.assignments[Role.LANDLORD_CLERK])
    given = {
        "someone-else": str(town.assignments[Role.COORDINATOR].pk),
        "unknown": str(uuid4()),
        "no-uuid": "x",
    }.get(wrong, "")

    answer = client.post(reverse("account:role"), {"assignment": given})
    unknown_page = client.get("/bestaat-niet/")

    assert answer.status_code == unknown_page.status_code == 404
    assert answer.wsgi_request.actor.role is Role.LANDLORD_CLERK  # type: ignore[attr-defined]


def test_signed_out_requests_have_no_actor(client: Client) -> None:
    assert client.get(reverse("account_login")).wsgi_request.actor is None  # type: ignore[attr-defined]
