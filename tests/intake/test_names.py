"""What a cell with a surname, initials or a whole name may look like (R24)."""

from __future__ import annotations

import pytest

from tijdig.intake.rules.values.names import read_full_name, read_initials, read_surname


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
