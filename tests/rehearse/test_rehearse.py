"""A rehearsal runs the rules on files and stores nothing; what cannot be rehearsed is told, and no file is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from tijdig.demo.agreement import covenant_text
from tijdig.demo.deliveries import Arrears, ledger_row, wide_export
from tijdig.demo.people import invent_town
from tijdig.demo.register import benefit_list, register_extract
from tijdig.demo.story import tell_story
from tijdig.rehearse.command import Arguments, run

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("month")
    town = invent_town(TODAY)
    story = tell_story(town, TODAY)
    for profile in ("weert", "sittard-geleen", "landelijk"):
        (folder / f"{profile}.toml").write_text(covenant_text(TODAY, profile), encoding="utf-8")
    (folder / "residents.csv").write_text(register_extract(town), encoding="utf-8")
    (folder / "benefits.csv").write_text(benefit_list(town, TODAY), encoding="utf-8")
    for month in story.months:
        for party in month.rows:
            (folder / f"{party}-{month.received_on}.csv").write_bytes(month.export(party))
    (folder / "errors.csv").write_bytes(story.with_errors)
    return folder


def rehearse(
    files: Path, out: Path, *deliveries: str, covenant: str = "weert", **other: str
) -> tuple[int, str]:
    given = Arguments(
        covenant=files / f"{covenant}.toml",
        controller=other.get("controller", ""),
        residents=files / other.get("residents", "residents.csv"),
        benefits=files / "benefits.csv",
        deliveries=deliveries,
        json_out=out,
    )
    printed = StringIO()
    return run(given, printed), printed.getvalue()


def month_of(files: Path, party: str, as_party: str | None = None) -> list[str]:
    return [
        f"{as_party or party}@{path.stem[-10:]}={path}" for path in sorted(files.glob(f"{party}-2026-*.csv"))
    ]


def test_the_weert_month_routes_by_benefit_and_puts_the_threatened_family_first(
    files: Path, tmp_path: Path
) -> None:
    code, printed = rehearse(
        files, tmp_path / "out.json", *month_of(files, "wonen-limburg"), *month_of(files, "st-joseph")
    )
    assert code == 0, printed
    report = json.loads((tmp_path / "out.json").read_text())
    assert {case["route"] for case in report["cases"]} >= {"participatiewet", "maatschappelijk-werk"}
    top = min(report["cases"], key=lambda case: case["rank"])
    assert "minderjarige kinderen" in top["rankReasons"][0]
    assert "dreigende ontruiming" in top["rankReasons"][0]
    assert "burgerservicenummers" in printed


@pytest.mark.parametrize("covenant", ["sittard-geleen", "landelijk"])
def test_another_covenant_can_be_tried_on_this_towns_data(files: Path, tmp_path: Path, covenant: str) -> None:
    parties = {"sittard-geleen": "wonen-limburg", "landelijk": "verhuurder"}
    text = (files / f"{covenant}.toml").read_text(encoding="utf-8")
    party = parties[covenant] if f"[partij.{parties[covenant]}]" in text else _first_landlord(text)
    code, printed = rehearse(
        files,
        tmp_path / "out.json",
        *month_of(files, "wonen-limburg", party),
        covenant=covenant,
        controller="0988",
    )
    assert code == 0, printed
    report = json.loads((tmp_path / "out.json").read_text())
    assert report["controller"] == "0988"
    assert report["cases"]
    assert all(case["route"] or case["routeReasons"] for case in report["cases"])


def _first_landlord(text: str) -> str:
    blocks = text.split("[partij.")[1:]
    return next(block.split("]")[0] for block in blocks if 'rol = "verhuurder"' in block.split("[")[0])


def test_refused_rows_are_told_with_column_rule_and_remedy(files: Path, tmp_path: Path) -> None:
    code, printed = rehearse(files, tmp_path / "out.json", f"wonen-limburg@2026-11-05={files / 'errors.csv'}")
    assert code == 0, printed
    refused = json.loads((tmp_path / "out.json").read_text())["deliveries"][0]["refused"]
    assert [row["row"] for row in refused] == sorted(row["row"] for row in refused)
    for row in refused:
        assert all(row[told] for told in ("rule", "messageNl", "messageEn"))
        assert row["code"].startswith("intake.")
    objected = next(row for row in refused if row["rule"] == "R6")
    assert objected["reference"] == ""


def test_the_same_delivery_twice_adds_nothing_k4(files: Path, tmp_path: Path) -> None:
    path = min(files.glob("st-joseph-2026-*.csv"))
    once = rehearse(files, tmp_path / "once.json", f"st-joseph@2026-09-05={path}")
    twice = rehearse(
        files, tmp_path / "twice.json", f"st-joseph@2026-09-05={path}", f"st-joseph@2026-09-06={path}"
    )
    assert (once[0], twice[0]) == (0, 0)
    first, second = (json.loads((tmp_path / name).read_text()) for name in ("once.json", "twice.json"))
    assert len(first["signals"]) == len(second["signals"])
    assert second["deliveries"][1]["alreadyKnown"] == second["deliveries"][1]["accepted"]


def test_unrelated_people_at_one_address_wait_for_a_person_first_r22(files: Path, tmp_path: Path) -> None:
    alone = [
        one
        for one in invent_town(TODAY)
        if not one.partner_surname and not one.tags & {"child", "died", "left"}
    ]
    landlady = alone[0]
    lodger = next(one for one in alone if one.surname != landlady.surname)
    strangers = (landlady, replace(lodger, home=landlady.home))
    (tmp_path / "residents.csv").write_text(register_extract(strangers), encoding="utf-8")
    on = date(2026, 11, 5)
    rows = [
        ledger_row(Arrears(one, f"R{number}", date(2026, 8, 1), 600_00), on, Random(3))
        for number, one in enumerate(strangers)
    ]
    (tmp_path / "two.csv").write_bytes(wide_export(rows))

    code, printed = rehearse(
        files,
        tmp_path / "out.json",
        f"wonen-limburg@{on}={tmp_path / 'two.csv'}",
        residents=str(tmp_path / "residents.csv"),
    )

    assert code == 0, printed
    (case,) = json.loads((tmp_path / "out.json").read_text())["cases"]
    assert len(case["signals"]) == 2
    assert "samen of apart" in case["routeReasons"][0]


def test_a_correction_changes_a_signal_and_adds_none_k4(files: Path, tmp_path: Path) -> None:
    path = min(files.glob("wonen-limburg-2026-*.csv"))
    heading, first, *_ = path.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(heading.split(";"), first.split(";"), strict=True)) | {"bedrag": "9.876,54"}
    (tmp_path / "fixed.csv").write_text(f"{heading}\n{';'.join(cells.values())}\n", encoding="utf-8")
    day = path.stem[-10:]
    code, printed = rehearse(
        files,
        tmp_path / "out.json",
        f"wonen-limburg@{day}={path}",
        f"wonen-limburg@{day}={tmp_path / 'fixed.csv'}",
    )
    assert code == 0, printed
    report = json.loads((tmp_path / "out.json").read_text())
    assert len(report["signals"]) == report["deliveries"][0]["accepted"]
    assert report["deliveries"][1]["corrected"] == 1


@pytest.mark.parametrize(
    ("delivery", "code"),
    [
        ("woonbron@2026-11-05={folder}/errors.csv", "rehearse.party-not-in-covenant"),
        ("wonen-limburg@2026-02-30={folder}/errors.csv", "rehearse.delivery-not-understood"),
        ("wonen-limburg={folder}/errors.csv", "rehearse.delivery-not-understood"),
        ("wonen-limburg@2026-11-05={folder}/absent.csv", "rehearse.file-not-read"),
        ("wonen-limburg@2020-11-05={folder}/errors.csv", "intake.covenant-not-in-force"),
        ("amw@2026-11-05={folder}/errors.csv", "intake.not-a-signal-partner"),
        ("wonen-limburg@2026-11-05={folder}/weert.toml", "intake."),
    ],
)
def test_what_cannot_be_rehearsed_is_told_and_nothing_is_written(
    files: Path, tmp_path: Path, delivery: str, code: str
) -> None:
    exit_code, printed = rehearse(files, tmp_path / "out.json", delivery.format(folder=files))
    assert exit_code == 1
    assert code in printed
    assert list(tmp_path.iterdir()) == []
