"""A landlord delivers: columns confirmed once, signals kept, a bad file or a late one refused, and who sees of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.covenant.agreeing import say
from tests.intake.delivering import deliver, kept, refusal
from tests.intake.samples import (
    BAD_LAYOUT_COLUMNS,
    ONE_ADDRESS_CELL,
    PLAIN,
    RECEIVED_ON,
    covenant,
    csv_file,
    workbook,
)
from tests.intake.world import World
from tijdig.actors import Actor, Role
from tijdig.covenant.rules.in_force import Verdict
from tijdig.intake.models import Delivery, DeliveryFile, Signal
from tijdig.intake.queries import columns_to_confirm, deliveries_of, delivery_result
from tijdig.intake.services import confirm_columns, fetch_returned_file, withdraw_delivery
from tijdig.intake.states import DeliveryState
from tijdig.intake.writing.template import template_csv, template_xlsx
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused


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
