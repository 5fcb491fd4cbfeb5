"""The list of protections stays true: ``make protections`` takes each away; here only that each entry still fits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tools.protections import LISTED, Protection, broken_before, flaws, listed_protections

PROTECTIONS = listed_protections()


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda one: f"{one.id}-{one.what[:40]}")
def test_each_entry_fits_the_source_and_names_its_test(protection: Protection) -> None:
    assert flaws(protection) == []


def test_an_entry_that_has_come_loose_is_told(tmp_path: Path) -> None:
    (tmp_path / "source.py").write_text("safe = True\n")
    (tmp_path / "test_source.py").write_text("def test_t1_safe(): ...\n")
    entry = Protection(
        "T1", "what", "source.py", "safe = True", "safe = False", "test_source.py::test_t1_safe"
    )
    assert flaws(entry, tmp_path) == []
    assert flaws(replace(entry, old="gone"), tmp_path)
    assert flaws(replace(entry, new=entry.old), tmp_path)
    assert flaws(replace(entry, file="gone.py"), tmp_path)
    assert flaws(replace(entry, id="T2"), tmp_path)
    assert flaws(replace(entry, test="test_source.py::test_t1_gone"), tmp_path)
    assert flaws(replace(entry, database="oracle"), tmp_path)


def test_a_loose_entry_is_never_counted_as_noticed() -> None:
    entry = Protection("T1", "what", "README.md", "no such text", "", f"{LISTED.name}.py::test_t1_none")
    assert set(broken_before([entry], {})) == {entry}
