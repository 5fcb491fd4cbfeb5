"""K3: the disk is full. What was begun is not kept, nothing is shown, the page says so, and no repair is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.db import OperationalError, connection
from psycopg.errors import DiskFull

from tests.intake.samples import RECEIVED_ON, csv_file
from tests.intake.world import NOW, World, build_world
from tests.web.cases import FAMILY, build_cases
from tijdig.actors import Role, system_actor
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.services import ReceivedDelivery, confirm_columns, receive_delivery
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import check_log, seal_log
from tijdig.problems import Refused
from tijdig.storage import problem_of, refusals_of_database
from tijdig.vault.models import DataKey

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = (Delivery, Signal, DataKey, AuditEvent, ProcessingRecord, DecisionRecord)


@contextmanager
def no_room(table: str, pages: int = 0) -> Iterator[None]:
    """Let the database have no room left: on SQLite but for so many pages, on PostgreSQL for nothing in this table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")  # leaves no page that is free
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + pages}")
        else:
            cursor.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1000000")
            else:
                cursor.execute("DROP FUNCTION full_disk CASCADE")


def delivered(world: World) -> ReceivedDelivery:
    """Deliver three hundred rows, of which the columns are confirmed the first time."""
    rows = [
        {"reference": f"H-{number}", "surname": f"Proef{number}", "house_number": str(number + 1)}
        for number in range(300)
    ]
    content = csv_file(*rows)
    received = receive_delivery(
        actor=world.clerk, file_name="maand.csv", content=content, received_on=RECEIVED_ON
    )
    if received.state is DeliveryState.WAITING:
        columns = received.plan.stored
        received = confirm_columns(
            actor=world.clerk, delivery_id=received.delivery_id, columns=columns, on=RECEIVED_ON
        )
    return received


def moments() -> list[tuple[str, int]]:
    """Where the disk may be full: the further a delivery comes, the more there is to undo."""
    if connection.vendor == "sqlite":
        return [("", pages) for pages in range(0, 100, 25)]
    tables = ("intake_signal", "disclosure_processingrecord", "ledger_auditevent", "vault_datakey")
    return [(table, 0) for table in tables]


def test_k3_a_delivery_for_which_there_is_no_room_leaves_nothing_and_can_be_done_again() -> None:
    with time_machine.travel(NOW, tick=False):
        world = build_world()
        before = {model: model.objects.count() for model in KEPT}

        for table, pages in moments():
            with no_room(table, pages), pytest.raises(OperationalError) as refusal:
                delivered(world)
            problem = problem_of(refusal.value)
            assert problem is not None
            assert problem.code == "storage.full"
            assert {model: model.objects.count() for model in KEPT} == before

        assert len(delivered(world).new) == 300
        actor = system_actor(world.clerk.controller_id)
        seal_log(actor=actor)
        assert check_log(actor=actor).findings == ()


def test_k3_l1_a_page_that_cannot_be_logged_is_not_shown_and_says_why() -> None:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        cases = build_cases()
        browser, case = cases.browser(Role.CASE_DIRECTOR), cases.by_person[FAMILY]
        address = f"/zaken/{case.pk}/"
        surname = Signal.objects.all()[0].surname
        shown = browser.get(address)
        before = DecisionRecord.objects.count()

        with no_room("disclosure_decisionrecord"):
            while (refused := browser.get(address)).status_code == 200:
                pass  # what fitted in the last page
        told = refused.content.decode()

        assert shown.status_code == 200
        assert refused.status_code == 507
        assert "De opslag van Tijdig is vol." in told
        assert surname in shown.content.decode()
        assert surname not in told
        assert before <= DecisionRecord.objects.count()
        assert browser.get(address).status_code == 200


def test_k3_a_command_refuses_for_want_of_room_and_fails_for_all_else() -> None:
    with pytest.raises(Refused) as refusal, refusals_of_database():
        raise OperationalError from DiskFull()
    assert [problem.code for problem in refusal.value.problems] == ["storage.full"]
    with pytest.raises(OperationalError), refusals_of_database():
        raise OperationalError("no such table")
