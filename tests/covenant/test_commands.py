"""``tijdig covenant lint | show | diff``: what is printed, and the exit codes."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tijdig.covenant.commands import diff_files, lint_file, show_file
from tijdig.covenant.profiles import PROFILES, profile_text
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.showing import arrangement_in_sentences
from tijdig.covenant.rules.table import exchanges, own_uses


@pytest.fixture
def weert_file(tmp_path: Path) -> Path:
    path = tmp_path / "weert.toml"
    path.write_text(profile_text("weert"), encoding="utf-8")
    return path


def test_lint_of_a_good_file(weert_file: Path, weert: Covenant) -> None:
    out = StringIO()

    assert lint_file(weert_file, out) == 0
    assert weert.hash in out.getvalue()


def test_lint_of_a_bad_file_gives_line_key_why_and_what_to_write(
    tmp_path: Path, changed_weert: Callable[[str, str], str]
) -> None:
    path, out = tmp_path / "bad.toml", StringIO()
    path.write_text(changed_weert('informeren = "P1M"', 'informeren = "P6W"'), encoding="utf-8")

    assert lint_file(path, out) == 1
    line = path.read_text(encoding="utf-8").splitlines().index('informeren = "P6W"') + 1
    assert f"bad.toml:{line}: [termijn.informeren]" in out.getvalue()
    assert "[covenant.term-too-long, R18]" in out.getvalue()
    assert 'Schrijf informeren = "P1M" of korter.' in out.getvalue()


@pytest.mark.parametrize("command", [lint_file, show_file])
def test_a_file_that_is_not_there(tmp_path: Path, command: Callable[[Path, StringIO], int]) -> None:
    out = StringIO()

    assert command(tmp_path / "weg.toml", out) == 2
    assert "niet te openen" in out.getvalue()


def test_show_prints_who_gets_what_for_what(weert_file: Path) -> None:
    out = StringIO()

    assert show_file(weert_file, out) == 0
    text = out.getvalue()
    assert "Een melder geeft pas een signaal bij 2 maanden achterstand of meer." in text
    assert "U1 (artikel 1)" in text
    assert "bewaren: 6 maanden na afsluiting, dan vernietigd" in text
    assert "alleen als: De inwoner heeft geen bezwaar gemaakt" in text


def test_show_refuses_a_covenant_that_cannot_be_in_force(
    tmp_path: Path, changed_weert: Callable[[str, str], str]
) -> None:
    path, out = tmp_path / "bad.toml", StringIO()
    path.write_text(changed_weert("tot_dag = 10", "tot_dag = 31"), encoding="utf-8")

    assert show_file(path, out) == 1
    assert "Wie krijgt wat" not in out.getvalue()


def test_diff_tells_the_differences(
    weert_file: Path, tmp_path: Path, changed_weert: Callable[[str, str], str]
) -> None:
    new, out = tmp_path / "new.toml", StringIO()
    new.write_text(changed_weert('informeren = "P1M"', 'informeren = "P2W"'), encoding="utf-8")

    assert diff_files(weert_file, new, out) == 1
    assert "Changed: termijn.informeren: from P1M to P2W." in out.getvalue()


def test_diff_of_the_same_file(weert_file: Path) -> None:
    out = StringIO()

    assert diff_files(weert_file, weert_file, out) == 0
    assert "Geen verschillen" in out.getvalue()


def test_diff_with_a_broken_file(weert_file: Path, tmp_path: Path) -> None:
    broken, out = tmp_path / "x.toml", StringIO()
    broken.write_text("x = ", encoding="utf-8")

    assert diff_files(weert_file, broken, out) == 1
    assert "covenant.not-toml" in out.getvalue()


@pytest.mark.parametrize("name", PROFILES)
def test_the_table_has_a_row_for_each_category_of_each_permission(
    name: str, request: pytest.FixtureRequest
) -> None:
    covenant: Covenant = request.getfixturevalue({"sittard-geleen": "sittard"}.get(name, name))

    rows = (*exchanges(covenant), *own_uses(covenant))

    assert [row.id for row in rows] == [one.id for one in (*covenant.exchanges, *covenant.own_uses)]
    assert all(row.sender.name and row.data and row.ground and row.kept for row in rows)
    assert all(one.fields for row in rows for one in row.data)
    assert {row.id for row in rows if row.recipient is None} == {use.id for use in covenant.own_uses}
    assert all(sentence.endswith(".") for _, told in arrangement_in_sentences(covenant) for sentence in told)
