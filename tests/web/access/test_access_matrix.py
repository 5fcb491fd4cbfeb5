"""The access matrix (A6): every address × every role × one's own, another organisation's, another municipality's.

Generated from the addresses that Django knows: one that the table of doors does not name fails the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.parties.town import signed_in
from tests.web.access.addresses import ADDRESSES, WAYS, address
from tests.web.access.everyone import KINDS, ROLES, Everyone, build_everyone
from tests.web.access.expected import ELSE_THAN_OK
from tijdig.actors import Role
from tijdig.covenant.rules.document import PartyRole
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import RoleAssignment
from tijdig.web.access import DOORS, FOR_EVERY_ROLE, Held

pytestmark = pytest.mark.django_db

# Without signing in: choosing a language; the pages under account/ guard themselves and have their own tests (A1, A8).
# The witness feed holds hashes and signatures only, for partners' machines (T3); the verifier is our source.
OPEN = {
    "set_language", "witness:key", "witness:checkpoint", "witness:tile", "witness:verifier", "house_style:sheet",
    "house_style:logo",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def everyone() -> Everyone:
    return build_everyone()


def send(client: Client, method: str, name: str, held: UUID) -> HttpResponse:
    where = address(name, held)
    return client.get(where) if method == "GET" else client.post(where, {})  # type: ignore[return-value]


def said(response: HttpResponse, *ids: UUID) -> tuple[int, str]:
    """Status and page, without what differs between any two requests: tokens, and the id that was asked for."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for one in ids:
        page = page.replace(str(one), "ID")
    return response.status_code, page


def test_a6_every_address_has_its_door_and_every_door_its_address() -> None:
    assert set(ADDRESSES) - OPEN - FOR_EVERY_ROLE == set(DOORS)


def test_a6_what_an_address_holds_is_named() -> None:
    with_ids = {name for name, parts in ADDRESSES.items() if any(part.endswith("_id") for part in parts)}
    assert with_ids == {name for name, door in DOORS.items() if door.held is not Held.NOTHING}


def test_a6_nobody_reads_it_without_signing_in(everyone: Everyone) -> None:
    answers = {way: send(Client(), *way, everyone.objects.get(DOORS[way[1]].held, uuid4())) for way in WAYS}
    assert {
        way: answer.headers.get("Location", "").split("?")[0] for way, answer in answers.items()
    } == dict.fromkeys(WAYS, "/account/inloggen/")


@pytest.mark.any_database
@pytest.mark.parametrize("role", ROLES)
def test_a6_a_page_of_other_roles_is_refused_the_same_whether_it_exists_or_not(
    everyone: Everyone, role: Role
) -> None:
    client, unknown, events = signed_in(everyone.own[role]), uuid4(), AuditEvent.objects.count()
    closed = [(method, name) for method, name in WAYS if role not in DOORS[name].roles(method)]
    assert closed
    for method, name in closed:
        own = everyone.objects.get(DOORS[name].held, uuid4())
        status, page = said(send(client, method, name, own), own, unknown)
        if DOORS[name].held is not Held.NOTHING:  # else both addresses are one and the same
            assert (status, page) == said(send(client, method, name, unknown), own, unknown), name
        assert status == 403, name
        assert "mag dit niet doen." in page
    assert AuditEvent.objects.count() == events


# On PostgreSQL every page is opened by every role under the policies of its rows (A7, tests/row_security).
@pytest.mark.any_database
@pytest.mark.parametrize("role", ROLES)
def test_a6_its_own_pages_open(everyone: Everyone, role: Role) -> None:
    client = signed_in(everyone.own[role])
    opened = [name for method, name in WAYS if method == "GET" and role in DOORS[name].roles(method)]
    answers = {
        name: send(client, "GET", name, everyone.objects.get(DOORS[name].held, uuid4())) for name in opened
    }
    assert answers
    assert {
        name: answer.status_code for name, answer in answers.items() if answer.status_code != 200
    } == ELSE_THAN_OK.get(role, {})


@pytest.mark.parametrize("whose", ["other_organisation", "other_controller"])
@pytest.mark.parametrize("role", ROLES)
def test_a6_what_belongs_to_others_is_the_same_404_as_what_does_not_exist(
    everyone: Everyone, role: Role, whose: str
) -> None:
    strangers: dict[Role, RoleAssignment] = getattr(everyone, whose)
    if role not in strangers:
        assert KINDS[role] is PartyRole.MUNICIPALITY  # of which there is one
        return
    client, unknown, events = signed_in(strangers[role]), uuid4(), AuditEvent.objects.count()
    for method, name in WAYS:
        held = DOORS[name].held
        if role not in DOORS[name].roles(method) or held is Held.NOTHING or (held, whose) in SHARED:
            continue
        own = everyone.objects[held]
        status, page = said(send(client, method, name, unknown), own, unknown)
        assert status == 404, (method, name)
        assert said(send(client, method, name, own), own, unknown) == (status, page), (method, name)
    assert AuditEvent.objects.count() == events


# The covenant's text and its meetings belong to all its parties; what each sees of them is the covenant's to say.
SHARED = {(Held.COVENANT, "other_organisation"), (Held.MEETING, "other_organisation")}
