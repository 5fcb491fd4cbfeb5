"""What a cell with a postcode, a house number or a whole address may look like (R19)."""

from __future__ import annotations

import pytest

from tests.intake.outcomes import REFUSED, outcome
from tijdig.intake.rules.values.house_numbers import read_address, read_house_number
from tijdig.intake.rules.values.postcodes import read_postcode


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2573lj", "2573LJ"),
        ("2551 KH", "2551KH"),
        ("", None),
        ("0123AB", REFUSED),
        ("2573", REFUSED),
        ("2573L1", REFUSED),
    ],
)
def test_r19_postcodes(text: str, expected: object) -> None:
    assert outcome(read_postcode(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (12, "", "")),
        ("12A", (12, "A", "")),
        ("12 a", (12, "a", "")),
        ("9-3", (9, "", "3")),
        ("223 hs", (223, "", "hs")),
        ("12 A 3", (12, "A", "3")),
        ("12A-3", (12, "A", "3")),
        ("555B73c", (555, "B", "73c")),
        ("58.0", (58, "", "")),
        ("0012", (12, "", "")),
        ("12\u20133", (12, "", "3")),
        ("12\u2011A", (12, "A", "")),
        ("12.50", REFUSED),
        ("100000", REFUSED),
        ("2026-03-12", REFUSED),  # 12-3, or 3-12?
        ("12-mrt", REFUSED),
        ("dec-12", REFUSED),
        ("", None),
        ("A12", REFUSED),
        ("12,0", (12, "", "")),
        ("12, 6001 AB", REFUSED),
        ("12 6001ab", REFUSED),
        ("0", REFUSED),
    ],
)
def test_r19_house_numbers_alone_or_merged(text: str, expected: object) -> None:
    assert outcome(read_house_number(text)) == expected


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("Voorbeeldmarkt 4", "Voorbeeldmarkt", (4, "", "")),
        ("Voorbeeldweg 61 e", "Voorbeeldweg", (61, "e", "")),
        ("Laan van Nieuw-O-Indië 25", "Laan van Nieuw-O-Indië", (25, "", "")),
        ("Plein 1813 4 A", "Plein 1813", (4, "A", "")),
        ("Plein 1940 12", "Plein 1940", (12, "", "")),
        ("1e Voorbeeldstraat 5", "1e Voorbeeldstraat", (5, "", "")),
        ("Hof van 3 Eiken 12", "Hof van 3 Eiken", (12, "", "")),
        ("Kade 12-14", "Kade", (12, "", "14")),
        ("Kade 9 bis", "Kade", (9, "", "bis")),
        ("Kade 3-1hg", "Kade", (3, "", "1hg")),
        ("Kade 5, rood", "Kade", (5, "", "rood")),
        ("Kade 12, 2e etage", "Kade", (12, "", "2e etage")),
        ("Kade 12 3 hoog", "Kade", (12, "", "3 hoog")),
        ("Kade 12, kamer 7", "Kade", (12, "", "kamer 7")),
        ("Plein 40-45 12", "Plein 40-45", (12, "", "")),
    ],
)
def test_r19_street_and_number_in_one_cell(text: str, street: str, number: tuple[int, str, str]) -> None:
    assert outcome(read_address(text)) == (street, number, "", "")


@pytest.mark.parametrize("text", ["Voorbeeldstraat", "Plein 1944", "PLEIN 1813"])
def test_r19_an_address_without_a_number_is_refused(text: str) -> None:
    problem = read_address(text).problem
    assert problem is not None
    assert problem.code == "intake.no-house-number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voorbeeldstraat 12 2511CA", ("Voorbeeldstraat", (12, "", ""), "2511CA", "")),
        ("Voorbeeldstraat 12, 2511 ca Den Haag", ("Voorbeeldstraat", (12, "", ""), "2511CA", "Den Haag")),
        ("Plein 1944 7 bis, 6511 AB, Nijmegen", ("Plein 1944", (7, "", "bis"), "6511AB", "Nijmegen")),
        ("Kade 12-3\n2511 CA ’s-Gravenhage", ("Kade", (12, "", "3"), "2511CA", "’s-Gravenhage")),
        ("Voorbeeldweg 1234 AB", ("Voorbeeldweg", (1234, "", "AB"), "", "")),
    ],
)
def test_r19_a_postcode_behind_the_number_is_no_addition(text: str, expected: object) -> None:
    assert outcome(read_address(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Voorbeeldstraat 12 Den Haag", "address-holds-more"),
        ("Plein 1944, 6511 AB Nijmegen", "no-house-number"),
        ("Voorbeeldstraat 12, 2511 CA Den Haag, 2e etage", "address-holds-more"),
        ("Voorbeeldstraat 12 2511 CA Den Haag 3 hoog", "address-holds-more"),
        ("Voorbeeldstraat 12, box nummer 7", "address-holds-more"),
        ("Voorbeeldstraat 12-3 1", "address-holds-more"),
        ("a 1" * 70, "too-long"),
        ("Voorbeeldstraat 12 2e etg. links", "address-holds-more"),
    ],
)
def test_r19_what_else_stands_in_an_address_is_not_guessed(text: str, code: str) -> None:
    problem = read_address(text).problem
    assert problem is not None
    assert problem.code == f"intake.{code}"
