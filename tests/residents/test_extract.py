"""A register extract: what is taken over, what is refused and told."""

from __future__ import annotations

import pytest

from tests.residents.extracts import HEADINGS, anna, extract_text, read
from tijdig.residents.rules.extract import read_extract, read_extract_file
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress


def codes(problems: object) -> list[str]:
    return [problem.code.removeprefix("residents.extract.") for problem in problems]  # type: ignore[attr-defined]


def test_a_person_is_read_with_all_that_matching_and_triage_need() -> None:
    (record,) = read([anna()]).records

    assert (record.bsn, record.given_names) == ("999990019", "Anna Maria")
    assert (record.prefix, record.surname, record.name_use) == (
        "van der",
        "Zandhoek",
        NameUse.PARTNER_THEN_OWN,
    )
    assert record.partner_surname == "Kersink"
    assert record.birth_date == "19700315"
    assert record.municipality == "9901"
    assert record.address == RegisteredAddress("Duinlaan", 12, "A", "bis", "", "7001AB", "")
    assert record.moved_in_on == "20110201"
    assert record.lives_in("9901")
    assert not record.lives_in("9902")


def test_a_file_with_byte_order_mark_and_windows_line_ends_reads_the_same() -> None:
    text = extract_text([anna()])

    assert read_extract_file(text.replace("\n", "\r\n").encode()).records == read([anna()]).records


def test_continuation_lines_carry_history_and_it_never_becomes_the_present() -> None:
    (record,) = read(
        [
            anna(_08_H="58"),
            {"08.09.10": "9902", "08.10.30": "20000101", "08.11.20": "3", "08.11.60": "7009ZZ", "08.H": "58"},
            {"08.09.10": "9902", "08.10.30": "19950101", "08.11.20": "3", "08.11.60": "7009ZZ", "08.H": "58"},
            {"08.09.10": "9901", "08.10.30": "19900101", "08.11.20": "8", "08.11.60": "7002BB"},
        ]
    ).records

    assert record.address.postcode == "7001AB"
    assert record.previous_addresses == (
        PreviousAddress("9902", RegisteredAddress(house_number=3, postcode="7009ZZ"), "20110201"),
        PreviousAddress("9901", RegisteredAddress(house_number=8, postcode="7002BB"), "19950101"),
    )


def test_an_entry_that_the_register_marks_as_incorrect_counts_for_nothing() -> None:
    (record,) = read(
        [
            anna(_08_H="58", _09_03_10="20150101", _09_H="09"),
            {"08.11.20": "3", "08.11.60": "7009ZZ", "08.84.10": "O", "09.03.10": "20160101", "09.84.10": "O"},
        ]
    ).records

    assert record.previous_addresses == ()
    assert record.child_birth_dates == ("20150101",)


def test_each_child_has_its_own_line_and_its_history_is_no_other_child() -> None:
    (record,) = read(
        [
            anna(_09_03_10="20150101", _09_H="59"),
            {"09.03.10": "20150110", "09.H": "09"},
            {"09.03.10": "20180000", "09.H": "09"},
            {"09.03.10": "20190101", "09.89.10": "L"},
        ]
    ).records

    assert record.child_birth_dates == ("20150101", "20180000")


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"_07_67_20": "O", "_07_67_10": "20260101"}, "deceased_on", "20260101"),
        ({"_07_67_20": "O"}, "deceased_on", "00000000"),
        ({"_06_08_10": "20251231", "_07_67_20": "O", "_07_67_10": "20260101"}, "deceased_on", "20251231"),
        ({"_07_67_20": "E", "_07_67_10": "20240101"}, "emigrated_on", "20240101"),
        ({"_07_67_20": "R", "_07_67_10": "20240101"}, "emigrated_on", "20240101"),
        ({"_07_70_10": "7"}, "secrecy", True),
        ({"_08_83_10": "081100"}, "under_investigation", True),
        ({"_08_83_10": "081100", "_08_83_30": "20260101"}, "under_investigation", False),
        ({"_07_67_20": "M", "_07_67_10": "20240101"}, "under_investigation", True),
        ({"_01_03_10": "19700000"}, "birth_date", "19700000"),
        ({"_01_02_40": "."}, "surname", ""),
        ({"_01_61_10": ""}, "name_use", NameUse.OWN),
    ],
)
def test_the_states_of_a_person_are_read(changes: dict[str, str], field: str, expected: object) -> None:
    (record,) = read([anna(**changes)]).records

    assert getattr(record, field) == expected


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"_01_01_20": ""}, "no-bsn", "01.01.20"),
        ({"_01_01_20": "999990018"}, "no-bsn", "01.01.20"),
        ({"_01_03_10": "19700230"}, "value-malformed", "01.03.10"),
        ({"_01_61_10": "Q"}, "value-malformed", "01.61.10"),
        ({"_08_11_60": "7001 AB"}, "value-malformed", "08.11.60"),
        ({"_08_11_20": "twaalf"}, "value-malformed", "08.11.20"),
        ({"_08_09_10": "99"}, "value-malformed", "08.09.10"),
        ({"_09_03_10": "2015"}, "value-malformed", "09.03.10"),
        ({"_07_67_20": "W"}, "record-withdrawn", "07.67.20"),
        ({"_07_67_20": "F"}, "record-withdrawn", "07.67.20"),
    ],
)
def test_a_malformed_person_is_left_out_whole_and_told_by_line_and_column(
    changes: dict[str, str], code: str, column: str
) -> None:
    extract = read([anna(**changes)], [anna(_01_01_20="999990020")])

    assert [record.bsn for record in extract.records] == ["999990020"]
    (problem,) = extract.problems
    assert codes([problem]) == [code]
    assert (problem.place.line, problem.place.column) == (2, column)
    assert extract.people_not_taken == 1


