"""A whole address in one cell is read as its parts; what it lacks, or says otherwise than the row, is told (R19)."""

from __future__ import annotations

from tests.intake.samples import GOOD, ONE_ADDRESS_CELL, RECEIVED_ON, codes, covenant, table_of
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.rows import CheckedDelivery

APART = {"postcode", "town"}
TOGETHER = {name: heading for name, heading in ONE_ADDRESS_CELL.items() if name not in APART}


def delivered(*addresses: str, headings: dict[str, str] = TOGETHER, **others: str) -> CheckedDelivery:
    rows = [{"reference": f"K-{n}", "address": text, **others} for n, text in enumerate(addresses)]
    table = table_of(*rows, headings={**headings, "address": "Volledig adres"})
    return check_delivery(
        table,
        propose_columns(table.headings),
        covenant=covenant(),
        party="havenlicht",
        received_on=RECEIVED_ON,
    )


def test_the_postcode_and_town_behind_a_number_are_those_of_the_row() -> None:
    (signal,) = delivered("Voorbeeldstraat 12 A, 2511 ca Den Haag").accepted

    assert (signal.street, signal.house_number, signal.house_letter) == ("Voorbeeldstraat", 12, "A")
    assert (signal.postcode, signal.town) == ("2511CA", "Den Haag")


def test_an_address_without_a_postcode_among_others_is_refused_by_itself() -> None:
    result = delivered("Voorbeeldstraat 12, 2511CA Den Haag", "Voorbeeldstraat 14", "")

    assert [signal.reference for signal in result.accepted] == ["K-0"]
    assert codes(result, row=2) == {"missing-value"}
    assert codes(result, row=3) == {"missing-value", "missing-house-number"}
    assert {one.column for one in result.refused} == {"Volledig adres"}


def test_of_an_address_that_could_not_be_read_no_part_is_said_to_be_missing() -> None:
    result = delivered("Voorbeeldstraat 12, 2511CA Den Haag", "Voorbeeldstraat 14, box nummer 3")

    assert codes(result, row=2) == {"address-holds-more"}


def test_where_no_address_has_a_postcode_a_column_for_it_is_asked() -> None:
    result = delivered("Voorbeeldstraat 12", "Voorbeeldstraat 14")

    assert [(problem.code, problem.params["field"]) for problem in result.problems] == [
        ("intake.missing-column", "postcode")
    ]


def test_a_column_of_its_own_says_what_the_address_does_not() -> None:
    (signal,) = delivered("Voorbeeldstraat 12", headings=ONE_ADDRESS_CELL).accepted

    assert (signal.postcode, signal.town) == ("2511CA", GOOD["town"])


def test_an_address_and_a_column_that_say_two_postcodes_are_not_chosen_between() -> None:
    same = delivered("Voorbeeldstraat 12, 2511 CA Den Haag", headings=ONE_ADDRESS_CELL)
    other = delivered("Voorbeeldstraat 12, 2512 CA Den Haag", headings=ONE_ADDRESS_CELL)

    assert len(same.accepted) == 1
    assert (len(other.accepted), codes(other)) == (0, {"other-postcode"})
