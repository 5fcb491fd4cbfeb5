"""What a delivery leaves: the file that goes back, for a while, and nothing forbidden, nor in a log (R6, R11, L6)."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from python_calamine import load_workbook

from tests.intake.delivering import deliver
from tests.intake.samples import RECEIVED_ON, WORKBOOK, csv_file, workbook
from tests.intake.world import World
from tests.sealed import every_personal_value
from tijdig.actors import system_actor
from tijdig.intake.models import Delivery, DeliveryFile, RefusedRow, Signal
from tijdig.intake.queries import deliveries_of, delivery_result
from tijdig.intake.rules.table import RETURNED_HEADING
from tijdig.intake.services import confirm_columns, drop_kept_files, fetch_returned_file, withdraw_delivery
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound

CANARY = "Kanariepiet"
BSN = "999990019"


def every_byte() -> str:
    """All that the database holds, as text: rows of every table, with binary columns as they are."""
    texts = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else None
                    texts.append(_readable(raw) if raw is not None else str(value))
    return "\n".join(
        [*texts, every_personal_value(), *(_readable(file.content) for file in DeliveryFile.objects.all())]
    )


def _readable(raw: bytes) -> str:
    if raw.startswith(b"PK"):
        book = load_workbook(io.BytesIO(raw))
        return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    if raw.startswith(b"\x78"):
        import zlib

        with suppress(zlib.error):  # random bytes may begin like this too
            return zlib.decompress(raw).decode()
    return raw.decode("utf-8", errors="replace")


def test_fixing_the_returned_file_and_sending_it_back_leaves_no_duplicates(world: World) -> None:
    received = deliver(
        world.clerk, csv_file({}, {"reference": "K-2", "reminder_on": "", "phone": "+31612345678"})
    )
    returned = fetch_returned_file(actor=world.clerk, delivery_id=received.delivery_id, on=RECEIVED_ON)
    lines = returned.content.decode().splitlines()
    assert lines[0].endswith(f";{RETURNED_HEADING}")
    assert lines[1].endswith(";")
    assert "herinnering: Er staat niet wanneer" in lines[2]
    assert "'+31612345678" in lines[2]  # S4
    assert returned.name == "maand-fouten.csv"

    fixed = returned.content.replace(b";12-08-2026;;29-07-2026", b";12-08-2026;29-07-2026;29-07-2026")
    second = deliver(world.clerk, fixed, name=returned.name)

    assert (len(second.new), second.unchanged, second.refused) == (1, 1, 0)
    assert {signal.phone for signal in Signal.objects.all()} == {"+31612345678"}


@pytest.mark.any_database
def test_a_workbook_comes_back_as_a_workbook_that_can_be_sent_again(world: World) -> None:
    waiting = deliver(world.clerk, workbook({}, {"reference": "=2+3", "amount": -5.0}), name="maand.xlsx")
    received = confirm_columns(
        actor=world.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, on=RECEIVED_ON
    )

    returned = fetch_returned_file(actor=world.clerk, delivery_id=received.delivery_id, on=RECEIVED_ON)

    rows = load_workbook(io.BytesIO(returned.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*WORKBOOK.values(), RETURNED_HEADING]
    assert (rows[1][-1], rows[2][0], rows[2][12]) == ("", "=2+3", -5.0)
    assert "Openstaand bedrag: Het bedrag is niet hoger dan nul" in str(rows[2][-1])
    assert deliver(world.clerk, returned.content, name=returned.name).unchanged == 1


@pytest.mark.parametrize("make", [csv_file, workbook])
def test_r6_of_a_tenant_who_objected_nothing_is_left_anywhere(world: World, make) -> None:  # type: ignore[no-untyped-def]
    content = make({}, {"surname": CANARY, "reference": CANARY, "street": CANARY, "objection": "J"})
    received = deliver(world.clerk, content, name="maand.bestand")
    if received.state == DeliveryState.WAITING:
        assert CANARY not in every_byte()
        received = confirm_columns(
            actor=world.clerk, delivery_id=received.delivery_id, columns=received.plan.stored, on=RECEIVED_ON
        )

    assert (len(received.new), received.refused) == (1, 1)
    assert "K-1001" in every_byte()
    assert CANARY not in every_byte()
    assert not RefusedRow.objects.exists()
    result = delivery_result(world.clerk, received.delivery_id, RECEIVED_ON)
    assert [(remark.code, remark.params["count"]) for remark in result.remarks] == [
        ("intake.objected-rows", "1")
    ]
    returned = fetch_returned_file(actor=world.clerk, delivery_id=received.delivery_id, on=RECEIVED_ON)
    assert CANARY not in _readable(returned.content)
    assert "bezwaar gemaakt" in _readable(returned.content)


def test_r11_a_bsn_is_left_nowhere(world: World) -> None:
    content = csv_file(
        {"reference": BSN, "phone": ""}, {"town": BSN, "reference": "K-2"}, {"reference": "K-3"}
    )
    received = deliver(world.clerk, content)

    assert (len(received.new), received.refused) == (1, 2)
    assert BSN not in every_byte()
    waiting = deliver(world.clerk, workbook({"reference": BSN}), name="maand.xlsx")
    assert BSN not in every_byte()
    confirmed = confirm_columns(
        actor=world.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, on=RECEIVED_ON
    )
    assert (confirmed.refused, BSN in every_byte()) == (1, False)


def test_files_are_dropped_on_their_day(world: World) -> None:
    deliver(world.clerk, workbook({}))
    done = deliver(world.clerk, csv_file({"amount": "-1,00"}))
    system = system_actor("0518")

    assert drop_kept_files(actor=system, on=RECEIVED_ON + timedelta(days=1)) == 0
    assert drop_kept_files(actor=system, on=RECEIVED_ON + timedelta(days=2)) == 1
    assert Delivery.objects.filter(state=DeliveryState.WITHDRAWN).count() == 1
    until = delivery_result(world.clerk, done.delivery_id, RECEIVED_ON).returned_until
    assert until == RECEIVED_ON + timedelta(days=14)
    assert drop_kept_files(actor=system, on=until + timedelta(days=1)) == 1
    with pytest.raises(NotFound):
        fetch_returned_file(actor=world.clerk, delivery_id=done.delivery_id, on=RECEIVED_ON)


@pytest.mark.any_database
def test_a_withdrawn_delivery_leaves_no_file(world: World) -> None:
    waiting = deliver(world.clerk, workbook({}))

    withdraw_delivery(actor=world.clerk, delivery_id=waiting.delivery_id)

    assert (DeliveryFile.objects.count(), deliveries_of(world.clerk)) == (0, ())


def test_l6_the_audit_log_holds_counts_and_codes_only(world: World) -> None:
    deliver(world.clerk, csv_file({"surname": CANARY, "reminder_on": ""}, {"reference": CANARY}))

    event = AuditEvent.objects.get(object_kind="delivery")
    assert CANARY not in str([getattr(event, field.name) for field in event._meta.fields])
    assert (event.action, event.details["new"], event.reasons) == (
        "deliver-signals",
        1,
        ["intake.no-reminder"],
    )
