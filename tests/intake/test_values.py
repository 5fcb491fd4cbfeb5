"""What each kind of cell may look like, as tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.intake.rules.values.birth_dates import read_birth_date
from tijdig.intake.rules.values.bsn import bsns_among, could_be_bsn
from tijdig.intake.rules.values.dates import DayOrder, order_in, parts_in, read_date
from tijdig.intake.rules.values.emails import read_email
from tijdig.intake.rules.values.house_numbers import read_address, read_house_number
from tijdig.intake.rules.values.money import DecimalStyle, read_amount, style_in
from tijdig.intake.rules.values.names import read_full_name, read_initials, read_surname
from tijdig.intake.rules.values.phones import read_phone
from tijdig.intake.rules.values.postcodes import read_postcode
from tijdig.intake.rules.values.reading import Reading
from tijdig.intake.rules.values.whole_numbers import read_whole_number
from tijdig.intake.rules.values.yes_no import read_yes_no

REFUSED = "refused"


def outcome[T](reading: Reading[T]) -> T | str | None:
    return REFUSED if reading.problem is not None else reading.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13-07-2026", date(2026, 7, 13)),
        ("3-7-2026", date(2026, 7, 3)),
        ("03.07.2026", date(2026, 7, 3)),
        ("2026-07-03", date(2026, 7, 3)),
        ("2026-07-03T00:00:00", date(2026, 7, 3)),
        ("2026-07-03 14:05:00", date(2026, 7, 3)),
        ("2026-07-03T14:05:00", date(2026, 7, 3)),
        ("2026-07-03T14:05:00+02:00", date(2026, 7, 3)),
        ("2026-07-03T22:05:00Z", REFUSED),  # the fourth on a Dutch clock
        ("13-07-2026 14:05", date(2026, 7, 13)),
        ("2026/07/03", date(2026, 7, 3)),
        ("3-7-2026 0:00", date(2026, 7, 3)),
        ("20260703", date(2026, 7, 3)),
        ("3 juli 2026", date(2026, 7, 3)),
        ("03 mrt. 2026", date(2026, 3, 3)),
        ("46206", date(2026, 7, 3)),
        ("13/07/2026", date(2026, 7, 13)),
        ("07/07/2026", date(2026, 7, 7)),
        ("03/07/2026", REFUSED),  # day or month?
        ("07/13/2026", REFUSED),
        ("31-02-2026", REFUSED),
        ("03-07-26", REFUSED),  # which century?
        ("gisteren", REFUSED),
        ("", None),
        ("  ", None),
    ],
)
def test_s3_dates(text: str, expected: object) -> None:
    assert outcome(read_date(text)) == expected


@pytest.mark.parametrize(
    ("column", "order", "third_of_july"),
    [
        (["03/07/2026", "13/07/2026"], DayOrder.DAY_FIRST, date(2026, 7, 3)),
        (["03/07/2026", "07/13/2026"], DayOrder.MONTH_FIRST, REFUSED),
        (["03/07/2026"], DayOrder.UNPROVEN, REFUSED),
    ],
)
def test_s3_a_column_proves_its_own_order(column: list[str], order: DayOrder, third_of_july: object) -> None:
    assert order_in(parts_in(column)) is order
    assert outcome(read_date("03/07/2026", order)) == third_of_july


def test_s3_dashes_are_not_trusted_in_a_month_first_column() -> None:
    assert outcome(read_date("03-07-2026", order_in(parts_in(["12-31-2026"])))) == REFUSED


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_s3_a_date_written_in_dutch_or_iso_is_read_back(day: date) -> None:
    for text in (f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}", day.isoformat(), f"{day:%Y%m%d}"):
        assert read_date(text).value == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04-08-1924", "19240804"),
        ("1957-09-29", "19570929"),
        ("00-00-1963", "19630000"),
        ("00-05-1963", "19630500"),
        ("1963-05-00", "19630500"),
        ("19630000", "19630000"),
        ("05-1963", "19630500"),
        ("1963", "19630000"),
        ("10-12-1899", "18991210"),
        ("29-02-2000", "20000229"),
        ("00-00-0000", None),
        ("00000000", None),
        ("onbekend", None),
        ("", None),
        ("12-00-1963", REFUSED),
        ("31-02-1990", REFUSED),
        ("00-13-1990", REFUSED),
        ("01-01-1900", REFUSED),  # what a system fills in when it has none
        ("1753-01-01", REFUSED),
    ],
)
def test_r24_birth_dates_may_be_partly_unknown(text: str, expected: object) -> None:
    assert outcome(read_birth_date(text)) == expected


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 123456),
        ("€ 1.132,60", 113260),
        ("€ 451,13", 45113),
        ("820.81", 82081),
        ("1,234.56", 123456),
        ("1.234.567,8", 123456780),
        ("1'234.50", 123450),
        ("1 234,56", 123456),
        ("820", 82000),
        ("1234567", 123456700),
        ("1.234.567", 123456700),
        ("804.60", 80460),
        ("820,00", 82000),
        ("12,-", 1200),
        ("EUR 75,00", 7500),
        ("-120,00", -12000),
        ("€ -120,00", -12000),
        ("120,00-", -12000),
        ("(120,00)", -12000),
        ("−5", -500),
        ("0,00", 0),
        ("1.234", REFUSED),  # a thousand, or one euro and some?
        ("1.2345", REFUSED),
        ("12,345,6", REFUSED),
        ("veel", REFUSED),
        ("€", REFUSED),
        ("", None),
    ],
)
def test_r12_amounts_to_cents(text: str, cents: object) -> None:
    assert outcome(read_amount(text)) == cents


@pytest.mark.parametrize(
    ("column", "style", "expected"),
    [
        (["1.234", "820,50"], DecimalStyle.COMMA, 123400),
        (["1.234", "820.50"], DecimalStyle.POINT, REFUSED),
        (["1.234", "820"], DecimalStyle.UNPROVEN, REFUSED),
        (["1.234", "820.50", "820,50"], DecimalStyle.UNPROVEN, REFUSED),
    ],
)
def test_r12_the_column_decides_what_a_point_means(
    column: list[str], style: DecimalStyle, expected: object
) -> None:
    assert style_in(column) is style
    assert outcome(read_amount("1.234", style)) == expected


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_r12_an_amount_in_either_style_is_read_back(cents: int) -> None:
    english = f"{cents / 100:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    for text in (english, dutch, f"€ {dutch}", english.replace(",", "")):
        assert read_amount(text).value == cents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("3,0", 3),
        ("3 mnd", 3),
        ("0", 0),
        ("", None),
        ("2,5", REFUSED),
        ("-1", REFUSED),
        ("601", REFUSED),
    ],
)
def test_whole_numbers(text: str, expected: object) -> None:
    assert outcome(read_whole_number(text, 600)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J", True), ("ja", True), ("true", True), ("1", True), ("x", True), ("12-08-2026", True),
        ("N", False), ("nee", False), ("FALSE", False), ("0", False),
        ("", None), ("misschien", REFUSED),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, expected: object) -> None:
    assert outcome(read_yes_no(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2573lj", "2573LJ"),
        ("2551 KH", "2551KH"),
        ("", None),
        ("0123AB", REFUSED),
        ("2573", REFUSED),
        ("2573L1", REFUSED),
    ],
)
def test_r19_postcodes(text: str, expected: object) -> None:
    assert outcome(read_postcode(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (12, "", "")),
        ("12A", (12, "A", "")),
        ("12 a", (12, "a", "")),
        ("9-3", (9, "", "3")),
        ("223 hs", (223, "", "hs")),
        ("12 A 3", (12, "A", "3")),
        ("12A-3", (12, "A", "3")),
        ("555B73c", (555, "B", "73c")),
        ("58.0", (58, "", "")),
        ("0012", (12, "", "")),
        ("12\u20133", (12, "", "3")),
        ("12\u2011A", (12, "A", "")),
        ("12.50", REFUSED),
        ("100000", REFUSED),
        ("2026-03-12", REFUSED),  # 12-3, or 3-12?
        ("12-mrt", REFUSED),
        ("dec-12", REFUSED),
        ("", None),
        ("A12", REFUSED),
        ("12,0", (12, "", "")),
        ("12, 6001 AB", REFUSED),
        ("12 6001ab", REFUSED),
        ("0", REFUSED),
    ],
)
def test_r19_house_numbers_alone_or_merged(text: str, expected: object) -> None:
    assert outcome(read_house_number(text)) == expected


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("Voorbeeldmarkt 4", "Voorbeeldmarkt", (4, "", "")),
        ("Voorbeeldweg 61 e", "Voorbeeldweg", (61, "e", "")),
        ("Laan van Nieuw-O-Indië 25", "Laan van Nieuw-O-Indië", (25, "", "")),
        ("Plein 1813 4 A", "Plein 1813", (4, "A", "")),
        ("Plein 1940 12", "Plein 1940", (12, "", "")),
        ("1e Voorbeeldstraat 5", "1e Voorbeeldstraat", (5, "", "")),
        ("Hof van 3 Eiken 12", "Hof van 3 Eiken", (12, "", "")),
        ("Kade 12-14", "Kade", (12, "", "14")),
        ("Kade 9 bis", "Kade", (9, "", "bis")),
        ("Kade 3-1hg", "Kade", (3, "", "1hg")),
        ("Kade 5, rood", "Kade", (5, "", "rood")),
        ("Kade 12, 2e etage", "Kade", (12, "", "2e etage")),
        ("Kade 12 3 hoog", "Kade", (12, "", "3 hoog")),
        ("Kade 12, kamer 7", "Kade", (12, "", "kamer 7")),
        ("Plein 40-45 12", "Plein 40-45", (12, "", "")),
    ],
)
def test_r19_street_and_number_in_one_cell(text: str, street: str, number: tuple[int, str, str]) -> None:
    assert outcome(read_address(text)) == (street, number, "", "")


@pytest.mark.parametrize("text", ["Voorbeeldstraat", "Plein 1944", "PLEIN 1813"])
def test_r19_an_address_without_a_number_is_refused(text: str) -> None:
    problem = read_address(text).problem
    assert problem is not None
    assert problem.code == "intake.no-house-number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voorbeeldstraat 12 2511CA", ("Voorbeeldstraat", (12, "", ""), "2511CA", "")),
        ("Voorbeeldstraat 12, 2511 ca Den Haag", ("Voorbeeldstraat", (12, "", ""), "2511CA", "Den Haag")),
        ("Plein 1944 7 bis, 6511 AB, Nijmegen", ("Plein 1944", (7, "", "bis"), "6511AB", "Nijmegen")),
        ("Kade 12-3\n2511 CA ’s-Gravenhage", ("Kade", (12, "", "3"), "2511CA", "’s-Gravenhage")),
        ("Voorbeeldweg 1234 AB", ("Voorbeeldweg", (1234, "", "AB"), "", "")),
    ],
)
def test_r19_a_postcode_behind_the_number_is_no_addition(text: str, expected: object) -> None:
    assert outcome(read_address(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Voorbeeldstraat 12 Den Haag", "address-holds-more"),
        ("Plein 1944, 6511 AB Nijmegen", "no-house-number"),
        ("Voorbeeldstraat 12, 2511 CA Den Haag, 2e etage", "address-holds-more"),
        ("Voorbeeldstraat 12 2511 CA Den Haag 3 hoog", "address-holds-more"),
        ("Voorbeeldstraat 12, box nummer 7", "address-holds-more"),
        ("Voorbeeldstraat 12-3 1", "address-holds-more"),
        ("Voorbeeldstraat 12 2e etg. links", "address-holds-more"),
    ],
)
def test_r19_what_else_stands_in_an_address_is_not_guessed(text: str, code: str) -> None:
    problem = read_address(text).problem
    assert problem is not None
    assert problem.code == f"intake.{code}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0612345678", "+31612345678"),
        ("06-12345678", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("612345678", "+31612345678"),  # a spreadsheet ate the zero
        ("(070) 123 45 67", "+31701234567"),
        ("+31 (0)70 1234567", "+31701234567"),
        ("+32 470 12 34 56", "+32470123456"),
        ("", None),
        ("bel na zessen", REFUSED),
        ("06 1234567", REFUSED),
        ("06123456789", REFUSED),
        ("123", REFUSED),
    ],
)
def test_phone_numbers(text: str, expected: object) -> None:
    assert outcome(read_phone(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b@voorbeeld.nl", "a.b@voorbeeld.nl"),
        ("", None),
        ("geen", REFUSED),
        ("a@b.nl; c@d.nl", REFUSED),
        ("mailto:a.b@voorbeeld.nl", "a.b@voorbeeld.nl"),
    ],
)
def test_email_addresses(text: str, expected: object) -> None:
    assert outcome(read_email(text)) == expected


@pytest.mark.parametrize(
    ("surname", "prefix", "expected"),
    [
        ("Linde", "van der", ("van der", "Linde")),
        ("Linde, van der", "", ("van der", "Linde")),
        ("van der Linde", "", ("van der", "Linde")),
        ("van der Linde", "van der", ("van der", "Linde")),
        ("van 't Hof-de Wit", "", ("van 't", "Hof-de Wit")),
        ("Groot Esselink", "", ("", "Groot Esselink")),
        ("LINDE", "", ("", "LINDE")),
        ("Lindeñœuf", "", ("", "Lindeñœuf")),
        ("Prins van Oranje, Heer van Overal", "", ("", "Prins van Oranje, Heer van Overal")),
        ("de", "", ("", "de")),
    ],
)
def test_r24_surnames_are_taken_apart_and_never_altered(
    surname: str, prefix: str, expected: tuple[str, str]
) -> None:
    assert read_surname(surname, prefix) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J.P. de Wit", ("J.P.", "de", "Wit")),
        ("Wit, J.P. de", ("J.P.", "de", "Wit")),
        ("de Wit, J.P.", ("J.P.", "de", "Wit")),
        ("de Wit J.P.", ("J.P.", "de", "Wit")),
        ("Dhr. J Wit", ("J.", "", "Wit")),
        ("De heer J. de Wit", ("J.", "de", "Wit")),
        ("De heer en mevrouw De Wit", ("", "De", "Wit")),
        ("Fam. Wit", ("", "", "Wit")),
        ("v.d. Wit", ("", "v.d.", "Wit")),
        ("vd Wit", ("", "vd", "Wit")),
        ("Wit & Zn.", ("", "", "Wit & Zn.")),
        ("V.D. Wit", ("V.D.", "", "Wit")),
        ("J. v.d. Wit", ("J.", "v.d.", "Wit")),
        ("Bakkerij Wit B.V.", ("", "", "Bakkerij Wit B.V.")),
        ("Wit V.O.F.", ("", "", "Wit V.O.F.")),
        ("Stichting De Wit", ("", "", "Stichting De Wit")),
        ("Wit B.V.", ("B.V.", "", "Wit")),
        ("van der Wit B.V.", ("B.V.", "van der", "Wit")),
        ("Wit", ("", "", "Wit")),
        ("", ("", "", "")),
    ],
)
def test_r24_a_whole_name_in_one_cell(text: str, expected: tuple[str, str, str]) -> None:
    assert read_full_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C.A.", "C.A."), ("CA", "C.A."), ("C A", "C.A."), ("Th.J.", "Th.J."), ("Jan Peter", "J.P."), ("", ""),
        ("Chr. J.", "Chr.J."), ("Jan P.", "J.P."), ("Dhr. C.A.", "C.A."), ("JAN", "J.A.N."),
    ],
)  # fmt: skip
def test_initials(text: str, expected: str) -> None:
    assert read_initials(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("JAN", "J."), ("JAN PETER", "J.P."), ("C.A.", "C.A.")])
def test_a_column_of_first_names_has_no_letters_for_names(text: str, expected: str) -> None:
    assert read_initials(text, first_names=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("999990019", True), ("9999.90.019", True), ("999.990.019", True), ("BSN: 999990019", True),
        ("999990018", False), ("000000000", False), ("H999990019", False), ("99999001", False),
        ("13-07-2026", False), ("1234567,89", False),
    ],
)  # fmt: skip
def test_r11_a_number_that_passes_the_test_of_eleven(text: str, expected: bool) -> None:
    assert could_be_bsn(text) is expected


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["Linde 999990019", "Linde (999990019)", "K-999990019"], {"Linde 999990019", "Linde (999990019)"}),
        (["10000008", "999990019"], {"999990019"}),  # one number of eight digits is somebody's own
        (
            ["10000008", "999990019", "999990032", "999990044"],
            {"10000008", "999990019", "999990032", "999990044"},
        ),
        (["10000008", "999990019", "999990032", "999990045"], {"999990019", "999990032"}),
    ],
)
def test_r11_bsns_within_a_text_and_without_their_zero(cells: list[str], found: set[str]) -> None:
    assert bsns_among(cells) == found


@given(st.text(max_size=60))
def test_no_text_makes_a_reader_fall_over(text: str) -> None:
    for read in (
        read_date, read_birth_date, read_amount, read_yes_no, read_postcode, read_house_number, read_address,
        read_phone, read_email, read_initials, read_full_name, could_be_bsn,
    ):  # fmt: skip
        read(text)
    style_in([text])
    order_in(parts_in([text]))
