"""From bytes to a table: the four layouts are read with certainty, anything else ends in one clear problem (S2, S3)."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from tests.intake.parsing import IN_A_BOUNDED_PROCESS
from tests.intake.samples import GOOD, LAYOUTS, PLAIN, RECEIVED_ON, covenant, csv_file, workbook
from tijdig.intake.reading import reader
from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.reader import read_table, read_tables
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.rows import SignalRow
from tijdig.intake.rules.table import FileKind
from tijdig.problems import Refused

HEADINGS = ";".join(PLAIN.values())
LINE = ";".join(GOOD.values())


@pytest.fixture(autouse=True)
def _in_a_bounded_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_parsed", IN_A_BOUNDED_PROCESS)


def problem_of(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refused:
        read_table(content, limits or Limits())
    (problem,) = refused.value.problems
    assert problem.nl
    assert problem.remedy_nl
    return problem.code.removeprefix("intake.")


def signals_in(content: bytes) -> tuple[SignalRow, ...]:
    table = read_table(content)
    result = check_delivery(
        table,
        propose_columns(table.headings),
        covenant=covenant(),
        party="havenlicht",
        received_on=RECEIVED_ON,
    )
    assert (result.problems, result.refused) == ((), ())
    return result.accepted


@pytest.mark.parametrize("layout", [*LAYOUTS, "workbook"])
def test_the_same_tenant_is_read_from_every_layout(layout: str) -> None:
    content = workbook({}) if layout == "workbook" else LAYOUTS[layout]

    (signal,) = signals_in(content)

    assert (signal.prefix, signal.surname, signal.birth_date) == ("van der", "Linde", "19711104")
    assert (signal.street, signal.house_number, signal.house_letter) == ("Voorbeeldstraat", 12, "A")
    assert (signal.amount_cents, signal.months, signal.onset_on) == (123456, 3, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("encoding", "separator", "found"),
    [
        ("utf-8", ";", "utf-8"),
        ("utf-8-sig", ",", "utf-8-sig"),
        ("cp1252", "\t", "windows-1252"),
        ("cp1252", "|", "windows-1252"),
    ],
)
def test_s3_encoding_and_separator_are_found_and_shown(encoding: str, separator: str, found: str) -> None:
    table = read_table(csv_file({"surname": "Rénée"}, separator=separator, encoding=encoding))

    assert (table.encoding, table.separator, table.rows[0][3]) == (found, separator, "Rénée")


def test_a_quoted_cell_may_hold_the_separator_and_a_line_end() -> None:
    table = read_table(csv_file({"street": "Hof; achter\nde poort", "surname": 'Wit "Zwart"'}))

    assert table.rows[0][5] == "Hof; achter\nde poort"
    assert table.rows[0][3] == 'Wit "Zwart"'
    assert table.crooked == frozenset()


def test_title_lines_and_empty_lines_are_no_rows() -> None:
    table = read_table(f"Maandlijst\n\n{HEADINGS}\n{LINE}\n;;;\n\n{LINE}\n".encode())

    assert (table.heading_line, table.lines, len(table.rows)) == (3, (4, 7), 2)


@pytest.mark.parametrize(
    ("line", "crooked"), [(LINE + ";extra", True), (LINE + ";;", False), (LINE[:-2], True)]
)
def test_a_row_with_too_many_or_too_few_cells_means_nothing(line: str, *, crooked: bool) -> None:
    table = read_table(f"{HEADINGS}\n{LINE}\n{line}\n".encode())

    assert (1 in table.crooked) is crooked


def test_a_workbooks_cells_have_one_meaning() -> None:
    table = read_table(workbook({"amount": 804.6000000001, "birth_date": "10-12-1899", "house_number": 1485}))
    row = dict(zip(table.headings, table.rows[0], strict=True))

    assert (table.kind, table.sheet, table.heading_line) == (FileKind.XLSX, "Achterstanden", 4)
    assert (row["Openstaand bedrag"], row["Huisnr"], row["Geboortedatum"]) == ("804.60", "1485", "10-12-1899")
    assert row["Oudste vordering"] == "2026-06-01"


def test_a_hidden_sheet_is_not_read_and_two_visible_ones_are_not_chosen_between() -> None:
    table = read_table(workbook({}, hidden_copy=True))
    assert (table.sheet, table.hidden_sheets) == ("Achterstanden", 1)
    checked = check_delivery(
        table,
        propose_columns(table.headings),
        covenant=covenant(),
        party="havenlicht",
        received_on=RECEIVED_ON,
    )
    assert "intake.hidden-sheets" in [remark.code for remark in checked.remarks]
    assert problem_of(workbook({}, second_sheet=True)) == "two-tables"
    assert [table.sheet for table in read_tables(workbook({}, second_sheet=True))] == [
        "Achterstanden",
        "Kopie",
    ]


# --- Bad files -----------------------------------------------------------------------------------------------------
def archive(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A good workbook whose archive is changed."""
    with zipfile.ZipFile(io.BytesIO(workbook({}))) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, content in parts.items():
            changed.writestr(name, content)
    return target.getvalue()


def with_part(name: str, content: bytes = b"x") -> bytes:
    return archive(lambda parts: parts.__setitem__(name, content))


