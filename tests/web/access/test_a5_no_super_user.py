"""Nobody may everything: no super-user, no back door, and an administrator sees people, never cases (A5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.test import Client
from django.urls import get_resolver

from tests.parties.town import signed_in
from tests.web.access.addresses import named_addresses
from tests.web.access.everyone import Everyone, build_everyone
from tijdig.actors import PERMITTED, Action, Role
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import Request, disclose
from tijdig.parties.models import Person
from tijdig.parties.queries import actor_in, assignments_of_person
from tijdig.web.access import DOORS

ROOT = Path(__file__).resolve().parents[3] / "src" / "tijdig"
# How frameworks let someone in who may everything.
BACK_DOORS = re.compile(
    r"is_superuser|is_staff|has_perms?\(|user_passes_test|permission_required|staff_member_required"
    r"|contrib\.admin\b|ModelAdmin|PermissionsMixin|create_superuser|login_as|impersonat"
)
# What holds cases, signals or residents. An administrator opens none of it, the privacy officer neither.
CASE_DATA = {
    Action.DELIVER_SIGNALS, Action.READ_DELIVERIES, Action.READ_FEEDBACK, Action.IMPORT_RESIDENTS, Action.LINK_SIGNALS,
    Action.REVIEW_LINKS, Action.READ_MONTH, Action.OPEN_CASES, Action.READ_CASES, Action.TAKE_UP_CASE,
    Action.ASSIGN_CASE, Action.WORK_CASE, Action.OVERRIDE_TRIAGE, Action.ANSWER_REFERRAL, Action.HOLD_MEETING,
    Action.TABLE_CASE, Action.ATTEND_MEETING,
}  # fmt: skip


def test_a5_no_back_door_stands_in_the_source() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for kind in ("*.py", "*.html")
        for path in ROOT.rglob(kind)
        if "migrations" not in path.parts
        for match in [BACK_DOORS.search(path.read_text(encoding="utf-8"))]
        if match
    }
    assert found == set()


def test_a5_a_person_has_nothing_that_could_make_them_one() -> None:
    names = {field.name for field in Person._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "user_permissions", "groups"}
    assert not any(name.startswith("admin") or "admin" in route for name, _parts, route in named_addresses())
    assert not apps.is_installed("django.contrib.admin")
    assert [app for app in settings.INSTALLED_APPS if "admin" in app or "hijack" in app] == []
    assert "admin" not in str(get_resolver().reverse_dict.keys())


@pytest.mark.django_db
def test_a5_no_command_makes_one() -> None:
    assert "createsuperuser" in get_commands()  # Django brings it; it does not work here
    with pytest.raises((CommandError, AttributeError, TypeError)):
        call_command(
            "createsuperuser", interactive=False, email="baas@weert.example", name="Baas", verbosity=0
        )
    assert not Person.objects.filter(email="baas@weert.example").exists()


def test_a5_no_role_may_everything() -> None:
    doors = {
        role: {name for name, door in DOORS.items() if role in door.roles("GET") | door.roles("POST")}
        for role in Role
    }
    for role in Role:
        assert doors[role] < set(DOORS), role
    for role in (Role.ORGANISATION_ADMIN, Role.PRIVACY_OFFICER):
        assert not {action for action in CASE_DATA if role in PERMITTED[action]}
    assert {role for role in Role if Action.MANAGE_PEOPLE in {a for a in Action if role in PERMITTED[a]}} == {
        Role.ORGANISATION_ADMIN,
        Role.SYSTEM,
    }


@pytest.fixture
def everyone() -> Iterator[Everyone]:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield build_everyone()


@pytest.mark.django_db
def test_a5_an_administrator_is_given_no_field_whatever_the_covenant_allows(everyone: Everyone) -> None:
    (assignment,) = [
        one
        for one in assignments_of_person(everyone.own[Role.ORGANISATION_ADMIN].person_id)
        if one.controller_id == "0988"
    ]
    from tijdig.covenant.models import CovenantVersion

    covenant_hash = CovenantVersion.objects.get().hash
    clerk = next(
        one
        for one in assignments_of_person(everyone.own[Role.LANDLORD_CLERK].person_id)
        if one.controller_id == "0988"
    )
    asked = Request(
        "signal", "x", clerk.party, "vroegsignalering", covenant_hash, {"signaal.naam": "Verstappen"}, {}
    )

    (given,) = disclose(actor=actor_in(assignment), requests=[asked])

    assert given.values == {}
    assert [reason.code for reason in given.withheld["signaal.naam"].reasons] == ["disclosure.not-for-admins"]
    assert DecisionRecord.objects.latest("id").permitted_fields == []


@pytest.mark.django_db
def test_a5_an_administrators_own_pages_name_nobody_who_is_helped(everyone: Everyone) -> None:
    client: Client = signed_in(everyone.own[Role.ORGANISATION_ADMIN])
    pages = "".join(client.get(path).content.decode() for path in ("/mensen/", "/convenanten/"))
    for canary in ("Verstappen", "Geraedts", "Nijssen", "999990019", "Maaspoort"):
        assert canary not in pages
