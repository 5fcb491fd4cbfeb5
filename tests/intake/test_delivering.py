"""A landlord delivers: columns confirmed once, signals kept, errors returned, nothing twice, nothing forbidden left."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from python_calamine import load_workbook

from tests.covenant.agreeing import say
from tests.intake.samples import (
    BAD_LAYOUT_COLUMNS,
    ONE_ADDRESS_CELL,
    PLAIN,
    RECEIVED_ON,
    WORKBOOK,
    covenant,
    csv_file,
    workbook,
)
from tests.intake.world import World
from tests.sealed import every_personal_value
from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant.rules.in_force import Verdict
from tijdig.intake.models import ColumnMapping, Delivery, DeliveryFile, RefusedRow, Signal
from tijdig.intake.queries import columns_to_confirm, deliveries_of, delivery_result
from tijdig.intake.rules.table import RETURNED_HEADING
from tijdig.intake.services import (
    ReceivedDelivery,
    confirm_columns,
    drop_kept_files,
    fetch_returned_file,
    receive_delivery,
    withdraw_delivery,
)
from tijdig.intake.states import DeliveryState
from tijdig.intake.writing.template import template_csv, template_xlsx
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused

CANARY = "Kanariepiet"
BSN = "999990019"


def deliver(
    actor: Actor, content: bytes, name: str = "maand.csv", on: date = RECEIVED_ON
) -> ReceivedDelivery:
    return receive_delivery(actor=actor, file_name=name, content=content, received_on=on)


def refusal(actor: Actor, content: bytes, on: date = RECEIVED_ON) -> str:
    with pytest.raises(Refused) as refused:
        deliver(actor, content, on=on)
    return refused.value.problems[0].code


def kept() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Delivery, Signal, RefusedRow, DeliveryFile, ColumnMapping)
    )


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


@pytest.mark.any_database
def test_our_own_layout_needs_no_confirmation(world: World) -> None:
    received = deliver(world.clerk, csv_file({}, {"reference": "K-2", "reminder_on": ""}))

    assert (received.state, received.rows, len(received.new), received.refused) == (
        DeliveryState.ACCEPTED,
        2,
        1,
        1,
    )
    signal = Signal.objects.get()
    assert (signal.controller_id, signal.party_code, signal.reference) == ("0518", "havenlicht", "K-1001")
    assert (signal.amount_cents, signal.received_on, signal.delivery_id) == (
        123456,
        RECEIVED_ON,
        received.delivery_id,
    )
    assert signal.covenant_hash.startswith("sha256:")


@pytest.mark.any_database
def test_a_new_layout_waits_for_its_columns_and_is_remembered(world: World) -> None:
    content = csv_file({"address": "Voorbeeldstraat 12"}, headings=ONE_ADDRESS_CELL, encoding="cp1252")

    first = deliver(world.clerk, content)
    assert (first.state, Signal.objects.count()) == (DeliveryState.WAITING, 0)
    asked = columns_to_confirm(world.clerk, first.delivery_id)
    assert asked.plan == first.plan

    confirmed = confirm_columns(
        actor=world.clerk, delivery_id=first.delivery_id, columns=asked.plan.stored, on=RECEIVED_ON
    )
    assert (confirmed.state, len(confirmed.new)) == (DeliveryState.ACCEPTED, 1)
    assert not DeliveryFile.objects.exists()

    second = deliver(world.clerk, content, name="volgende.csv", on=date(2026, 10, 2))
    assert second.state == DeliveryState.ACCEPTED
    assert deliver(world.other_clerk, content).state == DeliveryState.WAITING


@pytest.mark.any_database
def test_unknown_headings_are_pointed_out_by_a_person(world: World) -> None:
    content = csv_file({}, headings=PLAIN | BAD_LAYOUT_COLUMNS)
    waiting = deliver(world.clerk, content)
    assert {problem.code for problem in waiting.problems} == {"intake.missing-column"}

    with pytest.raises(Refused):
        confirm_columns(
            actor=world.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, on=RECEIVED_ON
        )
    assert Delivery.objects.get().state == DeliveryState.WAITING

    chosen = waiting.plan.stored | {heading: field for field, heading in BAD_LAYOUT_COLUMNS.items()}
    confirmed = confirm_columns(
        actor=world.clerk, delivery_id=waiting.delivery_id, columns=chosen, on=RECEIVED_ON
    )
    assert len(confirmed.new) == 1


def test_k4_the_same_delivery_renamed_resorted_and_overlapping_adds_nothing(world: World) -> None:
    rows = [{"reference": f"K-{number}"} for number in range(5)]
    deliver(world.clerk, csv_file(*rows))

    again = deliver(world.clerk, csv_file(*reversed(rows), {"reference": "K-5"}), name="kopie (2).csv")

    assert (len(again.new), again.unchanged, len(again.corrected), again.refused) == (1, 5, 0, 0)
    assert Signal.objects.count() == 6


def test_k4_a_whole_delivery_sent_again_next_month_adds_nothing(world: World) -> None:
    rows = [{"reference": f"K-{number}"} for number in range(3)]
    deliver(world.clerk, csv_file(*rows))

    again = deliver(world.clerk, csv_file(*reversed(rows)), name="kopie.csv", on=date(2026, 10, 2))

    assert (len(again.new), again.unchanged) == (0, 3)


def test_k4_a_corrected_delivery_that_is_sent_again_next_month_adds_nothing(world: World) -> None:
    deliver(world.clerk, csv_file({}))
    deliver(world.clerk, csv_file({"amount": "999,00"}))

    assert deliver(world.clerk, csv_file({}), on=date(2026, 10, 2)).unchanged == 1


def test_k4_of_the_same_file_next_month_only_what_may_be_taken_now_is_new(world: World) -> None:
    young = {"reference": "K-2", "onset_on": "04-08-2026"}  # 29 days on 2 September; the covenant asks 30
    first = deliver(world.clerk, csv_file({}, young))
    assert (len(first.new), first.refused) == (1, 1)

    again = deliver(world.clerk, csv_file({}, young), on=date(2026, 10, 2))

    assert (len(again.new), again.unchanged, again.refused) == (1, 1, 0)


@pytest.mark.any_database
def test_r21_a_tenant_who_is_still_as_far_behind_next_month_is_a_new_message(world: World) -> None:
    deliver(world.clerk, csv_file({"reference": "K-1"}, {"reference": "K-2"}))

    again = deliver(world.clerk, csv_file({"reference": "K-1"}, {"reference": "K-3"}), on=date(2026, 10, 2))

    assert (len(again.new), again.unchanged) == (2, 0)
    assert sorted(signal.reference for signal in Signal.objects.all()).count("K-1") == 2


def test_k4_what_came_before_the_look_back_is_a_new_message(world: World) -> None:
    deliver(world.clerk, csv_file({}))

    assert len(deliver(world.clerk, csv_file({}), on=date(2027, 3, 3)).new) == 1


def test_k4_a_corrected_row_changes_its_signal_and_adds_none(world: World) -> None:
    first = deliver(world.clerk, csv_file({}))

    second = deliver(world.clerk, csv_file({"amount": "999,00", "surname": "Lindeboom"}))

    assert second.corrected == first.new
    signal = Signal.objects.get()
    assert (signal.amount_cents, signal.surname, signal.delivery_id) == (
        99900,
        "Lindeboom",
        first.delivery_id,
    )


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


@pytest.mark.any_database  # refused before anything is written
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "intake.empty-file"),
        (b"%PDF-1.7", "intake.not-a-table-file"),
        (csv_file({}, headings=PLAIN | {"email": "Opmerkingen"}), "intake.forbidden-column"),
        (
            csv_file({}, headings={n: h for n, h in PLAIN.items() if n != "reminder_on"}),
            "intake.missing-column",
        ),
    ],
)
def test_a_bad_file_leaves_nothing_but_an_audit_event(world: World, content: bytes, code: str) -> None:
    assert refusal(world.clerk, content) == code
    assert kept() == (0, 0, 0, 0, 0)
    event = AuditEvent.objects.get(object_kind="delivery")
    assert (event.result, code in event.reasons) == ("refused", True)


@pytest.mark.any_database
def test_r4_nothing_is_taken_after_the_covenant(world: World) -> None:
    assert refusal(world.clerk, csv_file({}), on=date(2028, 3, 1)) == "intake.no-covenant-in-force"
    assert kept() == (0, 0, 0, 0, 0)


@pytest.mark.any_database
def test_r4_a_revocation_bites_between_upload_and_confirmation(world: World) -> None:
    waiting = deliver(world.clerk, workbook({}))
    say(world.version, "woonvorm", Verdict.REVOKE)

    with pytest.raises(Refused) as refused:
        confirm_columns(
            actor=world.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, on=RECEIVED_ON
        )

    assert [problem.code for problem in refused.value.problems] == ["intake.no-covenant-in-force"]
    assert Signal.objects.count() == 0


@pytest.mark.any_database
def test_r15_columns_cannot_be_confirmed_after_the_covenants_wait(world: World) -> None:
    waiting = deliver(world.clerk, workbook({}))
    late = RECEIVED_ON + timedelta(days=2)  # the covenant says P1D

    with pytest.raises(Refused) as refused:
        confirm_columns(
            actor=world.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, on=late
        )

    assert [problem.code for problem in refused.value.problems] == ["intake.waited-too-long"]
    assert Signal.objects.count() == 0


@pytest.mark.any_database
def test_r4_columns_cannot_be_confirmed_after_the_covenants_last_day(world: World) -> None:
    last = covenant().valid_until
    waiting = deliver(world.clerk, workbook({}), on=last)

    with pytest.raises(Refused) as refused:
        confirm_columns(
            actor=world.clerk,
            delivery_id=waiting.delivery_id,
            columns=waiting.plan.stored,
            on=last + timedelta(days=1),
        )

    assert [problem.code for problem in refused.value.problems] == ["intake.no-covenant-in-force"]


def test_a6_a_foreign_delivery_does_not_exist(world: World) -> None:
    waiting = deliver(world.clerk, workbook({}))
    done = deliver(world.clerk, csv_file({"reference": "K-9", "amount": "-1,00"}))

    for actor in (world.other_clerk, world.elsewhere):
        assert deliveries_of(actor) == ()
        for act in (
            lambda actor: columns_to_confirm(actor, waiting.delivery_id),
            lambda actor: delivery_result(actor, done.delivery_id, RECEIVED_ON),
            lambda actor: confirm_columns(
                actor=actor, delivery_id=waiting.delivery_id, columns={}, on=RECEIVED_ON
            ),
            lambda actor: withdraw_delivery(actor=actor, delivery_id=waiting.delivery_id),
            lambda actor: fetch_returned_file(actor=actor, delivery_id=done.delivery_id, on=RECEIVED_ON),
            lambda actor: delivery_result(actor, uuid4(), RECEIVED_ON),
        ):
            with pytest.raises(NotFound):
                act(actor)


@pytest.mark.any_database
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LANDLORD_CLERK])
def test_only_a_landlords_clerk_delivers(world: World, role: Role) -> None:
    actor = Actor(None, None, "0518", "havenlicht", role)

    assert refusal(actor, csv_file({})) == "actors.role-may-not"


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


def test_the_coordinator_sees_who_delivered(world: World) -> None:
    deliver(world.clerk, csv_file({}, {"reference": "K-2", "amount": "-1,00"}))
    deliver(world.clerk, csv_file({}))

    lines = {(one.party, one.received_on, one.rows, one.new, one.refused, one.unchanged)
             for one in deliveries_of(world.coordinator)}  # fmt: skip
    assert lines == {("havenlicht", RECEIVED_ON, 2, 1, 1, 0), ("havenlicht", RECEIVED_ON, 1, 0, 0, 1)}
    with pytest.raises(Refused):
        deliveries_of(world.director)


@pytest.mark.any_database
@pytest.mark.parametrize("template", [template_csv, template_xlsx])
def test_the_template_can_be_delivered_and_its_example_does_not_count(world: World, template) -> None:  # type: ignore[no-untyped-def]
    received = deliver(world.clerk, template())

    assert (received.state, len(received.new), received.refused) == (DeliveryState.ACCEPTED, 0, 1)
    (row,) = delivery_result(world.clerk, received.delivery_id, RECEIVED_ON).refused
    assert "intake.example-row" in {problem.code for problem in row.problems}


@pytest.mark.any_database
def test_a_result_page_takes_few_queries(world: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    received = deliver(
        world.clerk, csv_file(*({"reference": f"K-{n}", "amount": "-1,00"} for n in range(50)))
    )

    with django_assert_max_num_queries(4):  # one for the key of the delivery
        result = delivery_result(world.clerk, received.delivery_id, RECEIVED_ON)
    assert len(result.refused) == 50
    with django_assert_max_num_queries(2):
        deliveries_of(world.clerk)


@pytest.mark.any_database
def test_r1_who_delivered_for_another_is_named_in_one_query_for_the_whole_list(
    world: World, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for number in range(3):
        deliver(world.clerk, csv_file({"reference": f"K-{number}"}))
    Delivery.objects.update(agent_code="havenlicht")

    with django_assert_num_queries(3):  # one for the keys of the deliveries
        lines = deliveries_of(world.coordinator)
    assert len(lines) == 3
    assert {one.agent for one in lines} == {lines[0].organisation_name}
