"""What a cell with a number, yes or no, a phone, an e-mail or a BSN may look like; no text fells a reader (R11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.outcomes import REFUSED, outcome
from tijdig.intake.rules.values.birth_dates import read_birth_date
from tijdig.intake.rules.values.bsn import bsns_among, could_be_bsn
from tijdig.intake.rules.values.dates import order_in, parts_in, read_date
from tijdig.intake.rules.values.emails import read_email
from tijdig.intake.rules.values.house_numbers import read_address, read_house_number
from tijdig.intake.rules.values.money import read_amount, style_in
from tijdig.intake.rules.values.names import read_full_name, read_initials
from tijdig.intake.rules.values.phones import read_phone
from tijdig.intake.rules.values.postcodes import read_postcode
from tijdig.intake.rules.values.whole_numbers import read_whole_number
from tijdig.intake.rules.values.yes_no import read_yes_no


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("3,0", 3),
        ("3 mnd", 3),
        ("0", 0),
        ("", None),
        ("2,5", REFUSED),
        ("-1", REFUSED),
        ("601", REFUSED),
    ],
)
def test_whole_numbers(text: str, expected: object) -> None:
    assert outcome(read_whole_number(text, 600)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J", True), ("ja", True), ("true", True), ("1", True), ("x", True), ("12-08-2026", True),
        ("N", False), ("nee", False), ("FALSE", False), ("0", False),
        ("", None), ("misschien", REFUSED),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, expected: object) -> None:
    assert outcome(read_yes_no(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0612345678", "+31612345678"),
        ("06-12345678", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("612345678", "+31612345678"),  # a spreadsheet ate the zero
        ("(070) 123 45 67", "+31701234567"),
        ("+31 (0)70 1234567", "+31701234567"),
        ("+32 470 12 34 56", "+32470123456"),
        ("", None),
        ("bel na zessen", REFUSED),
        ("06 1234567", REFUSED),
        ("06123456789", REFUSED),
        ("123", REFUSED),
    ],
)
def test_phone_numbers(text: str, expected: object) -> None:
    assert outcome(read_phone(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b@voorbeeld.nl", "a.b@voorbeeld.nl"),
        ("", None),
        ("geen", REFUSED),
        ("a@b.nl; c@d.nl", REFUSED),
        ("mailto:a.b@voorbeeld.nl", "a.b@voorbeeld.nl"),
    ],
)
def test_email_addresses(text: str, expected: object) -> None:
    assert outcome(read_email(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("999990019", True), ("9999.90.019", True), ("999.990.019", True), ("BSN: 999990019", True),
        ("999990018", False), ("000000000", False), ("H999990019", False), ("99999001", False),
        ("13-07-2026", False), ("1234567,89", False),
    ],
)  # fmt: skip
def test_r11_a_number_that_passes_the_test_of_eleven(text: str, expected: bool) -> None:
    assert could_be_bsn(text) is expected


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["Linde 999990019", "Linde (999990019)", "K-999990019"], {"Linde 999990019", "Linde (999990019)"}),
        (["10000008", "999990019"], {"999990019"}),  # one number of eight digits is somebody's own
        (
            ["10000008", "999990019", "999990032", "999990044"],
            {"10000008", "999990019", "999990032", "999990044"},
        ),
        (["10000008", "999990019", "999990032", "999990045"], {"999990019", "999990032"}),
    ],
)
def test_r11_bsns_within_a_text_and_without_their_zero(cells: list[str], found: set[str]) -> None:
    assert bsns_among(cells) == found


@given(st.text(max_size=60))
def test_no_text_makes_a_reader_fall_over(text: str) -> None:
    for read in (
        read_date, read_birth_date, read_amount, read_yes_no, read_postcode, read_house_number, read_address,
        read_phone, read_email, read_initials, read_full_name, could_be_bsn,
    ):  # fmt: skip
        read(text)
    style_in([text])
    order_in(parts_in([text]))