def with_markup(markup: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].replace(b"<worksheet", markup + b"<worksheet", 1)

    return archive(change)


def lying_about_size() -> bytes:
    """The directory says that a part of two megabytes is ten bytes."""
    honest = with_part("xl/media/big.xml", b" " * 2_000_000)
    return honest.replace(struct.pack("<L", 2_000_000), struct.pack("<L", 10))


def workbook_up_to(last_cell: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet1.xml"] = (
            b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
            b'<row r="1048576"><c r="' + last_cell + b'"><v>1</v></c></row></sheetData></worksheet>'
        )

    return archive(change)


EXTERNAL = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://x/externalLinkPath" Target="file:///etc/hosts" TargetMode="External"/>'
    b"</Relationships>"
)
# Made when its test asks for it: some are large.
BAD_FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "empty-file"),
    "only white space": (b" \r\n \n", "empty-file"),
    "a PDF named .csv": (b"%PDF-1.7\n%\xe2\xe3", "not-a-table-file"),
    "an image": (b"\x89PNG\r\n\x1a\n", "not-a-table-file"),
    "a web page": (b"<!DOCTYPE html><html><table>", "not-a-table-file"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "old-or-protected-workbook"),
    "UTF-16 with mark": (f"{HEADINGS}\n{LINE}".encode("utf-16"), "utf-16"),
    "UTF-16 without mark": (f"{HEADINGS}\n{LINE}".encode("utf-16-le"), "utf-16"),
    "a stray zero": (f"{HEADINGS}\n{LINE}\x00".encode(), "control-signs"),
    "a bell": (f"{HEADINGS}\n{LINE}\x07".encode(), "control-signs"),
    "two encodings": (f"{HEADINGS}\nRénée".encode() + "\nRénée".encode("cp1252"), "mixed-encoding"),
    "no encoding we know": (f"{HEADINGS}\n".encode() + b"Ren\x81e", "unknown-encoding"),
    "a mark and then not UTF-8": (b"\xef\xbb\xbf" + HEADINGS.encode() + b"\nR\xe9", "unknown-encoding"),
    "no headings": (f"{LINE}\n{LINE}\n".encode(), "no-heading"),
    "no rows": (f"{HEADINGS}\n".encode(), "no-rows"),
    "a quote that never closes": (f'{HEADINGS}\n"{LINE}\n{LINE}\n'.encode(), "broken-quotes"),
    "a very long cell": (f"{HEADINGS}\n{'x' * 3000}{LINE}\n".encode(), "cell-too-long"),
    "a million columns": (f"{HEADINGS}\n".encode() + b";" * 1_000_000, "too-many-columns"),
    "half a workbook": (lambda: workbook({})[:3000], "corrupt-workbook"),
    "a workbook with a broken sheet": (
        lambda: archive(lambda parts: parts.__setitem__("xl/worksheets/sheet1.xml", b"<worksheet><sheetD")),
        "corrupt-workbook",
    ),
    "a zero in a cell of a workbook": (lambda: workbook({"street": "Plein \x001813"}), "control-signs"),
    "another archive": (lambda: archive(lambda parts: parts.pop("xl/workbook.xml")), "not-a-table-file"),
    "a bomb": (lambda: with_part("xl/media/bomb.xml", b"\x00" * 30_000_000), "too-much-to-read"),
    "too many parts": (
        lambda: archive(lambda parts: [parts.__setitem__(f"xl/p{n}.xml", b"") for n in range(600)] and None),
        "too-much-to-read",
    ),
    "a part that lies about its size": (lying_about_size, "corrupt-workbook"),
    "a part outside the archive": (lambda: with_part("../outside.xml"), "unsafe-workbook"),
    "a macro": (lambda: with_part("xl/vbaProject.bin"), "unsafe-workbook"),
    "an archive within": (lambda: with_part("xl/embeddings/inner.zip"), "unsafe-workbook"),
    "a link to another file": (
        lambda: with_part("xl/worksheets/_rels/sheet1.xml.rels", EXTERNAL),
        "unsafe-workbook",
    ),
    "an entity": (
        lambda: with_markup(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]>'),
        "unsafe-workbook",
    ),
    "a sheet as large as they come": (lambda: workbook_up_to(b"XFD1048576"), "too-much-to-read"),
    "a cell beyond any sheet": (lambda: workbook_up_to(b"O" + b"9" * 30), "too-much-to-read"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_s2_a_bad_file_ends_in_one_clear_problem(name: str) -> None:
    content, code = BAD_FILES[name]

    assert problem_of(content() if callable(content) else content) == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=100), "file-too-large"),
        (Limits(rows=2), "too-many-rows"),
        (Limits(columns=10), "too-many-columns"),
        (Limits(memory=20_000_000), "too-much-to-read"),
        (Limits(wall_seconds=0), "too-much-to-read"),
    ],
)
def test_s2_the_operators_bounds_hold(limits: Limits, code: str) -> None:
    assert problem_of(csv_file({}, {}, {}), limits) == code


def test_s2_the_reader_starts_without_the_application() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, tijdig.intake.reading.worker; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.strip() == "False"
