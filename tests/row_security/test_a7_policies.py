"""The database keeps municipalities apart by itself, for a role that cannot change that (A7). PostgreSQL only.

The tests connect as the owner and become the role of the application for the rest of their transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from tests.parties.town import signed_in
from tests.web.access.addresses import address
from tests.web.access.everyone import ROLES, Everyone, build_everyone
from tests.web.access.expected import ELSE_THAN_OK
from tijdig.actors import Role, system_actor
from tijdig.casework.models import Case
from tijdig.daily import do_daily_work
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent, SignedCheckpoint
from tijdig.ledger.services import seal_logs
from tijdig.parties.models import RoleAssignment
from tijdig.parties.queries import controllers
from tijdig.parties.services import make_demo_link, register_controller, use_demo_link
from tijdig.problems import Refused
from tijdig.row_security import WITHOUT_POLICY, keep_controllers_apart, tables_with_controller
from tijdig.tenancy import SETTING, current_controller, under
from tijdig.web.access import DOORS

pytestmark = pytest.mark.django_db
WEERT, SITTARD = "0988", "1883"
APP = "tijdig_app"


@pytest.fixture(autouse=True)
def in_april() -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no policies")
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


def become_the_app() -> None:
    """Lay down the policies as the owner, and be the role of the application until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS")
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what was written is checked before tables are altered
        keep_controllers_apart(APP)
        cursor.execute(f"SET LOCAL ROLE {APP}")


@pytest.fixture
def everyone() -> Everyone:
    built = build_everyone()
    become_the_app()
    return built


def ask(question: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, list(values))
        return cursor.fetchall()


def rows_of(table: str) -> int:
    ((count,),) = ask(f'SELECT count(*) FROM "{table}"')
    return int(str(count))


