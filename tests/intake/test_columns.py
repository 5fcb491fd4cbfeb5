"""Which field a heading means; what is proposed, confirmed and remembered."""

from __future__ import annotations

import pytest

from tests.intake.samples import ENGLISH, ONE_ADDRESS_CELL, PLAIN, WORKBOOK
from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.columns import Reason, planned_columns, problems_in_plan, propose_columns
from tijdig.intake.rules.fields import FIELDS
from tijdig.intake.rules.headings import field_of_heading, forbidden_kind
from tijdig.intake.rules.table import FileKind, Table, heading_key, unique_headings


@pytest.mark.parametrize("layout", [PLAIN, ONE_ADDRESS_CELL, ENGLISH, WORKBOOK])
def test_every_heading_of_the_four_layouts_is_recognised(layout: dict[str, str]) -> None:
    plan = propose_columns(tuple(layout.values()))

    assert {column.field: column.heading for column in plan.columns} == layout
    assert {column.reason for column in plan.columns} == {Reason.RECOGNISED}


def test_no_two_fields_share_a_synonym() -> None:
    owners: dict[str, set[str]] = {}
    for field in FIELDS:
        for synonym in field.synonyms:
            assert heading_key(synonym) == synonym
            owners.setdefault(synonym, set()).add(field.name)

    assert {synonym: names for synonym, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Geb.datum", "birth_date"),
        ("Geb.", "birth_date"),
        ("GEBOORTEDATUM (dd-mm-jjjj)", "birth_date"),
        ("Bezwaar J/N", "objection"),
        ("Saldo (EUR)", "amount"),
        ("Huisnr.", "house_number"),
        ("Hnr", "house_number"),
        ("Debiteurnr", "reference"),
        ("Postal Code", "postcode"),
        ("Geïnformeerd", "informed_on"),
        ("Complex", ""),
        ("Opmerkingen", ""),
    ],
)
def test_headings_are_recognised_however_they_are_written(heading: str, field: str) -> None:
    assert field_of_heading(heading) == field


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Opmerking huurder", "free-text"), ("Aantal kinderen", "household"), ("Inkomen", "benefit"),
        ("BSN", "bsn"), ("Burgerservicenummer", "bsn"), ("Familienaam", ""), ("Wijk", ""),
    ],
)  # fmt: skip
def test_r10_headings_that_may_not_be_delivered(heading: str, kind: str) -> None:
    assert forbidden_kind(heading) == kind


def test_the_first_of_two_columns_for_one_field_is_proposed() -> None:
    plan = propose_columns(("Telefoon", "Mobiel", "Wijk", "Memo"))

    assert [(column.field, column.reason) for column in plan.columns] == [
        ("phone", Reason.RECOGNISED), ("", Reason.ALREADY_TAKEN), ("", Reason.NOT_RECOGNISED), ("", Reason.FORBIDDEN),
    ]  # fmt: skip


def test_a_number_behind_a_street_is_the_house_number() -> None:
    behind = propose_columns(("Klant", "Straat", "Nr.", "PC"))
    before = propose_columns(("Nr.", "Klant", "Straat", "PC"))

    assert behind.headings["house_number"] == "Nr."
    assert "house_number" not in before.positions


def test_a_confirmed_plan_comes_back_from_what_is_remembered() -> None:
    headings = ("Nummer", "Naam", "Wijk")
    plan = planned_columns(headings, {"Nummer": "reference", "Naam": "surname"})

    assert planned_columns(headings, plan.stored) == plan
    assert plan.positions == {"reference": 0, "surname": 1}


def test_a_choice_that_cannot_be_is_told() -> None:
    plan = planned_columns(("A", "B", "C"), {"A": "surname", "B": "surname", "C": "shoe_size"})

    assert [problem.code for problem in problems_in_plan(plan)] == [
        "intake.field-twice",
        "intake.unknown-field",
    ]


def test_a_layout_is_known_by_its_headings_alone() -> None:
    def fingerprint(*headings: str) -> str:
        return Table(
            FileKind.CSV, headings, Rows.of([("",) * len(headings)], len(headings)), (2,)
        ).fingerprint

    assert fingerprint("Geb.datum", "Naam") == fingerprint("GEB.DATUM", "naam")
    assert fingerprint("Geb.datum", "Naam") != fingerprint("Naam", "Geb.datum")


def test_repeated_and_empty_headings_get_names_of_their_own() -> None:
    assert unique_headings(["Datum", "", "Datum"]) == ("Datum", "(kolom 2)", "Datum (2)")
