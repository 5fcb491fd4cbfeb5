"""Cells kept column by column are the cells that were given, and an answer that does not add up is none."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.intake.rules.cells import Cells, Rows, bytes_of_places

WIDTH = 3
tables = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "Æ", "07"]) | st.text(max_size=3)] * WIDTH))


@given(tables)
def test_rows_are_the_rows_that_were_given(rows: list[tuple[str, ...]]) -> None:
    kept = Rows.of(iter(rows), WIDTH)

    assert list(kept) == rows
    assert [kept[index] for index in range(len(kept))] == rows
    assert kept[1:3] == tuple(rows[1:3])
    assert kept == Rows.of(rows, WIDTH)
    assert hash(kept) == hash(Rows.of(rows, WIDTH))
    assert [column.in_rows() for column in kept.columns] == [
        [row[place] for row in rows] for place in range(WIDTH)
    ]


@given(tables)
def test_a_distinct_cell_is_kept_once_and_found_in_each_of_its_rows(rows: list[tuple[str, ...]]) -> None:
    for place, column in enumerate(Rows.of(rows, WIDTH).columns):
        cells = [row[place] for row in rows]

        assert column.distinct == tuple(dict.fromkeys(cells))
        assert column.per_row([cell.upper() for cell in column.distinct]) == [cell.upper() for cell in cells]
        assert column.rows_with({"a", ""}) == [row for row, cell in enumerate(cells) if cell in {"a", ""}]


@pytest.mark.parametrize("distinct", [1, 2, 256, 257, 65_536, 65_537, 70_000])
def test_places_come_back_however_many_there_are(distinct: int) -> None:
    cells = [str(number % distinct) for number in range(70_000)]
    (column,) = Rows.of(([cell] for cell in cells), 1).columns
    written = column.places_as_bytes()

    assert len(written) == bytes_of_places(distinct, len(cells))
    assert Cells.from_bytes(column.distinct, len(cells), written).in_rows() == cells


@pytest.mark.parametrize("written", [b"\x00\x01", b"\x00\x01\x02", b"\x00\x01\x00\x01"])
def test_s2_a_row_without_a_cell_or_with_one_that_is_not_there_is_no_answer(written: bytes) -> None:
    with pytest.raises(ValueError, match="a row without a cell"):
        Cells.from_bytes(("a", "b"), 3, written)


def test_s2_a_wide_place_that_is_not_there_is_no_answer() -> None:
    distinct = tuple(map(str, range(300)))

    with pytest.raises(ValueError, match="a row without a cell"):
        Cells.from_bytes(distinct, 301, array("H", [*range(300), 300]).tobytes())
