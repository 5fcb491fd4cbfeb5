"""Who receives a Participatiewet benefit (R30)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from tijdig.residents.rules.benefits import BenefitList, read_benefit_file, read_benefits
from tijdig.residents.rules.bsn import is_bsn

ANNA, BEN, CAS = "999990019", "999990020", "000009866"


def codes(found: BenefitList) -> list[str]:
    return [problem.code.removeprefix("residents.benefits.") for problem in found.problems]


def test_r30_a_status_list_leaves_who_is_not_in_it_unknown() -> None:
    found = read_benefits(["bsn;participatiewet", f"{ANNA};ja", f"{BEN};nee"])

    assert [found.receives_benefit(bsn) for bsn in (ANNA, BEN, CAS)] == [True, False, None]
    assert not found.complete


def test_r30_a_list_of_recipients_is_complete() -> None:
    found = read_benefits(["BSN", ANNA])

    assert [found.receives_benefit(bsn) for bsn in (ANNA, BEN)] == [True, False]


def test_r30_a_list_with_a_line_that_cannot_be_read_is_not_complete() -> None:
    found = read_benefits(["bsn", ANNA, "99999001"])

    assert codes(found) == ["bsn-invalid"]
    assert found.receives_benefit(BEN) is None


@pytest.mark.parametrize(
    "heading",
    [
        "bsn;participatiewet",
        "BSN,PW",
        "Burgerservicenummer\tPW-uitkering",
        "\ufeffbsn;bijstand",
        "bsn; Participatiewet ",
    ],
)
@pytest.mark.parametrize(
    ("word", "receives"), [("J", True), ("1", True), ("true", True), ("N", False), ("0", False)]
)
def test_reasonable_headings_separators_and_answers_are_recognised(
    heading: str, word: str, receives: bool
) -> None:
    separator = next(mark for mark in ";,\t" if mark in heading)

    assert read_benefits([heading, f"{ANNA}{separator}{word}"]).receives == {ANNA: receives}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{ANNA};misschien", "answer-unclear"),
        (f"{ANNA};", "answer-unclear"),
        (f"{ANNA}", "row-malformed"),
        (f"{ANNA};ja;ja", "row-malformed"),
        ("999990018;ja", "bsn-invalid"),
        ("9866;ja", "bsn-invalid"),
    ],
)
def test_a_bad_line_is_told_by_line_and_the_others_count(line: str, code: str) -> None:
    found = read_benefits(["bsn;participatiewet", line, f"{BEN};nee"])

    assert codes(found) == [code]
    assert found.problems[0].place.line == 2
    assert found.receives == {BEN: False}


def test_two_answers_about_one_person_cancel_out() -> None:
    found = read_benefits(["bsn;participatiewet", f"{ANNA};ja", f"{BEN};ja", f"{ANNA};nee"])

    assert codes(found) == ["answers-conflict"]
    assert found.receives == {BEN: True}


def test_the_day_of_reference_is_read_and_must_be_one_day() -> None:
    one = read_benefits(["bsn;participatiewet;peildatum", f"{ANNA};ja;01-07-2026", f"{BEN};nee;2026-07-01"])
    two = read_benefits(["bsn;participatiewet;peildatum", f"{ANNA};ja;01-07-2026", f"{BEN};nee;02-07-2026"])

    assert one.as_of == date(2026, 7, 1)
    assert not two.readable
    assert codes(two) == ["dates-differ"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"naam;participatiewet\nJan;ja\n", "residents.benefits.person-column-missing"),
        (b"bsn;participatiewet;diagnose\n", "residents.benefits.column-unknown"),
        (b"", "residents.extract.empty"),
        (b"bsn\xff\n", "residents.extract.not-utf8"),
    ],
)
def test_a_file_that_is_no_benefit_list_is_refused_as_a_whole(content: bytes, code: str) -> None:
    found = read_benefit_file(content)

    assert not found.readable
    assert [problem.code for problem in found.problems] == [code]


@given(
    st.from_regex(r"[0-9]{7,10}", fullmatch=True)
    | st.sampled_from([ANNA, CAS, "9999.90.019", "000000000", "x", ""])
)
def test_r23_a_bsn_is_what_the_library_says_it_is(text: str) -> None:
    assert is_bsn(text) == bsn.is_valid(text)
