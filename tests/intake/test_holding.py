"""A delivery that is not as expected waits for the coordinator, whose decision is on record; else nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.intake.samples import RECEIVED_ON, csv_file
from tests.intake.world import World
from tijdig.actors import system_actor
from tijdig.intake.expectations import deliveries_held, expectations_of, held_deliveries
from tijdig.intake.models import Delivery, DeliveryExpectations, DeliveryFile, Signal
from tijdig.intake.queries import delivery_result
from tijdig.intake.rules.whole.facts import Expectations
from tijdig.intake.services import (
    ReceivedDelivery,
    drop_kept_files,
    receive_delivery,
    set_expectations,
    waive_concerns,
    withdraw_delivery,
)
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused

LAST_MONTH = date(2026, 8, 3)
EXPECTED = Expectations(
    amount_times=5, gone_percent=50, elsewhere_percent=50, postcodes=((2490, 2599),), same_file=True, fewest=2,
    wait_days=3,
)  # fmt: skip
STEPS = ("contact_sought_on", "pointed_to_help_on", "reminder_on", "offer_to_share_on", "informed_on")
REASON = "Nagevraagd bij de verhuurder: de huren zijn verhoogd."


def rows(*numbers: int, **values: str) -> list[Mapping[str, str]]:
    early = dict.fromkeys(STEPS, "15-07-2026") | {"onset_on": "01-04-2026"}
    return [early | {"reference": f"K-{number}"} | values for number in numbers]


def deliver(world: World, *given: Mapping[str, str], on: date = RECEIVED_ON) -> ReceivedDelivery:
    return receive_delivery(
        actor=world.clerk, file_name="maand.csv", content=csv_file(*given), received_on=on
    )


def test_what_lacks_something_is_not_kept(world: World) -> None:
    with pytest.raises(Refused) as refused:
        set_expectations(actor=world.coordinator, expected=Expectations(same_file=True))
    assert [one.code for one in refused.value.problems] == ["intake.expectations-incomplete"]
    assert not DeliveryExpectations.objects.exists()


@pytest.fixture
def expecting(world: World) -> World:
    deliver(world, *rows(1, 2, 3, 4), on=LAST_MONTH)
    set_expectations(actor=world.coordinator, expected=EXPECTED)
    return world


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (rows(1, 2, 3, 4, amount="123.456,00"), "amount-jump"),
        (rows(1, 2), "tenants-gone"),
        (list(reversed(rows(1, 2, 3, 4))), "same-as-before"),
        (rows(1, 2, 3, 4, postcode="6001 AB"), "rows-elsewhere"),
    ],
)
def test_a_delivery_that_is_not_as_expected_is_held(
    expecting: World, given: list[Mapping[str, str]], code: str
) -> None:
    held = deliver(expecting, *given)

    assert (held.state, [problem.code for problem in held.problems]) == (
        DeliveryState.HELD,
        [f"intake.{code}"],
    )
    assert Signal.objects.count() == 4
    told = delivery_result(expecting.clerk, held.delivery_id, RECEIVED_ON)
    assert [problem.code for problem in told.concerns] == [f"intake.{code}"]
    [event] = AuditEvent.objects.filter(object_id=str(held.delivery_id))
    assert event.result == "held"


@pytest.mark.any_database
def test_a_delivery_as_expected_is_kept_and_a_few_mended_rows_later_in_the_month_as_well(
    expecting: World,
) -> None:
    assert deliver(expecting, *rows(1, 2, 3, 5, amount="1.300,00")).state == DeliveryState.ACCEPTED
    assert deliver(expecting, *rows(4)).state == DeliveryState.ACCEPTED


@pytest.mark.any_database
def test_a_waiver_takes_the_delivery_in_and_is_on_record(expecting: World) -> None:
    held = deliver(expecting, *rows(1, 2, 3, 4, amount="123.456,00"))
    [waiting] = held_deliveries(expecting.coordinator)
    assert (waiting.line.id, waiting.until) == (held.delivery_id, RECEIVED_ON + timedelta(days=3))

    kept = waive_concerns(
        actor=expecting.coordinator, delivery_id=held.delivery_id, reason=REASON, on=RECEIVED_ON
    )

    assert (kept.state, len(kept.new)) == (DeliveryState.ACCEPTED, 4)
    delivery = Delivery.objects.get(pk=held.delivery_id)
    assert (delivery.waived_by, delivery.waiver_reason) == (expecting.coordinator.person_id, REASON)
    assert delivery.received_on == RECEIVED_ON
    event = AuditEvent.objects.get(action="waive-concerns")
    assert REASON not in str(event.__dict__)
    assert not DeliveryFile.objects.exists()
    assert deliveries_held("0518") == 0


def test_k4_what_was_decided_to_be_this_months_is_new_and_comes_once(expecting: World) -> None:
    held = deliver(expecting, *rows(1, 2, 3, 4))
    kept = waive_concerns(
        actor=expecting.coordinator, delivery_id=held.delivery_id, reason=REASON, on=RECEIVED_ON
    )
    assert (len(kept.new), kept.unchanged) == (4, 0)

    again = deliver(expecting, *rows(4, 3, 2, 1))
    assert (again.state, again.new, again.unchanged) == (DeliveryState.ACCEPTED, (), 4)


@pytest.mark.any_database
@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_waiver_needs_a_reason(expecting: World, reason: str) -> None:
    held = deliver(expecting, *rows(1, 2))
    with pytest.raises(Refused):
        waive_concerns(
            actor=expecting.coordinator, delivery_id=held.delivery_id, reason=reason, on=RECEIVED_ON
        )
    assert Delivery.objects.get(pk=held.delivery_id).state == DeliveryState.HELD


def test_only_the_own_coordinator_decides_and_not_after_the_last_day(expecting: World) -> None:
    held = deliver(expecting, *rows(1, 2))
    late = RECEIVED_ON + timedelta(days=4)
    for actor in (expecting.clerk, expecting.director):
        with pytest.raises(Refused):
            waive_concerns(actor=actor, delivery_id=held.delivery_id, reason=REASON, on=RECEIVED_ON)
        with pytest.raises(Refused):
            set_expectations(actor=actor, expected=EXPECTED)
    with pytest.raises(NotFound):
        waive_concerns(actor=expecting.coordinator, delivery_id=uuid4(), reason=REASON, on=RECEIVED_ON)
    with pytest.raises(Refused):
        waive_concerns(actor=expecting.coordinator, delivery_id=held.delivery_id, reason=REASON, on=late)

    drop_kept_files(actor=system_actor("0518"), on=late)
    assert Delivery.objects.get(pk=held.delivery_id).state == DeliveryState.WITHDRAWN
    assert not DeliveryFile.objects.exists()


@pytest.mark.any_database
def test_the_landlord_can_take_a_held_delivery_back(expecting: World) -> None:
    held = deliver(expecting, *rows(1, 2))
    withdraw_delivery(actor=expecting.clerk, delivery_id=held.delivery_id)
    assert not DeliveryFile.objects.exists()
    assert held_deliveries(expecting.coordinator) == ()


@pytest.mark.any_database
def test_r6_r11_nothing_of_an_objection_or_a_bsn_waits(expecting: World) -> None:
    deliver(expecting, *rows(1, 2), {"reference": "K-9", "objection": "J", "surname": "Kanarie"})
    from tijdig.intake.waiting import unpacked

    [table] = unpacked(bytes(DeliveryFile.objects.get().content))
    assert "Kanarie" not in str(table.rows)


@pytest.mark.any_database
def test_without_expectations_no_delivery_waits(world: World) -> None:
    assert expectations_of("0518") is None
    deliver(world, *rows(1, 2, 3, 4), on=LAST_MONTH)
    assert deliver(world, *rows(1, amount="999.999,00")).state == DeliveryState.ACCEPTED
