"""Three months of deliveries in real formats, rehearsed on the national test register, held against the known truth."""

from __future__ import annotations

import csv
import json
import stat
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tijdig.rehearse.command import Arguments, run

COVENANT = ROOT / "tests" / "covenants" / "landelijk-0518.toml"
RULE_OF_NOISE = {
    "no-personal-contact": "R5",
    "no-reminder": "R5",
    "objection": "R6",
    "below-covenant-minimum": "R7",
    "negative-amount": "R12",
    "onset-after-signal": "R12",
}


@dataclass(frozen=True)
class Truth:
    file: str
    row: int
    expected: str
    bsn: str
    minors: bool
    noise: frozenset[str]


@pytest.fixture(scope="module")
def truth(shared_data: Path) -> list[Truth]:
    path = shared_data / "deliveries" / "0518" / "truth.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Truth(
                row["bestand"],
                int(row["rij"]),
                row["verwacht"],
                row["bsn"],
                row["minderjarige_kinderen"] == "ja",
                frozenset(row["ruis"].replace("/", "+").split("+")),
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


@pytest.fixture(scope="module")
def report(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = shared_data / "deliveries" / "0518"
    out = tmp_path_factory.mktemp("rehearsal") / "report.json"
    files = sorted(path for path in folder.iterdir() if path.name != "truth.csv")
    deliveries = tuple(f"{path.stem[:-8]}@{path.stem[-7:]}-05={path}" for path in files)
    arguments = Arguments(
        COVENANT, "0518", shared_data / "rvig" / "persoonslijsten.csv", None, deliveries, out
    )
    printed = StringIO()
    assert run(arguments, printed) == 0, printed.getvalue()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    return json.loads(out.read_text())


@pytest.fixture(scope="module")
def refused(report: dict) -> dict[tuple[str, int], dict]:
    return {(one["file"], row["row"]): row for one in report["deliveries"] for row in one["refused"]}


@pytest.fixture(scope="module")
def signals(report: dict) -> dict[tuple[str, int], dict]:
    return {(one["file"], one["row"]): one for one in report["signals"]}


def test_every_expected_refusal_is_refused_with_its_rule(truth: list[Truth], refused: dict) -> None:
    wanted = {
        (one.file, one.row): rule
        for one in truth
        if one.expected == "refused"
        for noise, rule in RULE_OF_NOISE.items()
        if noise in one.noise
    }
    assert wanted
    assert {key: refused[key]["rule"] for key in wanted} == wanted


def test_no_acceptable_row_is_refused_and_a_row_that_stands_twice_is_taken_once(
    truth: list[Truth], refused: dict
) -> None:
    others = {(one.file, one.row): one.expected for one in truth if one.expected != "refused"}
    hit = {key: expected for key, expected in others.items() if key in refused}
    assert set(hit.values()) <= {"duplicate-in-file"}
    assert {refused[key]["rule"] for key in hit} <= {"K4"}


def test_residents_are_found_and_no_certain_link_is_wrong(truth: list[Truth], signals: dict) -> None:
    counted: Counter[str] = Counter()
    for one in truth:
        if one.expected != "accepted":
            continue
        signal = signals[(one.file, one.row)]
        right = signal["resident"] == one.bsn.zfill(9)
        counted[f"{signal['outcome']}, {'right' if right else 'another first'}"] += 1
        assert right or signal["outcome"] != "certain", signal["rule"]
    total = sum(counted.values())
    found = counted["certain, right"] + counted["review, right"]
    print(f"\n{total} rows about residents: {dict(counted)}; linked to the right person {found / total:.1%}")
    assert found / total >= 0.97


@pytest.mark.parametrize(
    ("expected", "register"), [("accepted-deceased", "deceased"), ("accepted-no-resident", "moved-away")]
)
def test_the_deceased_and_those_who_live_elsewhere_are_recognised(
    truth: list[Truth], signals: dict, expected: str, register: str
) -> None:
    rows = [signals[(one.file, one.row)] for one in truth if one.expected == expected]
    assert rows
    assert {row["register"] for row in rows} == {register}


def test_a_repeat_is_the_same_arrears_with_no_higher_amount_r21(truth: list[Truth], signals: dict) -> None:
    repeats = {key for key, signal in signals.items() if signal["repeat"]}
    assert repeats == {(one.file, one.row) for one in truth if "repeat-same" in one.noise}


def test_families_with_minor_children_are_ranked_as_such_r29(
    truth: list[Truth], report: dict, signals: dict
) -> None:
    cases = {case["id"]: case for case in report["cases"]}
    for one in truth:
        signal = signals.get((one.file, one.row))
        if one.expected != "accepted" or signal is None or signal["case"] is None:
            continue
        ranked = any("minderjarige" in why for why in cases[signal["case"]]["rankReasons"])
        assert ranked == one.minors or len(cases[signal["case"]]["signals"]) > 1
