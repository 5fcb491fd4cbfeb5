"""The table, the register entry, the DPIA and the register of algorithms say what the file says (C1, S4, R34, R57)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.covenant.documents.changing import unseen_changes
from tijdig.covenant.profiles import PROFILES, profile
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.algorithm import (
    LONGEST,
    algorithm_fields,
    algorithm_json,
    algorithm_paper,
    open_questions,
)
from tijdig.covenant.rules.documents.asking import as_text
from tijdig.covenant.rules.documents.impact import impact_assessment
from tijdig.covenant.rules.documents.impact_questions import QUESTIONS
from tijdig.covenant.rules.documents.permission_table import CSV_HEADINGS, permission_table, table_rows
from tijdig.covenant.rules.documents.register import register_json, register_paper
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.letters.cells import csv_bytes
from tijdig.letters.papers import Question

type Said = Callable[[Covenant], object]

PERMISSIONS = ("uitwisseling", "eigen_gebruik", "gegeven", "doel", "partij.*.naam")
MARK = ("titel", "versie", "geldig", "bron", "id")
RESPONSIBLE = ("contact", "verantwoording", "gemeente")
SAID: dict[str, tuple[tuple[str, ...], Said]] = {
    "table": ((*PERMISSIONS, *MARK), lambda covenant: list(permission_table(covenant).texts)),
    "table as CSV": (PERMISSIONS[:-1], lambda covenant: list(table_rows(covenant))),
    "register": ((*PERMISSIONS, *MARK, *RESPONSIBLE), lambda covenant: list(register_paper(covenant).texts)),
    "register as JSON": ((*PERMISSIONS, *MARK, *RESPONSIBLE), register_json),
    "impact": (
        (
            *PERMISSIONS,
            *MARK,
            "gemeente",
            "bepaling[].artikel",
            "bepaling[].tekst",
            "aanlevering.drempel",
            "aanlevering.onterecht",
            "aanlevering.matching",
            "route",
            "voorrang",
            "termijn.informeren",
            "termijn.antwoord_rechten",
            "termijn.verlenging_rechten",
            "verantwoording.logcontrole",
            "verantwoording.kleinste_cel",
            "terugkoppelbeleid.geen_contact",
            "partij.*.rol",
        ),
        lambda covenant: list(impact_assessment(covenant).texts),
    ),
    "algorithm": (
        ("route", "voorrang", *MARK, "contact.email"),
        lambda covenant: list(algorithm_paper(covenant).texts),
    ),
    "algorithm as JSON": (("route", "voorrang", "contact.email", "versheid"), algorithm_json),
}


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("document", SAID)
def test_r57_each_value_that_it_is_about_changes_the_document(document: str, name: str) -> None:
    sections, said = SAID[document]
    unseen = unseen_changes(name, sections, said)

    # How old a fact may be stands in the entry for the facts that its rules look at, in its document.
    assert [path for path in unseen if not path.startswith("versheid")] == []


@pytest.mark.parametrize("name", PROFILES)
def test_c1_the_spread_out_table_is_the_set_that_the_file_permits(name: str) -> None:
    covenant = profile(name)
    listed = {(row[0], row[3], row[4], row[9], row[7]) for row in list(table_rows(covenant))[1:]}
    permitted = {
        (one.id, giver, receiver, one.purpose, field)
        for one in covenant.exchanges
        for giver in covenant.members(one.sender)
        for receiver in covenant.members(one.recipient)
        for field in covenant.fields_of(one.categories)
    } | {
        (use.id, user, user, use.purpose, field)
        for use in covenant.own_uses
        for user in covenant.members(use.by)
        for field in covenant.fields_of(use.categories)
    }
    assert listed == permitted


def test_s4_no_cell_of_the_table_is_a_formula(weert: Covenant) -> None:
    hostile = replace(weert.purposes["triage"], law='=HYPERLINK("http://x")', gdpr="+1")
    covenant = replace(weert, purposes={**weert.purposes, "triage": hostile}, title="@SUM(1)")
    rows = [[*row[:11], hostile.law, *row[12:]] for row in table_rows(covenant)]
    content = csv_bytes(rows, separator=";", encoding="utf-8-sig").decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(content), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert len(CSV_HEADINGS) == len(next(iter(table_rows(covenant))))


@pytest.mark.parametrize("name", PROFILES)
def test_article_30_every_letter_is_answered_or_asked(name: str) -> None:
    covenant = profile(name)
    entry = json.loads(as_text(register_json(covenant)))

    assert entry["verwerkingsverantwoordelijke"]["naam"] == covenant.municipality.name  # a
    assert entry["functionaris_gegevensbescherming"]["email"] == covenant.accountability.privacy_officer.email
    for processing in entry["verwerkingen"]:
        assert processing["omschrijving"]  # b
        assert processing["betrokkenen"]  # c
        assert all(group["velden"] for group in processing["gegevens"])
        assert all(use["bewaartermijn"] for use in processing["verstrekkingen_en_gebruik"])  # f
    received = [one for one in entry["verwerkingen"] if one["ontvangers"]]
    assert received  # d
    assert {question["onderdeel"] for question in entry["vragen"]} == {"a", "e", "g"}
    assert entry["maatregelen"]  # g
    told = {use["nummer"] for one in entry["verwerkingen"] for use in one["verstrekkingen_en_gebruik"]}
    assert told == {one.id for one in (*covenant.exchanges, *covenant.own_uses)}


@pytest.mark.parametrize("name", PROFILES)
def test_the_dpia_has_the_seventeen_points_and_leaves_judgement_open(name: str) -> None:
    paper = impact_assessment(profile(name))
    points = list(paper.sections)

    assert [section.label for section in points] == [str(number) for number in range(1, 18)]
    assert [len(part.sections) for part in paper.parts] == [10, 5, 1, 1]
    for section in points:
        asked = [block.text for block in section.blocks if isinstance(block, Question)]
        assert asked == list(QUESTIONS[int(section.label)])
        assert asked


def test_r34_the_register_of_algorithms_tells_the_rules_and_no_prediction(weert: Covenant) -> None:
    told = str(algorithm_fields(weert, CovenantState.IN_FORCE)["methods_and_models"])

    assert "leren niet" in told
    assert "voorspelt niets" in told
    for rule in (*weert.routes, *weert.rank_factors):
        assert rule.explanation in told


@pytest.mark.parametrize("name", PROFILES)
def test_the_fields_are_those_of_the_publication_standard(name: str) -> None:
    fields = algorithm_fields(profile(name), CovenantState.IN_FORCE)

    assert all(len(str(fields[field])) <= longest for field, longest in LONGEST.items())
    assert re.fullmatch(r"\d{4}-\d{2}", str(fields["begin_date"]))
    assert fields["end_date"] is None
    assert (fields["lang"], fields["standard_version"], fields["status"]) == ("nld", "1.0", "In gebruik")
    empty = {field for field, value in fields.items() if value is None} - {"end_date"}
    assert empty == {one.part for one in open_questions(profile(name), CovenantState.IN_FORCE)}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (CovenantState.IN_FORCE, "In gebruik"),
        (CovenantState.NOT_ACCEPTED, "In ontwikkeling"),
        (CovenantState.EXPIRED, "Buiten gebruik"),
        (CovenantState.REVOKED, "Buiten gebruik"),
        (None, None),
    ],
)
def test_the_status_follows_the_standing_of_the_covenant(
    weert: Covenant, state: CovenantState | None, status: str | None
) -> None:
    fields = algorithm_fields(weert, state)
    assert fields["status"] == status
    assert (fields["end_date"] is None) == (status != "Buiten gebruik")


def test_a_rule_text_that_is_too_long_for_the_register_is_pointed_at_and_not_cut(weert: Covenant) -> None:
    long = replace(weert.routes[0], explanation="een lange uitleg " * 400)
    told = str(algorithm_fields(replace(weert, routes=(long,)), None)["methods_and_models"])

    assert len(told) <= LONGEST["methods_and_models"]
    assert "bijlage 8 en 9" in told