def test_a7_every_table_has_a_forced_policy_or_a_reason_to_have_none() -> None:
    become_the_app()
    found = ask(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, pg_get_userbyid(c.relowner) = current_user,"
        " (SELECT string_agg(p.polname::text || p.polcmd::text || p.polpermissive::text, ',')"
        " FROM pg_policy p WHERE p.polrelid = c.oid)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1"
    )
    forced = {
        name for name, is_forced, _owns, policies in found if is_forced and policies == "own_controller*true"
    }

    assert forced | set(WITHOUT_POLICY) >= {name for name, *_ in found}
    assert not forced & set(WITHOUT_POLICY)
    assert len(forced) > 25
    assert not any(owns for _name, _forced, owns, _policies in found)
    ((bypasses,),) = ask("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert not bypasses


def test_a7_where_no_municipality_is_set_nothing_is_seen(everyone: Everyone) -> None:
    tables = tables_with_controller()
    assert {name: rows_of(name) for name in tables} == dict.fromkeys(tables, 0)
    with under(WEERT):
        assert {"casework_case", "intake_signal", "ledger_auditevent"} <= {
            name for name in tables if rows_of(name)
        }
    assert sum(rows_of(name) for name in tables) == 0


def test_a7_each_municipality_sees_its_own_rows_whatever_is_asked(everyone: Everyone) -> None:
    with under(WEERT):
        cases, events = Case.objects.count(), AuditEvent.objects.count()
        assert cases
        assert set(AuditEvent.objects.values_list("controller_id", flat=True)) == {WEERT}
    with under(SITTARD):
        assert not Case.objects.filter(controller_id=WEERT).exists()
        assert Signal.objects.count() == 0
        assert set(AuditEvent.objects.values_list("controller_id", flat=True)) == {SITTARD}
    with under(WEERT):
        assert (Case.objects.count(), AuditEvent.objects.count()) == (cases, events)


def test_a7_a_row_of_another_municipality_is_not_written_moved_or_deleted(everyone: Everyone) -> None:
    with under(WEERT):
        case = Case.objects.all()[0]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(controller_id=SITTARD)
    with under(SITTARD):
        assert Case.objects.filter(pk=case.pk).update(number="x") == 0
        assert ask("DELETE FROM casework_case WHERE id = %s RETURNING id", case.pk) == []
        case.pk, case.number = uuid4(), "2026-9999"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            case.save(force_insert=True)
    with under(WEERT):
        assert Case.objects.filter(pk=case.pk).count() == 0


def test_a7_the_app_cannot_switch_it_off(everyone: Everyone) -> None:
    for trick in (
        "ALTER TABLE casework_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_controller ON casework_case",
        "SET LOCAL row_security = off; SELECT 1 FROM casework_case",
        "TRUNCATE casework_case CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask(trick)


def test_a7_a_role_that_would_pass_by_is_refused() -> None:
    for role in ("bestaat_niet", ask("SELECT current_user")[0][0]):
        with pytest.raises(Refused):
            keep_controllers_apart(str(role))


def test_a7_what_was_set_comes_back_also_after_a_failure(everyone: Everyone) -> None:
    def told() -> str:
        return str(ask("SELECT coalesce(current_setting(%s, true), '')", SETTING)[0][0])

    with under(WEERT):
        with pytest.raises(DatabaseError), transaction.atomic(), under(SITTARD):
            ask("SELECT 1 / 0")
        assert (told(), current_controller()) == (WEERT, WEERT)
        with under(SITTARD), under(SITTARD):
            assert told() == SITTARD
        assert told() == WEERT
    assert (told(), current_controller()) == ("", "")


def test_a7_every_page_opens_as_before(everyone: Everyone) -> None:
    answers: dict[Role, dict[str, int]] = {}
    for role in ROLES:
        client = signed_in(everyone.own[role])
        answers[role] = {
            name: client.get(address(name, everyone.objects.get(door.held, uuid4()))).status_code
            for name, door in DOORS.items()
            if role in door.roles("GET")
        }

    assert all(answers.values())
    assert {
        role: {name: status for name, status in of_role.items() if status != 200}
        for role, of_role in answers.items()
    } == {role: ELSE_THAN_OK.get(role, {}) for role in ROLES}


def test_a7_forms_are_taken_and_leave_their_event(everyone: Everyone) -> None:
    with under(WEERT):
        case = Case.objects.filter(owner__isnull=True)[0]
    client = signed_in(everyone.own[Role.CASE_DIRECTOR])

    answer = client.post(f"/zaken/{case.pk}/oppakken/", {"version": case.version})

    assert answer.status_code == 302
    with under(WEERT):
        assert Case.objects.get(pk=case.pk).owner == everyone.own[Role.CASE_DIRECTOR].person_id
        assert AuditEvent.objects.filter(
            person_id=Case.objects.get(pk=case.pk).owner, object_id=str(case.pk)
        ).exists()


def test_a7_a_link_of_the_demo_signs_in(everyone: Everyone, settings: LazySettings) -> None:
    settings.DEMO = True
    with under(WEERT):
        role = RoleAssignment.objects.filter(controller_id=WEERT, role=Role.CASE_DIRECTOR)[0]
        link = make_demo_link(actor=system_actor(WEERT), assignment_id=role.pk)

    assert use_demo_link(token=link.token) == role
    with under(WEERT):
        assert AuditEvent.objects.filter(action="use-demo-link").exists()


def test_a7_daily_work_and_sealing_walk_from_one_municipality_to_the_next(everyone: Everyone) -> None:
    done = do_daily_work(date(2026, 4, 7))
    sealed = seal_logs(controllers=controllers())

    assert {one.controller_id for one in done} == {one.controller_id for one in sealed} == {WEERT, SITTARD}
    assert not any(one.problems for one in sealed)
    assert set(SignedCheckpoint.objects.values_list("controller_id", flat=True)) == {WEERT, SITTARD}
    with under(WEERT):
        assert not AuditEvent.objects.filter(position__isnull=True).exists()


def test_a7_the_command_line_sets_its_own(everyone: Everyone) -> None:
    with under("0957"):
        register_controller(actor=system_actor("0957"), name="Roermond")
        assert AuditEvent.objects.get().action == "register-controller"
