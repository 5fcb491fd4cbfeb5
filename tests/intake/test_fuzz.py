"""Whatever a landlord's system makes, and however it is damaged on the way: read right, refused with a reason, or both.

Never a crash, never half a delivery, never a value that a careful clerk would not read. ``make fuzz`` tries ten
thousands of files; here a share of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.intake.ledgers import Ledger, csv_ledger, damaged, damaged_inside, workbook_ledger
from tests.intake.parsing import IN_A_BOUNDED_PROCESS
from tests.intake.samples import RECEIVED_ON, covenant
from tests.intake.world import World
from tijdig.intake.models import ColumnMapping, Delivery, DeliveryFile, RefusedRow, Signal
from tijdig.intake.reading import reader
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.reading_rows import LEFT_OUT_WHEN_UNREADABLE
from tijdig.intake.rules.rows import CheckedDelivery, SignalRow
from tijdig.intake.rules.table import Table
from tijdig.intake.services import confirm_columns, receive_delivery
from tijdig.intake.states import DeliveryState
from tijdig.problems import Refused

FILES = int(os.environ.get("TIJDIG_FUZZ_FILES", "100"))  # of each kind
SHARE = 25  # one in so many is parsed in its bounded process, or stored
COVENANT = covenant()
LINE_END = re.compile(rb"\r\n|\r|\n")
KINDS = {"csv": csv_ledger, "workbook": workbook_ledger}


def read(content: bytes) -> tuple[Table, CheckedDelivery] | None:
    """Read and check a file; None when it is refused as a whole."""
    try:
        table = read_table(content)
    except Refused:
        return None
    checked = check_delivery(
        table, propose_columns(table.headings), covenant=COVENANT, party="havenlicht", received_on=RECEIVED_ON
    )
    outcomes = {row.row for row in checked.accepted} | {row.row for row in checked.refused}
    assert checked.problems or outcomes == set(range(1, len(table.rows) + 1))
    return table, checked


def differing(row: SignalRow, ledger: Ledger, number: int) -> dict[str, tuple[object, object]]:
    """Return what an accepted row says in another way than its ledger does; what could not be read may be left out.

    A name is compared as a whole: where it is taken apart is a choice. So is a house number with what belongs to it.
    """
    says = _whole(row._asdict() | {"email": row.email})
    wanted = _whole(ledger.tenants[number].read())
    return {
        name: (says[name], wanted[name])
        for name in wanted
        if says[name] != wanted[name] and not (name in LEFT_OUT_WHEN_UNREADABLE and says[name] == "")
    }


def _whole(values: Mapping[str, object]) -> dict[str, object]:
    name = f"{values['prefix']} {values['surname']}".strip()
    number = f"{values['house_number']}{values['house_letter']} {values['addition']}".strip()
    return {
        **values,
        "prefix": "",
        "surname": name,
        "house_letter": "",
        "addition": "",
        "house_number": number,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_s3_whatever_way_it_is_written_an_accepted_row_says_what_the_ledger_says(kind: str) -> None:
    accepted, wrong = 0, dict[tuple[int, int], object]()
    for seed in range(FILES):
        ledger = KINDS[kind](seed)
        found = read(ledger.content)
        if found is None:
            assert not ledger.tenants, seed
            continue
        for row in found[1].accepted:
            wrong |= {(seed, row.row): how} if (how := differing(row, ledger, row.row - 1)) else {}
        accepted += len(found[1].accepted)
    assert not wrong
    assert accepted > FILES


def test_s2_s3_a_damaged_file_is_refused_or_read_and_rows_that_were_spared_say_the_same() -> None:
    """A line that stands in the file as it was written, under its own headings, is read as before or refused."""
    spared, wrong = 0, dict[tuple[int, int], object]()
    for seed in range(FILES):
        ledger = csv_ledger(seed)
        content = damaged(ledger.content, seed)
        found = read(content)
        for row, number in spared_rows(ledger, content, *found) if found else ():
            spared += 1
            wrong |= {(seed, row.row): how} if (how := differing(row, ledger, number)) else {}
    assert not wrong
    assert spared > FILES // 4


@pytest.mark.parametrize("harm", [damaged, damaged_inside])
def test_s2_a_damaged_workbook_is_refused_or_says_only_what_stands_in_it(
    harm: Callable[[bytes, int], bytes],
) -> None:
    refused = 0
    for seed in range(FILES):
        content = harm(workbook_ledger(seed).content, seed)
        found = read(content)
        refused += found is None
        for row in found[1].accepted if found else ():
            assert all(ord(sign) >= ord(" ") for sign in row.reference + row.surname + row.street), seed
    assert refused > FILES // 4


def spared_rows(
    ledger: Ledger, content: bytes, table: Table, checked: CheckedDelivery
) -> Iterator[tuple[SignalRow, int]]:
    """Yield the accepted rows whose line was not touched, with the number of their tenant."""
    before, after = LINE_END.split(ledger.content), LINE_END.split(content)
    heading = ledger.style.titles
    if table.heading_line > len(after) or after[table.heading_line - 1] != before[heading]:
        return
    own = before[heading + 1 : heading + 1 + len(ledger.tenants)]
    ends = (table.heading_line, *table.lines)
    for row in checked.accepted:
        end = ends[row.row]
        line = after[end - 1]
        # A quote that stayed open makes one row of several lines: then the row before ended further up.
        if line in own and after.count(line) == before.count(line) == 1 and ends[row.row - 1] == end - 1:
            yield row, own.index(line)


@contextmanager
def parsed_in_a_bounded_process() -> Iterator[None]:
    """Read files as they are served: each in a process of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "_parsed", IN_A_BOUNDED_PROCESS)
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_s2_the_bounded_process_reads_the_same(kind: str) -> None:
    for seed in range(0, FILES, SHARE):
        content = damaged(KINDS[kind](seed).content, seed) if seed % 2 else KINDS[kind](seed).content
        here = read(content)
        with parsed_in_a_bounded_process():
            assert read(content) == here, seed


def _kept() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Delivery, Signal, RefusedRow, DeliveryFile, ColumnMapping)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_k1_a_delivery_is_kept_whole_or_not_at_all(world: World, kind: str) -> None:
    """Every accepted row becomes a signal and every refused one is on record, or nothing of the file is there."""
    taken = 0
    for seed in range(0, FILES, SHARE):
        content = damaged(KINDS[kind](seed).content, seed) if seed % 4 == 1 else KINDS[kind](seed).content
        before, found = _kept(), read(content)
        try:
            received = receive_delivery(
                actor=world.clerk, file_name=f"{seed}.{kind}", content=content, received_on=RECEIVED_ON
            )
            if received.state is DeliveryState.WAITING:
                received = confirm_columns(
                    actor=world.clerk, delivery_id=received.delivery_id, columns=received.plan.stored, on=RECEIVED_ON
                )  # fmt: skip
        except Refused:
            after = _kept()
            assert after == before if found is None else after[1:3] == before[1:3], seed
            continue
        assert found is not None, seed
        assert (received.rows, received.refused) == (found[1].rows, found[1].refused_rows), seed
        assert len(received.new) + received.unchanged + len(received.corrected) == len(found[1].accepted), (
            seed
        )
        taken += 1
    assert taken
