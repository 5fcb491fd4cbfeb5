"""Real-format deliveries with their truth: every expected refusal by the right rule, no accepted row refused."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.intake.samples import covenant
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns


def _expected(folder: Path) -> dict[tuple[str, int], str]:
    """Per file and row the code that refuses it, or an empty string."""
    expected = {}
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter=";"):
            code = {"refused": line["ruis"].rpartition("/")[2], "duplicate-in-file": "duplicate-in-file"}
            expected[line["bestand"], int(line["rij"])] = code.get(line["verwacht"], "")
    return expected


def test_each_row_of_the_real_format_deliveries_comes_out_as_it_should(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared_data / "deliveries" / "0518"
    expected, found, counts = _expected(folder), {}, Counter[str]()
    for path in sorted(folder.iterdir()):
        if path.name == "truth.csv":
            continue
        party, year, month = path.stem.split("-")
        table = read_table(path.read_bytes())
        plan = propose_columns(table.headings)
        result = check_delivery(
            table, plan, covenant=covenant(), party=party, received_on=date(int(year), int(month), 3)
        )
        assert (result.problems, plan.unread) == ((), ())
        for row in range(1, len(table.rows) + 1):
            codes = {item.problem.code.removeprefix("intake.") for item in result.refused if item.row == row}
            found[path.name, row] = "+".join(sorted(codes))
            counts[found[path.name, row] or "accepted"] += 1

    with capsys.disabled():
        figures = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        print(f"\nreal-format deliveries: {len(found)} rows: {figures}")
    assert found == expected