def test_a_problem_never_tells_what_stood_there() -> None:
    (problem,) = read([anna(_01_03_10="19700230")]).problems

    assert "19700230" not in problem.nl + problem.en + str(problem.params)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda line: f"{line};;", "line-unreadable"),
        (lambda line: line[:-1], "line-unreadable"),
        (lambda line: line.replace("Duinlaan", 'Duin"laan"'), None),
        (lambda line: line.replace("Duinlaan", '"Duin"laan'), "quotes-broken"),
        (lambda line: line.replace("Duinlaan", '"Duinlaan'), "quotes-broken"),
    ],
)
def test_a_broken_line_costs_one_person_and_never_the_next(spoil: object, code: str | None) -> None:
    first, broken, whole, *rest = extract_text([anna()], [anna(_01_01_20="999990020")]).split("\n")
    extract = read_extract([first, spoil(broken), whole, *rest])  # type: ignore[operator]

    assert codes(extract.problems) == ([code] if code else [])
    assert "999990020" in {record.bsn for record in extract.records}
    assert len(extract.records) == (1 if code else 2)


def test_a_broken_continuation_line_costs_its_own_person() -> None:
    lines = extract_text([anna(_09_H="09"), {"09.03.10": "20150101"}], [anna(_01_01_20="999990020")]).split(
        "\n"
    )
    lines[2] += ";"
    extract = read_extract(lines)

    assert [record.bsn for record in extract.records] == ["999990020"]
    assert extract.problems[0].place.line == 3


def test_a_continuation_line_before_anyone_belongs_to_nobody() -> None:
    first, line, *_ = extract_text([anna()]).split("\n")
    extract = read_extract([first, line.replace("P1;", ";", 1)])

    assert codes(extract.problems) == ["no-person"]


def test_what_nothing_announced_counts_as_history_but_a_child_counts_as_a_child() -> None:
    extract = read([anna(), {"08.11.20": "3", "08.11.60": "7009ZZ", "09.03.10": "20150101"}])
    (record,) = extract.records

    assert len(record.previous_addresses) == 1
    assert record.child_birth_dates == ("20150101",)
    assert codes(extract.problems) == ["entry-unannounced", "entry-unannounced"]
    assert extract.people_not_taken == 0


def test_an_announced_entry_that_does_not_come_is_told() -> None:
    extract = read([anna(_08_H="58")])

    assert len(extract.records) == 1
    assert codes(extract.problems) == ["entry-missing"]


def test_a_citizen_service_number_is_taken_over_once_from_the_newest_record() -> None:
    extract = read(
        [anna(_07_80_20="20200101000000000", _01_02_10="Oud")],
        [anna(_07_80_20="20220101000000000", _01_02_10="Nieuw")],
        [anna(_07_80_20="20210101000000000", _01_02_10="Midden")],
    )

    assert [record.given_names for record in extract.records] == ["Nieuw"]
    assert codes(extract.problems) == ["bsn-twice", "bsn-twice"]
    assert {problem.place.line for problem in extract.problems} == {2, 4}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        ("naam;é\n".encode("cp1252"), "not-utf8"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not-utf8"),
        (b"naam;adres\nJan;Hier 1\n", "heading-missing"),
    ],
)
def test_a_file_that_is_no_extract_is_refused_as_a_whole(content: bytes, code: str) -> None:
    extract = read_extract_file(content)

    assert not extract.readable
    assert extract.records == ()
    assert codes(extract.problems)[0] == code


def test_a_needed_heading_that_is_there_twice_is_refused_and_another_is_not() -> None:
    heading, *rest = extract_text([anna()]).split("\n")

    assert HEADINGS.count("06.88.10") == 2
    assert read_extract([heading, *rest]).readable
    assert codes(read_extract([f"{heading};08.11.60", *rest]).problems) == ["heading-twice"]
