"""What is proposed for each column, with its reason; and how a layout differs from the one of last month."""

from __future__ import annotations

from collections.abc import Mapping

from tests.intake.samples import RECEIVED_ON
from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.columns import Reason
from tijdig.intake.rules.drift import Drift, drift_from
from tijdig.intake.rules.mapping_changes import Change, Changed, changes_between
from tijdig.intake.rules.proposals import propose_for
from tijdig.intake.rules.table import FileKind, Table

NOTHING: Mapping[str, str] = {}


def proposed(
    columns: Mapping[str, tuple[str, ...]], remembered: Mapping[str, str] = NOTHING
) -> dict[str, tuple[str, Reason]]:
    rows = tuple(zip(*columns.values(), strict=True))
    table = Table(FileKind.CSV, tuple(columns), Rows.of(rows, len(columns)), tuple(range(2, len(rows) + 2)))
    plan = propose_for(table, remembered, RECEIVED_ON)
    return {column.heading: (column.field, column.reason) for column in plan.columns}


def test_values_that_can_only_be_one_thing_are_proposed_for_it() -> None:
    found = proposed(
        {
            "A": ("K-1", "K-2", "K-3"),
            "B": ("2511 CA", "2512AB", "2513 cd"),
            "C": ("a@b.nl", "", "c@d.nl"),
            "D": ("0612345678", "+31612345679", "070-3456789"),
            "E": ("01-02-1970", "03-04-1980", "00-05-1990"),
            "F": ("12,50", "1.234,00", "820,00"),
            "G": ("Jan", "Piet", "Klaas"),
            "H": ("a@b.nl", "c@d.nl", "e@f.nl"),
            "I": ("01-02-1970", "03-04-1980", "25-05-1990"),
            "J": ("01-02-2026", "03-04-2026", "25-05-2026"),
        }
    )
    shaped = {heading: field for heading, (field, reason) in found.items() if reason is Reason.SHAPE}

    assert shaped == {
        "A": "reference", "B": "postcode", "D": "phone", "F": "amount", "H": "email", "I": "birth_date",
    }  # fmt: skip


def test_two_columns_that_look_alike_are_not_chosen_between() -> None:
    found = proposed({"A": ("2511 CA", "2512AB", "2513 cd"), "B": ("6001 AB", "6001 AC", "6002 AA")})
    assert {reason for _, reason in found.values()} == {Reason.NOT_RECOGNISED}


def test_r11_a_column_of_citizen_service_numbers_is_no_reference() -> None:
    found = proposed({"A": ("999990019", "999990020", "999990032"), "Naam": ("a", "b", "c")})
    assert found["A"] == ("", Reason.NOT_RECOGNISED)


def test_r10_values_do_not_open_a_forbidden_column() -> None:
    found = proposed({"Opmerking": ("2511 CA", "2512AB", "2513 cd")})
    assert found["Opmerking"] == ("", Reason.FORBIDDEN)


def test_what_was_chosen_before_goes_before_what_the_heading_means() -> None:
    found = proposed(
        {"Huurder": ("Jan", "Piet"), "Nummer": ("1", "2"), "Tel.": ("1", "2"), "Mobiel": ("3", "4")},
        {"huurder": "surname", "nummer": "reference", "tel": "", "weg": "amount"},
    )

    assert found == {
        "Huurder": ("surname", Reason.REMEMBERED),
        "Nummer": ("reference", Reason.REMEMBERED),
        "Tel.": ("", Reason.REMEMBERED),
        "Mobiel": ("phone", Reason.RECOGNISED),
    }


def test_what_is_remembered_for_one_column_is_not_given_to_another() -> None:
    found = proposed({"Naam": ("a", "b"), "Debiteurnaam": ("c", "d")}, {"debiteurnaam": "surname"})
    assert {heading: field for heading, (field, _) in found.items()} == {
        "Naam": "",
        "Debiteurnaam": "surname",
    }


def test_drift_names_what_is_gone_and_what_came() -> None:
    before = ("Huurder", "Naam", "Saldo", "Postcode")
    assert drift_from(("HUURDER", "Naam", "Postcode", "E-mail"), [before]) == Drift(
        ("Saldo",), ("E-mail",), reordered=False
    )
    assert drift_from(("Naam", "Huurder", "Saldo", "Postcode"), [before]) == Drift((), (), reordered=True)
    assert drift_from(("Iets", "Anders"), [before]) is None
    assert drift_from(before, []) is None


def test_drift_is_told_from_the_nearest_layout() -> None:
    far, near = ("Huurder", "Naam", "X", "Y"), ("Huurder", "Naam", "Saldo", "Z")
    assert drift_from(("Huurder", "Naam", "Saldo"), [far, near]) == Drift(("Z",), (), reordered=False)


def test_a_version_says_what_it_changed() -> None:
    changes = changes_between(
        {"A": "reference", "B": ""}, {"A": "reference", "B": "surname"}, {"C": "day-first"}, {}
    )
    assert changes == (
        Change("B", Changed.FIELD, "", "surname"), Change("C", Changed.WRITING, "day-first", ""),
    )  # fmt: skip
