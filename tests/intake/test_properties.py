"""Whatever comes in: no crash, and no accepted row says anything else than the file did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.intake.samples import (
    ENGLISH,
    GOOD,
    ONE_ADDRESS_CELL,
    PLAIN,
    RECEIVED_ON,
    covenant,
    csv_file,
    table_of,
)
from tijdig.intake.reading.csv_file import read_csv
from tijdig.intake.reading.limits import Limits
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.problems import Problem, Refused

LIMITS = Limits()
COVENANT = covenant()
cells = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_one_problem(content: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read_csv(content, LIMITS)
    except Refused as refused:
        problems = refused.problems

    assert len(problems) <= 1


@given(st.lists(st.lists(cells, min_size=24, max_size=24), max_size=4), st.sampled_from([PLAIN, ENGLISH]))
def test_any_cells_are_accepted_or_refused_with_a_reason(
    rows: list[list[str]], layout: dict[str, str]
) -> None:
    made = [dict(zip(layout, row, strict=False)) for row in rows]
    table = table_of(*made, headings=layout)

    result = check_delivery(
        table, propose_columns(table.headings), covenant=COVENANT, party="havenlicht", received_on=RECEIVED_ON
    )

    if not result.problems:
        outcomes = {row.row for row in result.accepted} | {row.row for row in result.refused}
        assert outcomes == set(range(1, len(rows) + 1))
        assert len(result.accepted) + result.refused_rows == len(rows)


letters = st.text(alphabet="abcdefghijklmnoprstuvwzéëïöñœßæ", min_size=1, max_size=12).map(str.capitalize)


@dataclass(frozen=True)
class Delivered:
    surname: str
    number: int
    cents: int
    onset: int
    step: int
    born: date


delivered = st.builds(
    Delivered,
    surname=letters,
    number=st.integers(min_value=1, max_value=99_999),
    cents=st.integers(min_value=1, max_value=10**8),
    onset=st.integers(min_value=30, max_value=2000),
    step=st.integers(min_value=0, max_value=300),
    born=st.dates(date(1900, 1, 1), date(2020, 12, 31)),
)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@settings(max_examples=150)
@given(
    said=delivered,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    separator=st.sampled_from([";", ",", "\t"]),
    layout=st.sampled_from([PLAIN, ONE_ADDRESS_CELL]),
)
def test_an_accepted_row_says_what_was_delivered(
    said: Delivered, encoding: str, separator: str, layout: dict[str, str]
) -> None:
    began, stepped = RECEIVED_ON - timedelta(days=said.onset), RECEIVED_ON - timedelta(days=said.step)
    row = GOOD | {
        "surname": said.surname, "prefix": "", "house_number": str(said.number), "house_letter": "",
        "address": f"Voorbeeldstraat {said.number}", "birth_date": f"{said.born:%d-%m-%Y}",
        "onset_on": f"{began:%d-%m-%Y}", "reminder_on": f"{stepped:%d-%m-%Y}",
        "amount": f"{said.cents // 100},{said.cents % 100:02}",
    }  # fmt: skip
    content = csv_file(row, headings=layout, separator=separator, encoding=encoding)
    # Æœ in Windows-1252 is Ɯ in UTF-8, byte for byte: no reader can tell.
    assume(encoding != "cp1252" or said.surname.isascii() or not _is_utf_8(content))
    table = read_csv(content, LIMITS)

    result = check_delivery(
        table, propose_columns(table.headings), covenant=COVENANT, party="havenlicht", received_on=RECEIVED_ON
    )

    (signal,) = result.accepted
    assert (signal.surname, signal.house_number, signal.amount_cents) == (
        said.surname,
        said.number,
        said.cents,
    )
    assert (signal.birth_date, signal.onset_on, signal.reminder_on) == (f"{said.born:%Y%m%d}", began, stepped)
    assert (signal.street, signal.reference, signal.months) == ("Voorbeeldstraat", "K-1001", 3)


@pytest.mark.parametrize("count", [1, 50])
@given(cuts=st.lists(st.integers(min_value=0, max_value=2_000), max_size=5))
def test_a_damaged_file_never_changes_a_row_that_is_still_accepted(count: int, cuts: list[int]) -> None:
    whole = csv_file(*({"reference": f"K-{n}"} for n in range(count)))
    damaged = bytearray(whole)
    for cut in cuts:
        del damaged[cut : cut + 1]
    try:
        table = read_csv(bytes(damaged), LIMITS)
    except Refused:
        return
    result = check_delivery(
        table, propose_columns(table.headings), covenant=COVENANT, party="havenlicht", received_on=RECEIVED_ON
    )

    # A sign less can be another value, but never one that stands nowhere in the file.
    text = bytes(damaged).decode()
    assert all(row.reference in text and row.surname in text for row in result.accepted)
