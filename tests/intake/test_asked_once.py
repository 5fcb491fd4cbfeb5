"""A file in doubt waits for one answer; the answer stays with the partner's layout, and can be taken back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.intake.samples import ONE_ADDRESS_CELL, PLAIN, RECEIVED_ON, csv_file
from tests.intake.world import World
from tijdig.intake.mappings import drift_of, remembered_layouts
from tijdig.intake.models import ColumnMapping, Signal
from tijdig.intake.queries import columns_to_confirm
from tijdig.intake.rules.columns import Reason
from tijdig.intake.services import (
    ReceivedDelivery,
    confirm_columns,
    forget_columns,
    look_at_waiting_file,
    receive_delivery,
)
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused

# With slashes, and no day above the twelfth: two ways to read each of them.
SLASHES = {
    "birth_date": "", "onset_on": "01/06/2026", "contact_sought_on": "08/07/2026", "pointed_to_help_on": "08/07/2026",
    "reminder_on": "07/06/2026", "offer_to_share_on": "07/06/2026", "informed_on": "07/06/2026",
}  # fmt: skip
ALL_DAY_FIRST = {PLAIN[name]: "day-first" for name in SLASHES}


def deliver(world: World, content: bytes, on: date = RECEIVED_ON) -> ReceivedDelivery:
    return receive_delivery(actor=world.clerk, file_name="maand.csv", content=content, received_on=on)


def confirm(world: World, waiting: ReceivedDelivery, answers: dict[str, str]) -> ReceivedDelivery:
    return confirm_columns(
        actor=world.clerk, delivery_id=waiting.delivery_id, columns=waiting.plan.stored, answers=answers, on=RECEIVED_ON
    )  # fmt: skip


def test_s3_a_file_in_doubt_waits_is_answered_once_and_the_answer_is_remembered(world: World) -> None:
    first = deliver(world, csv_file(SLASHES))
    assert (first.state, Signal.objects.count()) == (DeliveryState.WAITING, 0)

    with pytest.raises(Refused) as refused:
        confirm(world, first, {"herinnering": "day-first"})
    assert {problem.code for problem in refused.value.problems} == {"intake.question-open"}
    assert not ColumnMapping.objects.exists()

    assert confirm(world, first, ALL_DAY_FIRST).state == DeliveryState.ACCEPTED
    assert Signal.objects.get().reminder_on == date(2026, 6, 7)

    second = deliver(world, csv_file(SLASHES | {"reference": "K-2"}), on=date(2026, 10, 2))
    assert second.state == DeliveryState.ACCEPTED


def test_s3_month_first_is_believed_when_somebody_says_so(world: World) -> None:
    waiting = deliver(world, csv_file(SLASHES))
    confirm(world, waiting, dict.fromkeys(ALL_DAY_FIRST, "month-first"))
    assert Signal.objects.get().reminder_on == date(2026, 7, 6)


def test_a_layout_is_versioned_and_can_be_forgotten(world: World) -> None:
    confirm(world, deliver(world, csv_file(SLASHES)), ALL_DAY_FIRST)
    [layout] = remembered_layouts(world.clerk)
    assert layout.answers["herinnering"] == "day-first"
    assert remembered_layouts(world.other_clerk) == ()

    for stranger in (world.other_clerk, world.elsewhere):
        with pytest.raises(NotFound):
            forget_columns(actor=stranger, mapping_id=layout.id)
    forget_columns(actor=world.clerk, mapping_id=layout.id)
    assert remembered_layouts(world.clerk) == ()
    with pytest.raises(NotFound):
        forget_columns(actor=world.clerk, mapping_id=layout.id)

    again = deliver(world, csv_file(SLASHES | {"reference": "K-2"}))
    assert again.state == DeliveryState.WAITING
    confirm(world, again, dict.fromkeys(ALL_DAY_FIRST, "month-first"))
    [layout] = remembered_layouts(world.clerk)
    assert [(version.number, version.forgotten) for version in layout.versions] == [
        (3, False), (2, True), (1, False),
    ]  # fmt: skip
    events = AuditEvent.objects.filter(object_kind="column-mapping").order_by("at", "pk")
    assert sorted(event.action for event in events) == [
        "forget-columns",
        "remember-columns",
        "remember-columns",
    ]


def test_a_waiting_file_shows_its_first_rows_and_what_a_choice_would_give(world: World) -> None:
    rows = [{"reference": f"K-{number}"} for number in range(4)]
    waiting = deliver(
        world, csv_file(*rows, {"reference": "K-9", "reminder_on": ""}, headings=ONE_ADDRESS_CELL)
    )
    columns = {**waiting.plan.stored, "Adres": "address"}

    file = look_at_waiting_file(actor=world.clerk, delivery_id=waiting.delivery_id, columns=columns)
    assert [row[0] for row in file.first_rows] == ["K-0", "K-1", "K-2"]
    assert file.trial is not None
    assert (file.trial.rows, len(file.trial.accepted)) == (5, 0)  # the address has no number in this file
    assert {item.problem.rule for item in file.trial.refused} >= {"R5"}
    assert AuditEvent.objects.filter(action="look-at-waiting-file").count() == 1
    assert not Signal.objects.exists()

    for actor, delivery_id in ((world.other_clerk, waiting.delivery_id), (world.clerk, uuid4())):
        with pytest.raises(NotFound):
            look_at_waiting_file(actor=actor, delivery_id=delivery_id)


def test_headings_that_drifted_are_told_and_the_old_choice_is_proposed(world: World) -> None:
    known = PLAIN | {"reference": "Sleutel"}
    first = deliver(world, csv_file({}, headings=known))
    confirm_columns(
        actor=world.clerk, delivery_id=first.delivery_id, on=RECEIVED_ON,
        columns={**first.plan.stored, "Sleutel": "reference"},
    )  # fmt: skip

    drifted = known | {"amount": "Bedrag nu"}
    waiting = deliver(world, csv_file({"reference": "K-2"}, headings=drifted))
    asked = columns_to_confirm(world.clerk, waiting.delivery_id)

    assert asked.drift is not None
    assert (asked.drift.gone, asked.drift.added) == (("bedrag",), ("Bedrag nu",))
    proposed = {column.heading: (column.field, column.reason) for column in asked.plan.columns}
    assert proposed["Sleutel"] == ("reference", Reason.REMEMBERED)
    assert drift_of(world.other_clerk, tuple(drifted.values())) is None
