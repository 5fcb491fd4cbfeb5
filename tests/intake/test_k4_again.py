"""The same delivery again in all its forms: no signal twice, corrections with their history, all of it counted (K4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from tests.intake.samples import GOOD, ONE_ADDRESS_CELL, PLAIN, RECEIVED_ON, csv_file
from tests.intake.world import World
from tijdig.actors import system_actor
from tijdig.intake.models import EarlierSignal, Signal
from tijdig.intake.queries import delivery_result
from tijdig.intake.rules.corrections import CORRECTED_FIELDS, changed_fields, counted, told, written
from tijdig.intake.services import ReceivedDelivery, confirm_columns, receive_delivery
from tijdig.intake.states import DeliveryState
from tijdig.vault.services import erase_rows

type Rows = Sequence[Mapping[str, str]]
FIRST: Rows = [{"reference": f"K-{number}"} for number in range(4)]


def deliver(
    world: World, rows: Rows, headings: Mapping[str, str] = PLAIN, name: str = "a.csv"
) -> ReceivedDelivery:
    received = receive_delivery(
        actor=world.clerk, file_name=name, content=csv_file(*rows, headings=headings), received_on=RECEIVED_ON
    )
    if received.state is DeliveryState.WAITING:
        received = confirm_columns(
            actor=world.clerk, delivery_id=received.delivery_id, columns=received.plan.stored, on=RECEIVED_ON
        )
    return received


def outcome(received: ReceivedDelivery) -> tuple[int, int, int, int]:
    return len(received.new), received.unchanged, len(received.corrected), received.refused


def mended(row: Mapping[str, str], **values: str) -> Mapping[str, str]:
    return {**row, **values}


ONE_ADDRESS = {name: heading for name, heading in ONE_ADDRESS_CELL.items() if name != "address"} | {
    "street": "Straatnaam", "house_number": "Huisnr", "house_letter": "Letter", "email": "Mailadres",
}  # fmt: skip


@pytest.mark.parametrize(
    ("again", "headings", "expected"),
    [
        (FIRST, PLAIN, (0, 4, 0, 0)),
        (FIRST[::-1], PLAIN, (0, 4, 0, 0)),
        (FIRST, dict(reversed(PLAIN.items())), (0, 4, 0, 0)),
        (FIRST, ONE_ADDRESS, (0, 4, 0, 0)),
        (FIRST[:2], PLAIN, (0, 2, 0, 0)),
        ([*FIRST[2:], {"reference": "K-9"}], PLAIN, (1, 2, 0, 0)),
        ([mended(FIRST[0], amount="999,00"), *FIRST[1:]], PLAIN, (0, 3, 1, 0)),
        ([mended(FIRST[0], amount="999,00"), {"reference": "K-9"}, FIRST[1]], PLAIN, (1, 1, 1, 0)),
        ([mended(FIRST[0], reminder_on=""), FIRST[1]], PLAIN, (0, 1, 0, 1)),
        ([mended(row, reference=row["reference"].lower()) for row in FIRST], PLAIN, (0, 4, 0, 0)),
        ([mended(row, phone="+31 6 1234 5678", postcode="2511CA") for row in FIRST], PLAIN, (0, 4, 0, 0)),
        ([mended(FIRST[0], surname=GOOD["surname"].upper()), *FIRST[1:]], PLAIN, (0, 3, 1, 0)),
    ],
    ids=[
        "same", "re-sorted", "columns moved", "columns renamed", "part of it", "overlapping", "partly corrected",
        "corrected, new and the same", "a row made worse", "references in small letters", "written otherwise",
        "a name in capitals",
    ],
)  # fmt: skip
def test_k4_again(
    world: World, again: Rows, headings: Mapping[str, str], expected: tuple[int, int, int, int]
) -> None:
    assert outcome(deliver(world, FIRST)) == (4, 0, 0, 0)
    assert outcome(deliver(world, again, headings, name="anders.csv")) == expected
    assert Signal.objects.count() == 4 + expected[0]
    assert EarlierSignal.objects.count() == expected[2]


def test_k4_a_correction_keeps_what_the_signal_said_before_and_tells_what_changed(world: World) -> None:
    first = deliver(world, FIRST[:1])
    fixed = deliver(world, [mended(FIRST[0], amount="999,00", street="Ander pad", postcode="2511 CB")])
    again = deliver(world, [mended(FIRST[0], amount="500,00", street="Ander pad", postcode="2511 CB")])

    signal = Signal.objects.get()
    assert (signal.amount_cents, signal.delivery_id) == (50_000, first.delivery_id)
    said = [
        (told(one.said)["amount_cents"], one.replaced_by_id) for one in signal.earlier.order_by("replaced_at")
    ]
    assert said == [(123_456, fixed.delivery_id), (99_900, again.delivery_id)]
    assert told(signal.earlier.order_by("replaced_at")[0].said)["street"] == GOOD["street"]
    assert delivery_result(world.clerk, fixed.delivery_id, RECEIVED_ON).changes == {"address": 1, "amount": 1}


def test_e2_the_history_of_a_signal_is_erased_with_it(world: World) -> None:
    deliver(world, FIRST[:1])
    deliver(world, [mended(FIRST[0], amount="999,00")])
    erase_rows(actor=system_actor("0518"), rows=Signal.objects.all())
    assert not EarlierSignal.objects.exists()


def test_a_correction_is_told_by_field_and_never_by_value() -> None:
    before = dict.fromkeys(CORRECTED_FIELDS, "") | {
        "surname": "Linde",
        "amount_cents": 1,
        "onset_on": date(2026, 1, 2),
    }
    after = before | {"prefix": "van", "surname": "Linden", "amount_cents": 2, "fingerprint": "x"}

    assert changed_fields(before, after) == {"surname", "amount"}
    assert counted([frozenset({"amount"}), frozenset({"amount", "surname"})]) == {"amount": 2, "surname": 1}
    assert told(written(before))["onset_on"] == date(2026, 1, 2)
