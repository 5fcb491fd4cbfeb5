"""Two CSV files in, one out: others bring their own data and their own truth."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks.linkage_quality.files import make_files
from tijdig.cli import main
from tijdig.linkage import files
from tijdig.linkage.files import LINK_COLUMNS, link_files
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.problems import Refused

NO_COLUMN, UNREADABLE = "linkage.file-column-missing", "linkage.file-row-unreadable"
REGISTER = """person,household,given_names,prefix,surname,birth_date,street,house_number,house_letter,postcode
P1,H1,Anna Maria,van der,Zandhoek,1970-03-15,Lindepad,12,A,9999 ZX
P2,H2,Cor,,Kersink,19650101,Lindepad,14,,9999ZX
P3,,Bea,,Duinloo,19800229,Eikenpad,3,,9998AA
"""
SIGNALS = """signal;initials;surname;birth_date;house_number;house_letter;postcode;received_on
S1;A.M.;Zandhoek, van der;1970-03-15;12;A;9999ZX;2026-07-06
S2;C.;Kersing;;14;;9999ZX;
S3;Q.;Anders;;14;;9999ZX;2026-07-06
S4;B.;Duinlo;1980-02-29;3;;9998AA;2026-07-06
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    return tmp_path


def links_of(folder: Path) -> Sequence[Mapping[str, str]]:
    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def link(folder: Path) -> Mapping[Outcome, int]:
    return link_files(folder / "register.csv", folder / "signals.csv", folder / "links.csv")


def test_every_signal_comes_out_with_person_household_tier_and_evidence(folder: Path) -> None:
    counts = link(folder)
    links = links_of(folder)

    assert tuple(links[0]) == LINK_COLUMNS
    assert [(one["signal"], one["person"], one["household"], one["tier"]) for one in links] == [
        ("S1", "P1", "H1", "certain"),
        ("S2", "P2", "H2", "review"),
        ("S3", "", "", "none"),
        ("S4", "P3", "Eikenpad|3|||9998AA|", "certain"),
    ]
    assert counts == {Outcome.CERTAIN: 2, Outcome.REVIEW: 1, Outcome.NONE: 1}
    assert links[1]["candidates"] == "P2"
    assert {"+name-near", "+address-exact", "birth-date-missing"} <= set(links[1]["reasons"].split())


def test_a_large_register_is_linked_by_two_threads_with_the_same_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_files(tmp_path / "seed", residents=3_000, signals=300, seed=1)
    by_one, by_two = tmp_path / "by-one.csv", tmp_path / "by-two.csv"
    link_files(made.register, made.signals["realistic"], by_one)
    monkeypatch.setattr(files, "MANY_RESIDENTS", 3_000)
    link_files(made.register, made.signals["realistic"], by_two)

    assert by_one.read_bytes() == by_two.read_bytes()
    assert by_one.read_bytes().count(b"\n") == 301


def test_what_is_written_is_for_who_made_it_alone(folder: Path) -> None:
    link(folder)

    assert (folder / "links.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("file", "change", "code", "told"),
    [
        ("register.csv", ("person", "bsn"), NO_COLUMN, {"column": "person"}),
        ("signals.csv", ("surname", "naam"), NO_COLUMN, {"column": "surname"}),
        ("signals.csv", (";14;;9999ZX;\n", ";14b;;9999ZX;\n"), UNREADABLE, {"line": "3"}),
        ("signals.csv", ("1980-02-29", "29/2/80"), UNREADABLE, {"column": "birth_date", "line": "5"}),
        ("signals.csv", ("A;9999ZX;2026-07-06", "A;9999ZX;6 juli"), UNREADABLE, {"line": "2"}),
        ("register.csv", ("19650101", "1965"), UNREADABLE, {"line": "3"}),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_nothing_is_written(
    folder: Path, file: str, change: tuple[str, str], code: str, told: Mapping[str, str]
) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        link(folder)

    (problem,) = refused.value.problems
    assert problem.code == code
    assert told.items() <= problem.params.items()
    assert problem.params["file"] == file
    assert not (folder / "links.csv").exists()


def test_a_line_is_counted_as_an_editor_counts_it(folder: Path) -> None:
    people = 'person,surname,birth_date\nP1,"Duin\nloo",19800229\n\nP2,Kersink,1965\n'
    (folder / "register.csv").write_text(people, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        link(folder)

    assert refused.value.problems[0].params["line"] == "5"


def test_what_is_no_table_is_refused(folder: Path) -> None:
    (folder / "register.csv").write_bytes("person,surname\nP1,Weëß\n".encode("cp1252"))
    with pytest.raises(Refused) as refused:
        link(folder)

    assert refused.value.problems[0].code == "linkage.file-not-a-table"
    assert not (folder / "links.csv").exists()


def test_short_rows_spaces_and_capitals_in_the_heading_do_no_harm(folder: Path) -> None:
    heading = "Person , SURNAME,birth_date,house_number,postcode,given_names"
    people = f"{heading}\n P3 ,Duinloo, 19800229 , 3 ,9998 aa,Bea\nP4,X\n"
    (folder / "register.csv").write_text(people, encoding="utf-8")
    link(folder)

    assert (links_of(folder)[3]["person"], links_of(folder)[3]["tier"]) == ("P3", "certain")


def test_the_command_prints_the_counts_or_what_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--register", str(folder / "register.csv"), "--signals", str(folder / "signals.csv")]
    command = ["link-files", *files, "--out", str(folder / "links.csv")]

    assert main(command) == 0
    assert capsys.readouterr().out.split() == ["certain", "2", "review", "1", "none", "1"]
    (folder / "signals.csv").write_text("surname\nX\n", encoding="utf-8")
    assert main(command) == 1
    assert NO_COLUMN in capsys.readouterr().out


def test_a_command_starts_without_what_the_others_need() -> None:
    heavy = "{'cryptography', 'http.client', 'django', 'duckdb'}"
    asked = f"import sys; from tijdig.cli import parser; parser(); print({heavy} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert printed == "set()\n"


def test_who_lived_elsewhere_is_found_by_the_address_of_before(folder: Path) -> None:
    heading = (
        "person,surname,birth_date,postcode,house_number,former_postcode,former_house_number,municipality"
    )
    people = ("P1,Duinloo,19800229,9998AA,3,,,0518", "P2,Kersink,19650101,9997AB,8,9999ZX,14,0599")
    (folder / "register.csv").write_text("\n".join((heading, *people, "")), encoding="utf-8")
    link_files(folder / "register.csv", folder / "signals.csv", folder / "links.csv", municipality="0518")
    moved, at_home = links_of(folder)[1], links_of(folder)[3]

    assert (moved["person"], moved["tier"]) == ("P2", "review")
    assert {"+address-former", "left-town"} <= set(moved["reasons"].split())
    assert (at_home["person"], at_home["tier"]) == ("P1", "certain")


def test_a_wrong_house_number_of_before_says_which_line(folder: Path) -> None:
    heading = "person,surname,former_postcode,former_house_number"
    (folder / "register.csv").write_text(f"{heading}\nP1,Duinloo,,\nP2,Kersink,9999ZX,x\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        link(folder)

    assert dict(refused.value.problems[0].params) == {
        "file": "register.csv", "line": "3", "column": "former_house_number",
    }  # fmt: skip
