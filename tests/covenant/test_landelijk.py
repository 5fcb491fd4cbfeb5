"""The national practice under the Wgs, and the same for municipality 0518 on real-format deliveries."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import ROOT
from tests.covenant.samples import TODAY, facts_for, known, may
from tijdig.covenant.rules.deciding import exchanges_between, unmet_conditions
from tijdig.covenant.rules.document import Covenant, Period
from tijdig.covenant.rules.facts import FactScalar, FactSource, KnownFact
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.ddas import STATUTORY_SECTORS

COVENANT_0518 = ROOT / "tests" / "covenants" / "landelijk-0518.toml"

# Which column of each layout holds which fact.
COLUMNS = {
    "achterstand.maanden": ("maanden", "Achterst. mnd", "Aantal maanden", "months_due"),
    "ontstaan": ("ontstaansdatum", "Datum oudste post", "Oudste vordering", "oldest_invoice"),
    "incasso.contact_gezocht": (
        "contact_gezocht",
        "Dat. huisbezoek",
        "Persoonlijk contact",
        "personal_contact",
    ),
    "incasso.gewezen_op_hulp": (
        "gewezen_op_hulp",
        "Dat. info SHV",
        "Verwezen naar SHV",
        "referred_to_debt_help",
    ),
    "incasso.herinnering": ("herinnering", "Dat. 1e herinnering", "Herinnering", "reminder_sent"),
    "incasso.aanbod_doorgeven": ("aanbod_doorgeven", "Dat. aanbod gemeente", "Aanbod", "offer_made"),
    "huurder.geinformeerd": ("geinformeerd", "Dat. aankondiging", "Aankondiging", "announced"),
    "huurder.bezwaar": ("bezwaar", "Bezwaar J/N", "Bezwaar", "objected"),
}
# What was put into a row, and the fact by which the covenant refuses it.
REFUSED_BY = {
    "no-personal-contact": {"incasso.contact_gezocht"},
    "no-reminder": {"incasso.herinnering"},
    "objection": {"huurder.bezwaar"},
    "below-covenant-minimum": {"achterstand.maanden", "achterstand.dagen"},
}


def test_rent_energy_water_and_health_may_signal(landelijk: Covenant) -> None:
    assert {party.sector for party in landelijk.signal_partners} == STATUTORY_SECTORS
    signal = facts_for(landelijk.exchanges[0].conditions)
    for partner in landelijk.signal_partners:
        assert may(landelijk, partner.code, "gemeente", "vroegsignalering", "signaal.naam", signal)


@pytest.mark.parametrize(
    "duty",
    ["incasso.contact_gezocht", "incasso.gewezen_op_hulp", "incasso.herinnering", "incasso.aanbod_doorgeven"],
)
def test_r5_each_duty_is_asked(landelijk: Covenant, duty: str) -> None:
    facts = {**facts_for(landelijk.exchanges[0].conditions), duty: None}

    problems = unmet_conditions(landelijk, landelijk.exchanges[0], facts, TODAY)

    assert [problem.params["fact"] for problem in problems] == [duty]


@pytest.mark.parametrize(("days", "permitted"), [(29, False), (30, True)])
def test_r7_thirty_days_is_the_minimum(landelijk: Covenant, days: int, permitted: bool) -> None:
    facts = {
        **facts_for(landelijk.exchanges[0].conditions),
        "achterstand.dagen": known("achterstand.dagen", days),
    }

    assert (
        may(landelijk, "zorgverzekeraar", "gemeente", "vroegsignalering", "signaal.naam", facts) == permitted
    )


def test_r45_collection_pauses_thirty_days_and_is_checked_on_day_twenty(landelijk: Covenant) -> None:
    assert landelijk.pause.possible
    assert (landelijk.pause.length, landelijk.pause.check_after) == (Period(days=30), Period(days=20))


def test_the_covenant_for_0518_is_clean_and_has_its_partners() -> None:
    reading = read_covenant(COVENANT_0518.read_bytes())

    assert lint_covenant(reading) == ()
    assert reading.covenant
    assert reading.covenant.controller_code == "0518"
    assert {party.code: party.sector for party in reading.covenant.signal_partners} == {
        "woonvorm": "Huur",
        "havenlicht": "Huur",
        "duinrand": "Huur",
        "stroomnet": "Energie",
    }


def rows_of(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".xlsx":
        table = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        start = next(n for n, row in enumerate(table) if "Relatie" in row)
        return [dict(zip(map(str, table[start]), row, strict=True)) for row in table[start + 1 :]]
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    separator = ";" if text.count(";") > text.count(",") else ","
    return [dict(row) for row in csv.DictReader(text.splitlines(), delimiter=separator)]


def as_fact(value: object) -> FactScalar | None:
    if isinstance(value, datetime | date):
        return date(value.year, value.month, value.day)
    text = str(value).strip().lower()
    if text in {"n", "nee", "false"}:
        return False
    if text in {"j", "ja", "true"}:
        return True
    if re.fullmatch(r"\d+(\.0)?", text):
        return int(float(text))
    for form in ("%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def facts_of(row: dict[str, object], received_on: date) -> dict[str, KnownFact | None]:
    values = {
        name: as_fact(next(row[column] for column in columns if column in row))
        for name, columns in COLUMNS.items()
    }
    onset = values.pop("ontstaan")
    values["achterstand.dagen"] = max((received_on - onset).days, 0) if isinstance(onset, date) else None
    return {
        name: None if value is None else KnownFact(value, received_on, FactSource.DELIVERY)
        for name, value in values.items()
    }


def judged(folder: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Yield expectation, noise and refusing facts of every row of the sample deliveries."""
    covenant = read_covenant(COVENANT_0518.read_bytes()).covenant
    assert covenant
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = list(csv.DictReader(file, delimiter=";"))
    for name in sorted({line["bestand"] for line in truth}):
        party, year, month = Path(name).stem.rsplit("-", 2)
        received_on = date(int(year), int(month), 3)
        rows = rows_of(folder / name)
        (exchange,) = exchanges_between(covenant, party, "gemeente-den-haag", "vroegsignalering")
        for line in truth:
            if line["bestand"] == name:
                facts = facts_of(rows[int(line["rij"]) - 1], received_on)
                problems = unmet_conditions(covenant, exchange, facts, received_on)
                yield line["verwacht"], line["ruis"], {problem.params["fact"] for problem in problems}


def test_0518_refuses_what_the_truth_refuses_and_nothing_else(shared_data: Path) -> None:
    seen = 0
    for expected, noise, refused_by in judged(shared_data / "deliveries" / "0518"):
        kinds = set(noise.split("/")) & REFUSED_BY.keys()
        wanted = set().union(*(REFUSED_BY[kind] for kind in kinds))
        if expected != "refused":
            assert not refused_by
        elif kinds:
            seen += 1
            assert refused_by == wanted
    assert seen == 12
