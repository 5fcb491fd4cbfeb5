"""A delivery that comes again, mended or a month later, adds nothing but what is new by then (K4, R21)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.delivering import deliver
from tests.intake.samples import csv_file
from tests.intake.world import World
from tijdig.intake.models import Signal


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
