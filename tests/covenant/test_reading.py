"""A file that cannot be a covenant is refused with line, key and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.covenant.profiles import profile_text
from tijdig.covenant.rules.lines import key_lines, line_of
from tijdig.covenant.rules.reading import LARGEST_FILE_BYTES, read_covenant

Change = Callable[[str, str], str]

# (what stands in the Weert file, what is written instead, code, key)
BAD = [
    ('formaat = "convenant/1"', 'formaat = "convenant/2"', "wrong-choice", "formaat"),
    ('versie = "1.0.0"', 'versi = "1.0.0"', "unknown-key", "versi"),
    ('versie = "1.0.0"\n', "", "missing-key", "versie"),
    ('versie = "1.0.0"', 'versie = ""', "wrong-type", "versie"),
    ('versie = "1.0.0"', 'versie = "1\\u0007"', "wrong-type", "versie"),
    ("geldig = { van = 2026-03-01, tot = 2028-02-29 }", "geldig = { van = 2026-03-01 }", "missing-key", "geldig.tot"),
    ("tot = 2028-02-29", 'tot = "2028-02-29"', "wrong-type", "geldig.tot"),
    ("tot = 2028-02-29", "tot = 2028-02-29T00:00:00Z", "wrong-type", "geldig.tot"),
    ("evaluatie = { elke", "evaluatie = { soms = true, elke", "unknown-key", "evaluatie.soms"),
    ('elke = "P1Y"', 'elke = "1 jaar"', "wrong-type", "evaluatie.elke"),
    ('rol = "verhuurder"', 'rol = "huisbaas"', "wrong-choice", "partij.wonen-limburg.rol"),
    ('sector = "Huur"', 'sector = "huur"', "wrong-choice", "partij.wonen-limburg.sector"),
    ("drempel = { maanden = 2 }", "drempel = { maanden = true }", "wrong-type", "aanlevering.drempel.maanden"),
    ("drempel = { maanden = 2 }", "drempel = { maanden = -2 }", "wrong-type", "aanlevering.drempel.maanden"),
    ("drempel = { maanden = 2 }", "drempel = { bedrag = 0.001 }", "wrong-type", "aanlevering.drempel.bedrag"),
    ("drempel = { maanden = 2 }", "drempel = { bedrag = nan }", "wrong-type", "aanlevering.drempel.bedrag"),
    ("drempel = { maanden = 2 }", "drempel = 2", "wrong-type", "aanlevering.drempel"),
    ('doel = "vroegsignalering"\n', "", "missing-key", "uitwisseling[0].doel"),
    ("van_dag = 1, ", "", "missing-key", "aanlevering.venster.van_dag"),
    ('vanaf = "afsluiting", ', "", "missing-key", "uitwisseling[0].bewaren.vanaf"),
    ('termijn = "P6M", ', "", "missing-key", "uitwisseling[0].bewaren.termijn"),
    ('avg = "6.1.e", ', "", "missing-key", "doel.vroegsignalering.grondslag.avg"),
    ("waarde = 2\n", "", "missing-key", "uitwisseling[0].voorwaarde[0].waarde"),
    ("waarde = 2\n", "waarde = []\n", "wrong-type", "uitwisseling[0].voorwaarde[0].waarde"),
    ('rollen = ["coordinator", "system"]', 'rollen = ["chef"]', "wrong-choice", "eigen_gebruik[0].rollen"),
    ('extern = "overleden"', 'extern = "dood"', "wrong-choice", "terugkoppeling[3].extern"),
    ('intern = [\n    "Inwoner is', 'intern = [\n    "inwoner is', "wrong-choice", "terugkoppeling[3].intern"),
    ("mogelijk = false", "mogelijk = 0", "wrong-type", "opschorting.mogelijk"),
    ("[overleg]", "[overleg.extra]\nritme = 1\n[overlegje]", "unknown-key", "overlegje"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "key"), BAD)
def test_a_wrong_shape_is_told_with_its_key_and_line(
    changed_weert: Change, old: str, new: str, code: str, key: str
) -> None:
    reading = read_covenant(changed_weert(old, new))

    found = [p for p in reading.problems if (p.code, p.place.key) == (f"covenant.{code}", key)]
    assert reading.covenant is None
    assert len(found) == 1
    assert found[0].place.line
    assert found[0].remedy_nl
    assert found[0].remedy_en


def test_the_line_is_the_line_where_the_key_stands(changed_weert: Change) -> None:
    text = changed_weert('rol = "hulpverlener"', 'rol = "helper"')

    (problem,) = read_covenant(text).problems

    assert text.splitlines()[(problem.place.line or 0) - 1] == 'rol = "helper"'


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        (b"", "missing-key", None),
        (b"\xff\xfe\x00", "not-utf8", None),
        (b"titel = \n", "not-toml", 1),
        (b"a = 1\nb = 'x\n", "not-toml", 2),
        (b"titel = 'a'\ntitel = 'b'\n", "duplicate-key", 2),
        (b"[geldig]\n[geldig]\n", "duplicate-key", 2),
        (b"a = { b = 1, b = 2 }", "duplicate-key", 1),
        (b"a = " + b"[" * 50_000, "not-toml", None),
        (b"a = " + b"9" * 5_000, "not-toml", None),
        (b"%PDF-1.7\n", "not-toml", 1),
        (b"#" * (LARGEST_FILE_BYTES + 1), "too-large", None),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_toml_is_refused_without_a_crash(source: bytes, code: str, line: int | None) -> None:
    problem = read_covenant(source).problems[0]

    assert problem.code == f"covenant.{code}"
    assert problem.place.line == line


def test_a_problem_does_not_repeat_what_stood_in_the_file() -> None:
    for problem in read_covenant("gemeente = 'Jansen'\nx = \"999993653\n").problems:
        assert "Jansen" not in problem.nl + problem.en
        assert "999993653" not in problem.nl + problem.en


@given(st.binary(max_size=300))
def test_any_bytes_give_a_problem_and_never_an_error(source: bytes) -> None:
    assert read_covenant(source).problems


@given(st.data())
def test_any_damage_to_a_covenant_gives_a_covenant_or_problems(data: st.DataObject) -> None:
    text = profile_text("weert")
    start = data.draw(st.integers(0, len(text) - 1))
    stop = min(len(text), start + data.draw(st.integers(0, 40)))
    piece = data.draw(st.text(alphabet='[]{}"=.,# \n1aP-', max_size=8))

    reading = read_covenant(text[:start] + piece + text[stop:])

    assert (reading.covenant is None) == bool(reading.problems)


def test_amounts_are_euros_in_the_file_and_cents_inside(changed_weert: Change) -> None:
    text = changed_weert("drempel = { maanden = 2 }", "drempel = { maanden = 2, bedrag = 75.50 }")

    covenant = read_covenant(text).covenant

    assert covenant
    assert covenant.delivery.min_amount_cents == 7550
    assert Decimal(covenant.delivery.min_amount_cents) / 100 == Decimal("75.5")


def test_a_file_with_a_byte_order_mark_is_the_same_covenant() -> None:
    text = profile_text("weert")

    with_mark, without = read_covenant(b"\xef\xbb\xbf" + text.encode()), read_covenant(text)

    assert with_mark.covenant
    assert without.covenant
    assert with_mark.covenant.hash == without.covenant.hash


def test_lines_are_found_in_tables_lists_and_long_texts() -> None:
    lines = key_lines(
        'a = 1\n[t.u]\n"b.c" = 2\nlong = """\nx = 1\n"""\nlist = [\n  "y = 1",\n]\nd = 3\n'
        "[[r]]\nk = 1\n[[r.s]]\nk = 2\n[[r]]\n[[r.s]]\nk = 3\n"
    )

    assert lines["a"] == 1
    assert lines["t.u.b.c"] == 3
    assert lines["t.u.d"] == 10
    assert lines["r[0].s[0].k"] == 14
    assert lines["r[1].s[0].k"] == 17
    assert "t.u.x" not in lines
    assert "t.u.y" not in lines
    assert line_of(lines, "r[1].s[0].k.deeper[4].still") == 17
    assert line_of(lines, "nowhere") == 1
