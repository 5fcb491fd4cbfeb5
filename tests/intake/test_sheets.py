"""Several sheets that look like a delivery: asked once, all together where they have the same columns, remembered."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
import xlsxwriter

from tests.intake.samples import PLAIN, RECEIVED_ON, csv_file, table_of
from tests.intake.world import World
from tijdig.intake.models import Signal
from tijdig.intake.queries import columns_to_confirm
from tijdig.intake.rules.sheets import ALL, can_go_together, chosen_table, remembered_table
from tijdig.intake.rules.table import SheetChoice, Table
from tijdig.intake.services import ReceivedDelivery, choose_sheet, confirm_columns, receive_delivery
from tijdig.intake.states import DeliveryState
from tijdig.problems import NotFound, Refused

OTHER = {name: heading for name, heading in PLAIN.items() if name != "email"}


def sheet(name: str, *references: str, headings: Mapping[str, str] = PLAIN) -> Table:
    return replace(table_of(*({"reference": one} for one in references), headings=headings), sheet=name)


def book(**sheets: list[dict[str, str]]) -> bytes:
    """A workbook of text cells, with our own headings on each sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            lines = csv_file(*rows).decode().splitlines()
            page = made.add_worksheet(name)
            for number, line in enumerate(lines):
                for column, cell in enumerate(line.split(";")):
                    page.write_string(number, column, cell)
    return target.getvalue()


def test_all_sheets_are_read_below_each_other_when_their_headings_are_the_same() -> None:
    north = replace(sheet("Noord", "K-1", "K-2"), crooked=frozenset({1}))
    south = replace(sheet("Zuid", "K-3"), crooked=frozenset({0}))
    together = chosen_table((north, south), ALL)

    assert together is not None
    assert [row[0] for row in together.rows] == ["K-1", "K-2", "K-3"]
    assert (together.lines, together.crooked) == ((2, 3, 2), frozenset({1, 2}))
    assert not can_go_together((north, sheet("Zuid", headings=OTHER)))
    assert chosen_table((north, sheet("Zuid", headings=OTHER)), ALL) is None
    assert chosen_table((north, south), "West") is None


def choice(tables: tuple[Table, ...], chosen: str) -> tuple[str, SheetChoice]:
    found = chosen_table(tables, chosen)
    assert found is not None
    assert found.choice is not None
    return found.fingerprint, found.choice


@pytest.mark.parametrize(
    ("before", "chosen", "now", "expected"),
    [
        ((sheet("A"), sheet("B")), "A", (sheet("A"), sheet("B")), "A"),
        ((sheet("A"), sheet("B")), "A", (sheet("A"), sheet("C")), None),
        ((sheet("A"), sheet("B")), ALL, (sheet("C"), sheet("D"), sheet("E")), ALL),
        ((sheet("A"), sheet("B")), ALL, (sheet("A"), sheet("B", headings=OTHER)), None),
        # Names that tell the month: the sheet is known by its columns.
        (
            (sheet("mei"), sheet("som mei", headings=OTHER)), "mei",
            (sheet("som juni", headings=OTHER), sheet("juni")), "juni",
        ),
        ((sheet("mei"), sheet("som mei", headings=OTHER)), "mei", (sheet("juni"), sheet("juli")), None),
    ],
)  # fmt: skip
def test_a_choice_is_remembered_by_name_or_by_columns(
    before: tuple[Table, ...], chosen: str, now: tuple[Table, ...], expected: str | None
) -> None:
    found = remembered_table(now, [choice(before, chosen)])
    assert (found.choice.chosen if found and found.choice else None) == expected


def deliver(world: World, content: bytes, on: date = RECEIVED_ON) -> ReceivedDelivery:
    return receive_delivery(actor=world.clerk, file_name="maand.xlsx", content=content, received_on=on)


def test_s3_a_workbook_with_several_sheets_is_asked_about_once(world: World) -> None:
    waiting = deliver(world, book(Noord=[{}], Zuid=[{"reference": "K-2"}], Leeg=[]))
    asked = columns_to_confirm(world.clerk, waiting.delivery_id)
    assert [(one.name, one.rows) for one in asked.sheets] == [("Noord", 1), ("Zuid", 1)]
    assert asked.sheets_go_together

    for actor, delivery_id in ((world.other_clerk, waiting.delivery_id), (world.clerk, uuid4())):
        with pytest.raises(NotFound):
            choose_sheet(actor=actor, delivery_id=delivery_id, sheet="Noord")
    with pytest.raises(NotFound):
        confirm_columns(actor=world.clerk, delivery_id=waiting.delivery_id, columns={}, on=RECEIVED_ON)
    with pytest.raises(Refused):
        choose_sheet(actor=world.clerk, delivery_id=waiting.delivery_id, sheet="Leeg")

    choose_sheet(actor=world.clerk, delivery_id=waiting.delivery_id, sheet=ALL)
    plan = columns_to_confirm(world.clerk, waiting.delivery_id).plan
    confirmed = confirm_columns(
        actor=world.clerk, delivery_id=waiting.delivery_id, columns=plan.stored, on=RECEIVED_ON
    )
    assert (confirmed.rows, len(confirmed.new)) == (2, 2)

    later = deliver(world, book(Oost=[{}], West=[{"reference": "K-3"}]), on=date(2026, 10, 2))
    assert (later.state, Signal.objects.count()) == (DeliveryState.ACCEPTED, 4)
